"""What a whole e-mail file is read as, and what becomes of it."""

import re
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from debiet.rules.mail import (
    BY_SIGN,
    AttachmentInfo,
    Classification,
    MailKind,
    Sign,
    classify,
    content_hash,
    parse,
)

QUESTION = """\
Return-Path: <An.Peeters@example.org>
Message-ID: <m3@example.org>
In-Reply-To: <m2@example.net>
References: <m1@example.net>
 <m2@example.net>
From: =?utf-8?q?An_Peeters_=28thuis=29?= <An.Peeters@Example.org>
Reply-To: meter@example.org
To: Klantendienst <vragen@water.example>, "Peeters, Jan" <jan@example.org>
Cc: vragen@water.example
Delivered-To: inbox@water.example
Subject: =?iso-8859-1?Q?Mijn_meter_loopt_ach?=
 =?iso-8859-1?Q?teruit_=80?=
Date: Mon, 2 Mar 2026 16:00:00 +0100
Content-Type: multipart/mixed; boundary="outer"

This is a message in MIME format.
--outer
Content-Type: multipart/alternative; boundary=inner

--inner
Content-Type: text/html; charset=utf-8

<p>Beste, mijn meter loopt <b>achteruit</b>.</p>
--inner
Content-Type: text/plain; charset=utf-8
Content-Transfer-Encoding: quoted-printable

Beste, mijn meter loopt achteruit. Kan dat, caf=C3=A9?

Op ma 2 mrt 2026 om 10:00 schreef Klantendienst <vragen@water.example>:
> Geef uw meterstand door.
--inner--
--outer
Content-Type: image/jpeg; name="C:\\foto's\\meter.jpg"
Content-Transfer-Encoding: base64

QUJDREVG
RzEyMw==
--outer--
Epilogue.
"""


def mail(*headers: str, body: str = "Waar vind ik mijn meter?", sender: str = "an@example.org"):
    lines = [f"From: {sender}", *headers, "", body]
    return parse("\n".join(lines).encode())


@pytest.mark.parametrize("line_end", ["\n", "\r\n", "\r"])
def test_a_question_is_read_with_any_line_end(line_end):
    read = parse(QUESTION.replace("\n", line_end).encode())
    assert read.message_id == "m3@example.org"
    assert read.in_reply_to == "m2@example.net"
    assert read.references == ("m1@example.net", "m2@example.net")
    assert read.sender_address == "an.peeters@example.org"
    assert read.sender_name == "An Peeters (thuis)"
    assert read.reply_to_address == "meter@example.org"
    assert read.recipients == ("vragen@water.example", "jan@example.org", "inbox@water.example")
    assert read.subject == "Mijn meter loopt achteruit \u20ac"
    assert read.sent_at == datetime(2026, 3, 2, 15, tzinfo=UTC)
    assert read.new_text == "Beste, mijn meter loopt achteruit. Kan dat, caf\u00e9?"
    assert read.quoted_text.endswith("> Geef uw meterstand door.")
    assert read.text == f"{read.new_text}\n\n{read.quoted_text}"
    assert read.attachments == (AttachmentInfo("meter.jpg", "image/jpeg", 10),)
    assert read.signs == frozenset()
    assert read.defects == ()
    assert classify(read) == Classification(MailKind.QUESTION, "text")


@given(st.binary(max_size=400))
def test_any_bytes_are_read_and_classified(raw):
    assert_storable(raw)


# Pieces that mean something to a reader of mail, so that chance finds the strange combinations.
PIECES = [
    b"From: a@example.org\n", b"From:", b"\n", b"\r\n", b"\n\n", b"Subject: =?utf-8?b?", b"?=",
    b"Content-Type: multipart/mixed; boundary=x\n", b"Content-Type: multipart/alternative;",
    b"Content-Type: message/rfc822\n", b"Content-Type: text/html; charset=utf-16\n", b" boundary=x",
    b"\n--x\n", b"\n--x--\n", b"Content-Transfer-Encoding: base64\n", b"<p>", b"&#x0;", b"<!--",
    b"Content-Transfer-Encoding: quoted-printable\n", b"=ED=A0=80", b"\x00", b"\xed\xa0\x80",
    b"Content-Type: text/plain; charset=utf-7\n", b"+2AA-", b"; name*0*=utf-8''%ED", b"; name*=a",
    b"Date: Mon, 2 Mar 0000 99:99:99 +9999\n", b"Date: ", b'"', b"(", b"<", b">", b";", b",",
    b"Content-Disposition: attachment; filename=", b"> ", b"Op 1 schreef:", b"QUJD", b"\xff\xfe",
]  # fmt: skip


