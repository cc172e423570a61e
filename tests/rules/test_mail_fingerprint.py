"""One message is known again over any source, and two are never taken for one."""

import time
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from debiet.rules.mail_fingerprint import WEAK, fingerprint, is_same_message

MAIL = (
    b"From: Ann <ann@example.be>\n"
    b"Subject: Lek in\n de straat\n"
    b"Message-ID: <1@example.be>\n"
    b"Date: Mon, 2 Mar 2026 09:30:00 +0100\n"
    b"\n"
    b"Er is een lek.\n\nAnn\n"
)
NAMELESS = b"From: Ann <ann@example.be>\nSubject: Lek\n\nEr is een lek.\n"
AT = datetime(2026, 3, 2, 9, tzinfo=UTC)


@pytest.mark.parametrize(
    "same",
    [
        b"Return-Path: <ann@example.be>\r\nDelivered-To: klantendienst@example.be\r\n" + MAIL,
        b"Received: from a by b; Mon, 2 Mar 2026 09:30:05 +0100\n" + MAIL,
        b"X-Original-To: a@b.be\nEnvelope-To: a@b.be\n" + MAIL,
        MAIL.replace(b"\n", b"\r\n"),
        MAIL + b"\n",
        b"From ann@example.be Mon Mar  2 09:30:00 2026\n" + MAIL,
        MAIL.replace(b"Lek in\n de straat", b"Lek in de straat"),
        MAIL.replace(b"\n", b"\r"),
    ],
)
def test_the_same_message_over_another_source_has_the_same_fingerprint(same):
    assert fingerprint(same) == fingerprint(MAIL)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (b"<1@", b"<2@"),
        (b"09:30:00", b"09:31:00"),
        (b"Ann <", b"An <"),
        (b"Lek in", b"Lek uit"),
        (b"een lek", b"geen lek"),
        (b"lek.\n\nAnn", b"lek.\nAnn"),
        (b"Date:", b"In-Reply-To: <ours@example.be>\nDate:"),
    ],
)
def test_another_message_has_another_fingerprint(old, new):
    other = MAIL.replace(old, new)
    assert other != MAIL
    assert fingerprint(other) != fingerprint(MAIL)


@pytest.mark.parametrize(
    ("raw", "is_weak"),
    [
        (MAIL, False),
        (NAMELESS, True),
        (b"Date: Mon, 2 Mar 2026 09:30:00 +0100\n" + NAMELESS, False),
        (b"Message-ID: <1@example.be>\n" + NAMELESS, False),
        (b"only words", True),
    ],
)
def test_a_message_without_id_and_date_is_known_less_surely(raw, is_weak):
    assert fingerprint(raw).startswith(WEAK) is is_weak


@pytest.mark.parametrize(
    ("print_of_both", "apart", "same"),
    [
        (fingerprint(MAIL), timedelta(days=400), True),
        (fingerprint(NAMELESS), timedelta(hours=24), True),
        (fingerprint(NAMELESS), timedelta(hours=24, seconds=1), False),
        ("", timedelta(0), False),
    ],
)
def test_who_asks_the_same_again_a_day_later_asks_again(print_of_both, apart, same):
    assert is_same_message(print_of_both, AT, AT + apart) is same
    assert is_same_message(print_of_both, AT + apart, AT) is same


@pytest.mark.parametrize("nothing", [b"", b"\r\n\n", b"Received: from a by b\n\n"])
def test_what_holds_nothing_has_no_fingerprint(nothing):
    assert fingerprint(nothing) == ""


@given(st.binary(max_size=400), st.booleans())
def test_any_bytes_have_a_fingerprint_that_fits_and_trace_fields_change_nothing(raw, has_id):
    message = (b"Message-ID: <x@y>\n" if has_id else b"Subject: x\n") + raw
    found = fingerprint(message)
    assert 0 < len(found) <= 64
    assert fingerprint(raw) == fingerprint(raw)
    assert fingerprint(b"Delivered-To: a@b\n" + message) == found


@pytest.mark.parametrize("unit", [b"\n", b"\r\n", b"a\r", b" x\n", b"a:\n", b"x"])
def test_thirty_megabytes_of_anything_take_no_long_time(unit):
    large = MAIL + unit * (30_000_000 // len(unit))
    start = time.perf_counter()
    fingerprint(large)
    assert time.perf_counter() - start < 5
