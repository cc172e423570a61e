"""Mail under bad luck: three at once over two sources, killed between keeping and taking up."""

import os
import signal
import subprocess
import sys
import time
from collections import Counter
from datetime import timedelta
from pathlib import Path

import pytest
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from debiet.cases import actions as cases
from debiet.cases import tasks
from debiet.cases.models import Case, Interaction
from debiet.core.actor import Actor
from debiet.correspondence import actions, queries
from debiet.correspondence.models import RawMessage
from debiet.rules.cases import Carrier
from tests import checker, live, lmtp, make

pytestmark = [pytest.mark.processes, pytest.mark.django_db(transaction=True)]

IMPORT = Actor.system("mail.import")
STATES = {"taken", "set-aside", "quarantined"}
OUTCOMES = {"opened", "continued", "bounce", "auto-reply", "duplicate", "quarantined"}
MAIL = (
    b"Message-ID: <1@example.be>\r\nDate: Mon, 2 Mar 2026 08:59:00 +0100\r\n"
    b"From: Ann <ann@example.be>\r\nSubject: Lek\r\n\r\nEr is een lek.\r\n"
)
LIBRARY = Path("/usr/lib/python3.11/test/test_email/data")

TAKE = """
import sys
from debiet.cli.setup import start_django
start_django()
from django.utils import timezone
from debiet.cases import actions as cases
from debiet.core.actor import Actor
from debiet.correspondence import actions
from debiet.rules.cases import Carrier
by, at, source = Actor.system("mail.import"), timezone.now(), sys.argv[1]
content = sys.stdin.buffer.read()
if source == "import-mail":
    taken = actions.take_in(
        carrier=Carrier.EMAIL, source=source, content=content, received_at=at, by=by, at=at
    )
else:
    taken = actions.receive(
        mailbox_id=int(source), content=content, received_at=at, by=by, at=at
    )
if "die" in sys.argv:
    import os, signal
    os.kill(os.getpid(), signal.SIGKILL)
print(cases.take_up(raw_message_id=taken.raw_message_id, by=by, at=at).outcome)
"""


def taker(source: str, *more: str) -> "subprocess.Popen[bytes]":
    """Start a process that takes in what it is given, once it has all of it."""
    return subprocess.Popen(
        [sys.executable, "-c", TAKE, source, *more],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    )


def test_one_mail_three_times_in_parallel_over_two_sources_is_one_case():
    make.utility()
    mailbox = str(make.mailbox())
    contents = {
        "import-mail": MAIL,
        mailbox: b"Return-Path: <ann@example.be>\r\nDelivered-To: a@water.example\r\n" + MAIL,
    }
    sources = ["import-mail", mailbox, mailbox]
    takers = [taker(source) for source in sources]
    time.sleep(2)  # all of them have begun, and wait for the end of their input

    for process, source in zip(takers, sources, strict=True):
        assert process.stdin is not None
        process.stdin.write(contents[source])
    for process in takers:
        process.stdin.close()  # type: ignore[union-attr]
        process.stdin = None
    said = [process.communicate(timeout=60)[0].decode().strip() for process in takers]

    assert [process.returncode for process in takers] == [0, 0, 0]
    case = Case.objects.get()
    assert Interaction.objects.filter(direction="in").count() == 1
    found = Counter(RawMessage.objects.values_list("state", "outcome"))
    assert found == {("taken", "opened"): 1, ("set-aside", "duplicate"): 1}
    assert set(RawMessage.objects.values_list("about", flat=True)) == {f"case:{case.number}"}
    assert "opened" in said
    assert checker.findings() == {}


def test_a_mail_whose_taker_was_killed_after_keeping_it_is_taken_up_by_the_sweep():
    make.utility()
    killed = taker("import-mail", "die")
    killed.communicate(MAIL, timeout=60)
    assert killed.returncode == -signal.SIGKILL
    assert RawMessage.objects.get().state == "received"

    tasks.take_up_left_over()
    assert not Case.objects.exists(), "it may still be in good hands"
    RawMessage.objects.update(recorded_at=timezone.now() - timedelta(minutes=2))
    tasks.take_up_left_over()
    tasks.take_up_left_over()

    assert RawMessage.objects.get().state == "taken"
    assert Case.objects.count() == 1
    assert checker.findings() == {}


def test_what_a_killed_server_had_answered_for_is_taken_up(tmp_path, jobs):
    make.utility()
    make.mailbox()
    with lmtp.running(tmp_path / "log") as (child, port), lmtp.Talk(port) as talk:
        assert talk.message(MAIL) == ["250 2.1.5 Kept"]
        os.kill(child.process.pid, signal.SIGKILL)
        child.process.wait()
    jobs.run(times=2)
    assert RawMessage.objects.get().state == "taken"
    assert Case.objects.count() == 1


