"""Bytes of an e-mail part to readable text: transfer encodings, charsets, characters nobody wants.

Nothing here raises, and everything is linear in its input.
"""

import binascii
import codecs
import re

# Codecs that Python knows under a name a sender may declare, but that are no character sets of
# mail: they escape, or cost quadratic time.
_NO_CHARSETS = frozenset({"idna", "punycode", "raw-unicode-escape", "undefined", "unicode-escape"})

# Names under which mail programs send a larger set than the one they name. Latin-1 as
# Windows-1252 is what every browser does: the euro sign is only there.
_LARGER_CHARSETS = {
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "iso8859-1": "cp1252",
    "shift_jis": "cp932",
}

_CHARSET_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.:+-]{0,39}")

# Control characters (also the C1 ones), lone surrogates, which UTF-8 cannot say, byte order
# marks and two non-characters. NUL is among them: PostgreSQL refuses it. Tab and line feed stay.
_UNWANTED = re.compile("[\x00-\x08\x0b\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufeff\ufffe\uffff]")
_LINE_ENDS = re.compile("\r\n|[\r\x0c\x85\u2028\u2029]")

# In one line of a list a sender may not turn the reading direction of what stands beside it.
_DIRECTION = re.compile("[\u202a-\u202e\u2066-\u2069]")
_BLANKS = re.compile(r"\s+")

_BASE64_AND_LINE_ENDS = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/\r\n"
_NOT_BASE64 = re.compile(rb"[^A-Za-z0-9+/]")
_BASE64_LINE = re.compile(rb"[ \t]*[A-Za-z0-9+/]*={0,2}[ \t\r]*\Z")


def clean_text(text: str) -> str:
    """Return a text of several lines that PostgreSQL and UTF-8 can hold, with `\\n` line ends."""
    return _UNWANTED.sub("", _LINE_ENDS.sub("\n", text))


def clean_line(text: str, *, limit: int) -> str:
    """Return a text as one line of at most `limit` characters, without control characters."""
    line = _BLANKS.sub(" ", clean_text(text))
    return _DIRECTION.sub("", line).strip()[:limit].rstrip()


def decode_bytes(data: bytes, *, charset: str = "") -> str:
    """Return the text of bytes: by the declared charset, else UTF-8, each wrong byte as cp1252.

    A charset that is unknown, or that the bytes contradict, is not believed. A mail of two
    charsets (an answer in UTF-8 under a Latin-1 footer) therefore stays readable in both.
    """
    codec = _codec(charset)
    if codec not in ("", "ascii", "utf-8"):
        try:
            return data.decode(codec)
        except (LookupError, ValueError):
            pass  # no text encoding (zlib, rot13, …), or other bytes than its own
    return _decode_mixed(data)


def _codec(charset: str) -> str:
    """Return Python's name of a declared charset, "" if there is none to believe."""
    if not _CHARSET_NAME.fullmatch(charset):
        return ""
    try:
        name = codecs.lookup(charset).name
    except (LookupError, UnicodeError):
        return ""
    return "" if name in _NO_CHARSETS else _LARGER_CHARSETS.get(name, name)


def _decode_mixed(data: bytes) -> str:
    """Return UTF-8 text in which each byte that is no UTF-8 is read as cp1252 (or Latin-1)."""
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return data.decode("utf-8", "surrogateescape").translate(_REPAIRED)


def _repaired() -> dict[int, str]:
    """Return what a byte that `surrogateescape` kept (U+DC80…U+DCFF) stands for."""
    repaired = {}
    for byte in range(0x80, 0x100):
        try:
            repaired[0xDC00 + byte] = bytes([byte]).decode("cp1252")
        except UnicodeDecodeError:
            repaired[0xDC00 + byte] = chr(byte)
    return repaired


_REPAIRED = _repaired()


def decode_transfer(data: bytes, *, encoding: str) -> bytes:
    """Return the content of a part without its Content-Transfer-Encoding.

    An unknown encoding is none: the bytes are shown as they came.
    """
    if encoding == "base64":
        return decode_base64(data)
    if encoding == "quoted-printable":
        return binascii.a2b_qp(data)
    return data


def decode_base64(data: bytes) -> bytes:
    """Return decoded base64; lines that are none are kept as they are.

    Mailing lists add their footer in plain text below a base64 body, and some programs declare
    base64 without doing it.
    """
    if _is_all_base64(data):
        return _decode_pure_base64(data)
    coded = len(data)
    position = 0
    while position < len(data):
        end = data.find(b"\n", position)
        end = len(data) if end < 0 else end
        if not _BASE64_LINE.match(data, position, end):
            coded = position
            break
        position = end + 1
    return _decode_pure_base64(data[:coded]) + data[coded:]


def _is_all_base64(data: bytes) -> bool:
    """Return whether nothing but base64 is there: known at once also of 50 MB, unlike by line."""
    others = data.translate(None, _BASE64_AND_LINE_ENDS)
    padding = data[-8:].rstrip(b"\r\n")
    return others in (b"", b"=", b"==") and padding.endswith(others)


def _decode_pure_base64(data: bytes) -> bytes:
    try:
        return binascii.a2b_base64(data)
    except binascii.Error:  # cut off or badly padded: what makes whole groups of four is good
        digits = _NOT_BASE64.sub(b"", data)
        return binascii.a2b_base64(digits[: len(digits) // 4 * 4])
