"""Whatever bytes come: each mail is a case or a held message, in bounded time and memory."""

import time
import tracemalloc

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from debiet.cases import actions as cases
from debiet.cases.models import Case, Interaction
from debiet.correspondence.models import RawMessage
from tests import mails, make

pytestmark = pytest.mark.django_db

MIB = 1024 * 1024
SECONDS = 60
"""Far above what it takes (a second or two), for busy machines; quadratic time is many minutes."""


def nested(levels):
    opening = "".join(
        f"Content-Type: multipart/mixed; boundary=b{n}\n\n--b{n}\n" for n in range(levels)
    )
    return f"From: ann@example.be\nSubject: diep\n{opening}\nDag\n".encode()


def forwarded(levels):
    return b"From: ann@example.be\nSubject: x\n" + b"Content-Type: message/rfc822\n\n" * levels


def with_file(size):
    head = (
        b"From: ann@example.be\nSubject: groot\nContent-Type: multipart/mixed; boundary=b\n\n"
        b"--b\nContent-Type: text/plain\n\nZie de foto.\n--b\nContent-Type: image/jpeg; "
        b"name=foto.jpg\nContent-Transfer-Encoding: base64\n\n"
    )
    line = b"QUJDREVGR0hJSktMTU5PUFFSU1RVVldYWVphYmNkZWZnaGlqa2xtbm9wcXJzdHV2\n"
    return head + line * (size // len(line)) + b"--b--\n"


@pytest.mark.parametrize(
    ("content", "outcome"),
    [
        (nested(10_000), "opened"),
        (forwarded(5_000), "opened"),
        (b"From: ann@example.be\nContent-Type: multipart/mixed; boundary=b\n\n"
         + b"--b\n" * 500_000, "quarantined"),
        (b"From: ann@example.be\nSubject: x\n" + b"X: y\n" * 200_000 + b"\nDag\n", "opened"),
        (b"From: " + b"(" * 500_000 + b"\n\nDag\n", "quarantined"),
        (b"From: ann@example.be\n\n" + b"> " * 2_000_000, "opened"),
        (b"From: ann@example.be\n\n" + b"2026-000123 " * 400_000, "opened"),
        (b"From: ann@example.be\nSubject: " + b"Re: " * 8_000 + b"\n\nDag\n", "opened"),
        (b"From: ann@example.be\nContent-Type: text/html\n\n" + b"<a" * 700_000, "quarantined"),
        (b"From: " + b"Ann " * 60 + b"<ann@example.be>\n\nDag\n", "opened"),
        (b"Subject: Zonder afzender\n\nDag\n", "quarantined"),
        (b"From: ann@example.be\n", "quarantined"),
        (b"From: ann@example.be\nSubject: Alleen dit\n", "opened"),
        (b"\x00" * MIB, "quarantined"),
        (b"From: ann@example.be\nSubject: a\x00b\n\nc\x00d\n", "opened"),
        (b"From: ann@example.be\nContent-Type: text/plain; charset=utf-8\n\n\xff\xfe caf\xe9\n",
         "opened"),
        (b"From: ann@example.be\nContent-Type: text/plain; charset=punycode\n\n" + b"a" * MIB,
         "opened"),
        (b"From: ann@example.be\nMessage-ID: none\nDate: yesterday\nIn-Reply-To: " + b"<" * 30_000
         + b"\n\nDag\n", "opened"),
        (b"From: mailer-daemon@mx.example\n\n" + b"message-id:" * 400_000, "bounce"),
        (b"From: mailer-daemon@mx.example\n\n" + b"<a@b.example>\n" * 200_000, "bounce"),
    ],
    ids=range(20),
)  # fmt: skip
def test_a_mail_made_to_do_harm_ends_in_one_state_in_bounded_time_and_memory(content, outcome):
    make.utility()
    tracemalloc.start()
    started = time.perf_counter()

    assert mails.take(content).outcome == outcome

    assert time.perf_counter() - started < SECONDS
    _now, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 12 * len(content) + 40 * MIB
    assert RawMessage.objects.get().state in ("taken", "quarantined", "set-aside")


def test_a_mail_of_fifty_megabytes_is_a_case_in_bounded_time():
    make.utility()
    content = with_file(50 * MIB)
    started = time.perf_counter()

    outcome = mails.take(content)

    assert time.perf_counter() - started < SECONDS
    assert outcome.outcome == "opened"
    assert Interaction.objects.get(raw_message__isnull=False).text == "Zie de foto."


def test_fifty_megabytes_that_are_held_are_listed_without_being_read():
    from debiet.correspondence import queries

    agent = make.employee(make.utility())
    raw_message_id = mails.keep(with_file(50 * MIB))
    cases.quarantine(raw_message_id=raw_message_id, reason="x", by=mails.IMPORT, at=make.MONDAY)
    tracemalloc.start()

    (row,) = queries.quarantine(viewer=agent.actor)

    _now, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert (row.sender, row.subject) == ("ann@example.be", "groot")
    assert row.size > 49 * MIB
    assert peak < MIB


@pytest.fixture
def house(db):
    make.utility()


HEADERS = st.sampled_from(
    ["From: ann@example.be", "Subject: x", "Return-Path: <>", "List-Id: <x>", "Date: x",
     "Auto-Submitted: auto-replied", "Content-Type: multipart/report; boundary=b", "References: <"]
)  # fmt: skip


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(heads=st.lists(HEADERS, max_size=5), body=st.binary(max_size=300))
def test_any_bytes_end_in_exactly_one_state(house, heads, body):
    content = "\n".join(heads).encode() + b"\n\n" + body
    outcome = mails.take(content)

    raw = RawMessage.objects.latest("id")
    assert (raw.state, raw.outcome) != ("received", "")
    assert (outcome.case_id is not None) is raw.about.startswith("case:")
    assert Case.objects.filter(number=outcome.number).exists() is bool(outcome.number)