def settled(ids: list[int]) -> list[tuple[str, str]]:
    """Return state and outcome of messages, which must all be at an end."""
    found = list(RawMessage.objects.filter(id__in=ids).values_list("state", "outcome"))
    assert len(found) == len(ids)
    assert {state for state, _ in found} <= STATES
    assert {outcome for _, outcome in found} <= OUTCOMES
    return found


HEADERS = st.sampled_from(
    [
        b"From: ann@example.be",
        b"From: \xff\xfe",
        b"Subject: =?utf-8?b?////?=",
        b"Message-ID: <x@y>",
        b"Date: Thu, 99 Foo 0000",
        b"Content-Type: multipart/mixed; boundary=x",
        b"Content-Type: text/plain; charset=rot13",
        b"Content-Transfer-Encoding: base64",
        b"Auto-Submitted: auto-replied",
        b"Return-Path: <>",
        b"Precedence: bulk",
        b" folded\x00",
        b"--x",
        b"",
    ]
)
ANY_MAIL = st.one_of(
    st.binary(max_size=300),
    st.builds(
        lambda lines, body: b"\r\n".join(lines) + b"\r\n\r\n" + body,
        st.lists(HEADERS, max_size=8),
        st.binary(max_size=100),
    ),
)


def test_any_bytes_end_in_one_visible_state(db):
    make.utility()
    mailbox_id = make.mailbox()

    @settings(
        max_examples=120, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
    )
    @given(ANY_MAIL, st.booleans())
    def ends(content: bytes, by_mailbox: bool) -> None:
        at = timezone.now()
        if by_mailbox:
            taken = actions.receive(
                mailbox_id=mailbox_id, content=content, received_at=at, by=IMPORT, at=at
            )
        else:
            taken = actions.take_in(
                carrier=Carrier.EMAIL,
                source="import-mail",
                content=content,
                received_at=at,
                by=IMPORT,
                at=at,
            )
        cases.take_up(raw_message_id=taken.raw_message_id, by=IMPORT, at=at)
        settled([taken.raw_message_id])
        assert bytes(RawMessage.objects.get(pk=taken.raw_message_id).content) == content

    ends()
    assert all(row.adds_up for row in queries.reconciled(viewer=IMPORT, at=timezone.now()))
    assert checker.findings() == {}


def test_any_bytes_over_lmtp_end_in_one_visible_state(tmp_path, jobs):
    make.utility()
    make.mailbox()
    with lmtp.running(tmp_path / "log") as (_child, port), lmtp.Talk(port) as talk:

        @settings(max_examples=60, deadline=None)
        @given(ANY_MAIL)
        def is_kept(content: bytes) -> None:
            assert talk.message(content) == ["250 2.1.5 Kept"]

        is_kept()
    jobs.run()
    settled(list(RawMessage.objects.values_list("id", flat=True)))
    assert checker.findings() == {}


def test_the_mails_of_pythons_own_tests_each_end_in_one_state(tmp_path):
    if not LIBRARY.is_dir():
        pytest.skip("no e-mails of CPython's tests: apt-get install libpython3.11-testsuite")
    files = sorted(LIBRARY.glob("*.txt"))
    assert len(files) == 47
    make.utility()
    make.mailbox()
    with lmtp.running(tmp_path / "log") as (_child, port), lmtp.Talk(port) as talk:
        for file in files:
            assert talk.message(file.read_bytes()) == ["250 2.1.5 Kept"], file.name
    assert RawMessage.objects.count() == 47

    work_through(tmp_path / "worker.log")

    found = settled(list(RawMessage.objects.values_list("id", flat=True)))
    assert not Counter(outcome for _, outcome in found)["error"]
    assert not RawMessage.objects.filter(reason__startswith="error:").exists()
    (row,) = queries.reconciled(viewer=IMPORT, at=timezone.now())
    assert (row.came, row.received, row.adds_up) == (47, 0, True)
    assert row.taken >= 20
    assert checker.findings() == {}


def work_through(log: Path) -> None:
    """Let a real worker take up all that was kept."""
    with log.open("wb") as output:
        worker = subprocess.Popen(live.python("worker"), stdout=output, stderr=output)
        try:
            deadline = time.monotonic() + 120
            while RawMessage.objects.filter(state="received").exists():
                assert worker.poll() is None, log.read_text()
                assert time.monotonic() < deadline, log.read_text()
                time.sleep(0.2)
        finally:
            worker.terminate()
            assert worker.wait(timeout=40) == 0
