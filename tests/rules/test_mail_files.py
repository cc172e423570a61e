"""The files of a mail: decoded one at a time, bounded, and named with the reason if not kept."""

import base64
from itertools import islice

import pytest
from hypothesis import given
from hypothesis import strategies as st

from debiet.rules import mail_files
from debiet.rules.mail import parse
from debiet.rules.mail_files import NotKept, read_files

HEAD = b"From: an@example.org\nContent-Type: multipart/mixed; boundary=x\n\n"
WORDS = b"Content-Type: text/plain\n\nzie bijlage"


def mail(*pieces):
    return HEAD + b"".join(b"--x\n" + piece + b"\n" for piece in pieces) + b"--x--\n"


def file(content, *, name="meter.jpg", kind="image/jpeg", headers=b""):
    named = (
        f'Content-Type: {kind}; name="{name}"\n'.encode()
        if name
        else f"Content-Type: {kind}\n".encode()
    )
    coded = base64.encodebytes(content)
    return named + b"Content-Transfer-Encoding: base64\n" + headers + b"\n" + coded


def told(raw):
    return [(one.info.filename, one.content, one.not_kept) for one in read_files(raw)]


def test_files_come_decoded_and_in_their_order():
    raw = mail(
        WORDS, file(b"\xff\xd8foto"), file(b"%PDF-1.7", name="brief.pdf", kind="application/pdf")
    )
    assert told(raw) == [
        ("meter.jpg", b"\xff\xd8foto", None),
        ("brief.pdf", b"%PDF-1.7", None),
    ]


def test_a_file_knows_its_true_size_and_declared_type():
    (found,) = read_files(mail(file(b"abcde")))
    assert (found.info.size, found.info.content_type) == (5, "image/jpeg")


@pytest.mark.parametrize(
    ("headers", "size", "is_ornament"),
    [
        (b"Content-ID: <logo>\n", 100, True),
        (b"Content-ID: <logo>\nContent-Disposition: inline\n", 100, True),
        (b"Content-ID: <logo>\nContent-Disposition: attachment\n", 100, False),
        (b"", 100, False),
        (b"Content-ID: <foto>\n", 10 * 1024, False),
    ],
)
def test_a_small_picture_inside_the_words_is_an_ornament(headers, size, is_ornament):
    (found,) = read_files(mail(WORDS, file(b"a" * size, headers=headers)))
    assert found.is_ornament is is_ornament


def test_ornaments_come_last():
    raw = mail(file(b"logo", name="logo.png", headers=b"Content-ID: <logo>\n"), file(b"foto"))
    assert [(one.info.filename, one.is_ornament) for one in read_files(raw)] == [
        ("meter.jpg", False),
        ("logo.png", True),
    ]


def test_a_message_that_was_sent_on_is_a_file():
    raw = mail(WORDS, b"Content-Type: message/rfc822\n\nSubject: in\n\nbinnenin")
    assert told(raw) == [("", b"Subject: in\n\nbinnenin", None)]


def test_old_line_ends_are_read_as_the_words_are():
    raw = mail(WORDS, file(b"foto")).replace(b"\n", b"\r")
    assert told(raw) == [("meter.jpg", b"foto", None)]


def test_an_empty_file_is_named_but_not_kept():
    assert told(mail(file(b""))) == [("meter.jpg", b"", NotKept.EMPTY)]


def test_more_files_than_anybody_sends_are_named_but_not_kept(monkeypatch):
    monkeypatch.setattr(mail_files, "MAX_FILES", 2)
    found = told(mail(file(b"a"), file(b"b"), file(b"c")))
    assert [reason for _name, _content, reason in found] == [None, None, NotKept.TOO_MANY]


def test_a_file_over_the_bound_is_not_decoded(monkeypatch):
    monkeypatch.setattr(mail_files, "MAX_FILE_BYTES", 10)
    decoded = []
    monkeypatch.setattr(mail_files, "decode_transfer", lambda *a, **k: decoded.append(a))
    assert told(mail(file(b"a" * 11))) == [("meter.jpg", b"", NotKept.TOO_BIG)]
    assert decoded == []


def test_a_file_that_is_larger_than_it_looked_is_not_kept(monkeypatch):
    monkeypatch.setattr(mail_files, "MAX_FILE_BYTES", 10)
    # Quoted-printable in which nothing is quoted but every sign looks like a code.
    raw = mail(
        b"Content-Type: image/png\nContent-Transfer-Encoding: quoted-printable\n\n" + b"=zz" * 10
    )
    assert [one.not_kept for one in read_files(raw)] == [NotKept.TOO_BIG]


def test_all_files_together_are_bounded_and_a_small_one_still_fits(monkeypatch):
    monkeypatch.setattr(mail_files, "MAX_TOTAL_BYTES", 10)
    found = told(mail(file(b"a" * 6), file(b"b" * 6), file(b"c" * 4)))
    assert [reason for _name, _content, reason in found] == [None, NotKept.TOO_BIG, None]


def test_files_are_decoded_only_when_they_are_asked_for(monkeypatch):
    decoded = []
    real = mail_files.decode_transfer

    def watched(data, *, encoding):
        decoded.append(encoding)
        return real(data, encoding=encoding)

    monkeypatch.setattr(mail_files, "decode_transfer", watched)
    list(islice(read_files(mail(file(b"a"), file(b"b"), file(b"c"))), 1))
    assert decoded == ["base64"]


@given(st.binary(max_size=400), st.lists(st.sampled_from([WORDS, file(b"abc"), b"--x", b"\n\n"])))
def test_any_bytes_have_an_answer_and_no_file_is_forgotten(loose, pieces):
    raw = mail(*pieces, loose)
    found = list(read_files(raw))
    assert len(found) == len(parse(raw).attachments)
    assert all((one.not_kept is None) == bool(one.content) for one in found)


@given(st.binary(max_size=300))
def test_what_is_no_mail_at_all_has_an_answer(raw):
    assert len(list(read_files(raw))) == len(parse(raw).attachments)