@given(st.lists(st.sampled_from(PIECES) | st.binary(max_size=3), max_size=40).map(b"".join))
def test_any_pieces_of_mail_are_read_and_classified(raw):
    assert_storable(raw)


def assert_storable(raw):
    read = parse(raw)
    texts = [
        read.message_id, read.in_reply_to, *read.references, read.sender_address, read.sender_name,
        read.reply_to_address, *read.recipients, read.subject, read.text, read.new_text,
        read.quoted_text, *(a.filename + a.content_type for a in read.attachments), *read.defects,
    ]  # fmt: skip
    assert all("\0" not in text and text.encode("utf-8") is not None for text in texts)
    assert "\n" not in read.subject + read.sender_name
    assert len(read.new_text) + len(read.quoted_text) <= len(read.text)
    assert read.sent_at is None or read.sent_at.tzinfo is UTC
    assert all(attachment.size >= 0 for attachment in read.attachments)
    assert classify(read).kind in MailKind


@pytest.mark.parametrize(
    ("headers", "kind", "reason"),
    [
        ([], MailKind.QUESTION, "text"),
        (["Auto-Submitted: no"], MailKind.QUESTION, "text"),
        (["Auto-Submitted: No ; owner=me"], MailKind.QUESTION, "text"),
        (["Auto-Submitted: auto-replied (vacation)"], MailKind.AUTO_REPLY, "auto-submitted"),
        (["Auto-Submitted: auto-generated"], MailKind.AUTO_REPLY, "auto-submitted"),
        # An automatic reply travels with a null return path and is no bounce (RFC 3834).
        (
            ["Return-Path: <>", "Auto-Submitted: auto-replied"],
            MailKind.AUTO_REPLY,
            "auto-submitted",
        ),
        (["Return-Path: <>"], MailKind.BOUNCE, "null-return-path"),
        (["Return-Path: <an@example.org>"], MailKind.QUESTION, "text"),
        (["X-Failed-Recipients: jan@example.org"], MailKind.BOUNCE, "failed-recipients"),
        (["X-Autoreply: yes"], MailKind.AUTO_REPLY, "auto-reply-header"),
        (["X-Autoreply: no"], MailKind.QUESTION, "text"),
        (["Precedence: auto_reply"], MailKind.AUTO_REPLY, "auto-reply-header"),
        (["Precedence: Bulk"], MailKind.BULK, "bulk-precedence"),
        (["Precedence: list"], MailKind.BULK, "bulk-precedence"),
        (["Precedence: junk"], MailKind.BULK, "bulk-precedence"),
        (["Precedence: first-class"], MailKind.QUESTION, "text"),
        (["List-Id: Buurt <buurt.example.org>"], MailKind.BULK, "list"),
        # Microsoft's wish for silence stands on people's mail too.
        (["X-Auto-Response-Suppress: All"], MailKind.QUESTION, "text"),
        (["Subject: Afwezig bij uw meteropname"], MailKind.QUESTION, "text"),
        (
            ["Subject: Automatisch antwoord: uw vraag", "X-Auto-Response-Suppress: DR, OOF"],
            MailKind.AUTO_REPLY,
            "vacation-subject",
        ),
        (
            ["Subject: Automatisch antwoord: uw vraag", "X-Auto-Response-Suppress: DR, RN"],
            MailKind.QUESTION,
            "text",
        ),
        (
            ["Subject: Out of office", "Precedence: bulk"],
            MailKind.AUTO_REPLY,
            "vacation-subject",
        ),
        (
            ["Subject: =?utf-8?q?R=C3=A9ponse_automatique?=", "Return-Path: <>"],
            MailKind.AUTO_REPLY,
            "vacation-subject",
        ),
        (
            ['Content-Type: multipart/report; report-type="delivery-status"'],
            MailKind.BOUNCE,
            "delivery-report",
        ),
        (
            ["Content-Type: multipart/report; report-type=disposition-notification; boundary=x"],
            MailKind.AUTO_REPLY,
            "other-report",
        ),
    ],
)
def test_the_header_decides_what_a_message_is(headers, kind, reason):
    assert classify(mail(*headers)) == Classification(kind, reason)


