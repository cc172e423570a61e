import binascii
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from debiet.rules.mail_text import (
    clean_line,
    clean_text,
    decode_base64,
    decode_bytes,
    decode_transfer,
)


@pytest.mark.parametrize(
    ("data", "charset", "text"),
    [
        (b"caf\xc3\xa9", "utf-8", "caf\u00e9"),
        (b"caf\xc3\xa9", "", "caf\u00e9"),
        (b"caf\xc3\xa9", "us-ascii", "caf\u00e9"),
        (b"caf\xe9", "iso-8859-1", "caf\u00e9"),
        (b"caf\xe9", "utf-8", "caf\u00e9"),  # declared wrongly
        (b"\x80 5,00", "ISO-8859-1", "\u20ac 5,00"),  # Windows-1252 under Latin-1's name
        (b"\x81", "iso-8859-1", "\x81"),  # not even Windows-1252
        (b"caf\xe9 \xc3\xa9\xc3\xa9n", "", "caf\u00e9 \u00e9\u00e9n"),  # two charsets in one
        (b"\xa4", "iso-8859-15", "\u20ac"),
        (b"\xba\xba", "gb2312", "\u6c49"),
        (b"caf\xc3\xa9", "x-unknown", "caf\u00e9"),
        (b"caf\xc3\xa9", "zlib", "caf\u00e9"),
        (b"caf\xc3\xa9", "undefined", "caf\u00e9"),
        (b"xn--caf-dma", "idna", "xn--caf-dma"),
        (b"\\u0041", "unicode_escape", "\\u0041"),
        (b"a", "utf-8\0", "a"),
        (b"a", "x" * 100, "a"),
        (b"\xff", "utf-16", "\u00ff"),  # contradicted by the bytes
        (b"", "utf-8", ""),
    ],
)
def test_bytes_become_text_by_a_believable_charset(data, charset, text):
    assert decode_bytes(data, charset=charset) == text


@pytest.mark.parametrize(
    ("text", "clean"),
    [
        ("a\0b", "ab"),
        ("a\ud800b", "ab"),
        ("a\r\nb\rc\x0cd\u2028e", "a\nb\nc\nd\ne"),
        ("\ufeffa\tb\x1b[0m\x9b", "a\tb[0m"),
    ],
)
def test_a_clean_text_can_be_stored(text, clean):
    assert clean_text(text) == clean


@pytest.mark.parametrize(
    ("text", "limit", "line"),
    [
        (" a \r\n\t b\0 ", 20, "a b"),
        ("factuur\u202efdp.exe", 20, "factuurfdp.exe"),
        ("een twee", 4, "een"),
    ],
)
def test_a_clean_line_is_one_short_line(text, limit, line):
    assert clean_line(text, limit=limit) == line


@pytest.mark.parametrize(
    ("data", "decoded"),
    [
        (b"QUJD\r\nREVG\r\n", b"ABCDEF"),
        (b"QUI=\n", b"AB"),
        (b"QUJDR", b"ABC"),  # cut off
        (b"QUJDRE", b"ABC"),  # cut off, without its padding
        (b"QUJD\n-- \nBuurtlijst, zie example.org\n", b"ABC-- \nBuurtlijst, zie example.org\n"),
        (b"Beste, geen base64.", b"Beste, geen base64."),
        (b"", b""),
    ],
)
def test_base64_is_decoded_as_far_as_it_is_one(data, decoded):
    assert decode_base64(data) == decoded


def by_line(data):
    """Base64 told from what is none by looking at each line, as slow as it is plain."""
    lines = data.split(b"\n")
    good = 0
    for line in lines:
        if not re.fullmatch(rb"[ \t]*[A-Za-z0-9+/]*={0,2}[ \t\r]*", line):
            break
        good += 1
    coded, rest = b"\n".join(lines[:good]), b"\n".join(lines[good:])
    digits = re.sub(rb"[^A-Za-z0-9+/]", b"", coded)
    try:
        return binascii.a2b_base64(coded) + rest
    except binascii.Error:
        return binascii.a2b_base64(digits[: len(digits) // 4 * 4]) + rest


PIECES = (b"QUJD", b"QUI=", b"QQ==", b"\r\n", b"\n", b" ", b"\t", b"=", b"QUJDR", b"--", b"Groeten")


@given(pieces=st.lists(st.sampled_from(PIECES), max_size=12))
def test_base64_known_at_once_is_what_a_look_at_each_line_says(pieces):
    data = b"".join(pieces)
    assert decode_base64(data) == by_line(data)


@pytest.mark.parametrize(
    ("encoding", "decoded"),
    [
        ("quoted-printable", b"A=B"),
        ("7bit", b"A=3D=\nB"),
        ("x-own", b"A=3D=\nB"),
        ("base64", b"A=3D=\nB"),
    ],
)
def test_a_transfer_encoding_is_taken_off(encoding, decoded):
    assert decode_transfer(b"A=3D=\nB", encoding=encoding) == decoded