@pytest.mark.parametrize(
    "sender",
    ["MAILER-DAEMON@mx.example.org", "MAILER DAEMON <>", "Mail Delivery System <x@example.org>"],
)
def test_a_mail_server_writes_bounces(sender):
    assert classify(mail(sender=sender)) == Classification(MailKind.BOUNCE, "mailer-daemon")


def test_a_report_with_a_delivery_status_part_is_a_bounce_without_saying_so():
    read = mail(
        "Content-Type: multipart/report; boundary=x",
        body="--x\n\nNiet bezorgd\n--x\nContent-Type: message/delivery-status\n\nStatus: 5\n--x--",
    )
    assert classify(read) == Classification(MailKind.BOUNCE, "delivery-report")
    assert read.text == "Niet bezorgd"


def test_a_wish_for_no_automatic_answer_is_kept():
    assert mail("X-Auto-Response-Suppress: OOF").signs == {Sign.NO_AUTO_REPLY_WANTED}


@pytest.mark.parametrize("sender", ["", "undisclosed-recipients:;", "root@localhost", "Jan"])
def test_a_message_that_nobody_can_answer_is_unusable(sender):
    read = mail(sender=sender)
    assert classify(read) == Classification(MailKind.UNUSABLE, "no-sender")
    assert "no-usable-from" in read.defects


def test_sender_stands_in_for_a_broken_from():
    read = mail("Sender: Jan <jan@example.org>", "Reply-To: piet@example.org", sender="Jan")
    assert (read.sender_address, read.sender_name) == ("jan@example.org", "Jan")
    assert read.reply_to_address == "piet@example.org"
    assert "no-usable-from" in read.defects


@pytest.mark.parametrize(
    ("headers", "body", "kind", "reason"),
    [
        (["Content-Type: text/html"], "<p>Dag</p>", MailKind.QUESTION, "text"),
        (["Content-Type: image/png"], "x", MailKind.QUESTION, "attachments-only"),
        (["Subject: Waar is mijn meter?"], "", MailKind.QUESTION, "subject-only"),
        ([], " \n\t\n", MailKind.EMPTY, "empty"),
        (["Content-Type: text/html"], "<style>p {}</style>", MailKind.EMPTY, "empty"),
    ],
)
def test_a_question_has_words_a_file_or_a_subject(headers, body, kind, reason):
    assert classify(mail(*headers, body=body)) == Classification(kind, reason)


def test_a_file_that_is_no_mail_is_unusable():
    read = parse(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(500))
    assert classify(read) == Classification(MailKind.UNUSABLE, "no-sender")
    assert "no-headers" in read.defects


def test_content_hash_tells_messages_apart_by_every_byte():
    empty = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
    assert content_hash(b"") == empty
    assert content_hash(b"a\n") != content_hash(b"a\r\n")


def test_the_page_about_mail_names_every_sign_that_decides_in_its_order():
    page = Path(__file__).parents[2] / "docs" / "algorithms" / "mail.md"
    rows = re.findall(r"^\| ([a-z-]+) \| `([a-z-]+)` \|", page.read_text(), re.MULTILINE)
    decided = [(kind.value, sign.value) for sign, kind in BY_SIGN]
    assert rows[: len(decided)] == decided
    assert {kind for kind, _ in rows} == set(MailKind)
