"""Mail over LMTP: real processes and plain sockets."""

import os
import signal
import socket
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

import psycopg
import pytest
from psycopg.conninfo import conninfo_to_dict, make_conninfo

from debiet.cli.processes import Child
from debiet.correspondence.channels.lmtp import MAX_BYTES
from debiet.correspondence.models import Mailbox, RawMessage
from tests import lmtp, make

pytestmark = [pytest.mark.processes, pytest.mark.django_db(transaction=True)]

CUSTOMERS = "klantendienst@water.example"
OMBUDS = "ombudsdienst@water.example"
MAIL = b"From: Ann <ann@example.be>\r\nSubject: Lek\r\n\r\nEr is een lek.\r\n"


@pytest.fixture(scope="module")
def server(
    django_db_setup: None, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[Child, int]]:
    with lmtp.running(tmp_path_factory.mktemp("lmtp") / "lmtp.log") as found:
        yield found


@pytest.fixture
def port(server: tuple[Child, int], transactional_db: None) -> int:
    make.utility()
    make.mailbox()
    make.ombuds_mailbox()
    return server[1]


def contents() -> list[bytes]:
    return [bytes(raw.content) for raw in RawMessage.objects.order_by("id")]


def test_the_server_says_what_it_can(port):
    with lmtp.Talk(port) as talk:
        said = talk.say("LHLO mail.example").splitlines()
        assert [line[4:] for line in said] == [
            "debiet",
            f"SIZE {MAX_BYTES}",
            "8BITMIME",
            "SMTPUTF8",
            "PIPELINING",
            "ENHANCEDSTATUSCODES",
        ]
        assert talk.say("EHLO mail.example").startswith("500 5.")
        assert talk.say("NOOP") == "250 2.0.0 OK"


def test_a_message_is_kept_byte_for_byte_under_what_its_envelope_said(port):
    with lmtp.Talk(port) as talk:
        assert talk.message(MAIL) == ["250 2.1.5 Kept"]
        raw = RawMessage.objects.get()
        assert bytes(raw.content) == (
            b"Return-Path: <ann@example.be>\r\nDelivered-To: klantendienst@water.example\r\n" + MAIL
        )
        assert (raw.source, raw.compartment) == ("mailbox:klantendienst", "ordinary")
        assert talk.say("QUIT").startswith("221 2.")


def test_two_recipients_get_two_replies_and_a_row_each(port):
    with lmtp.Talk(port) as talk:
        assert talk.message(MAIL, [CUSTOMERS, OMBUDS]) == ["250 2.1.5 Kept"] * 2
        talk.socket.settimeout(0.3)
        with pytest.raises(TimeoutError):
            talk.reply()  # and no third
    rows = RawMessage.objects.order_by("id").values_list("source", "compartment")
    assert list(rows) == [("mailbox:klantendienst", "ordinary"), ("mailbox:ombuds", "ombuds")]


def test_an_unknown_recipient_is_refused_and_the_other_gets_the_message(port):
    with lmtp.Talk(port) as talk:
        talk.say("LHLO test")
        talk.say("MAIL FROM:<ann@example.be>")
        assert talk.say("RCPT TO:<nobody@water.example>").startswith("550 5.1.1")
        assert talk.say("DATA").startswith("503 5.5.1")
        assert talk.say(f"RCPT TO:<{CUSTOMERS}>").startswith("250 2.1.5")
        assert talk.say("RCPT TO:<also-nobody@water.example>").startswith("550")
        assert talk.say("DATA").startswith("354")
        talk.socket.sendall(lmtp.on_the_wire(MAIL))
        assert talk.reply() == "250 2.1.5 Kept"
        assert talk.say("NOOP").startswith("250")
    assert RawMessage.objects.count() == 1


def test_of_two_recipients_one_may_fail_while_the_other_is_kept(port):
    with lmtp.Talk(port) as talk:
        talk.say("LHLO test")
        talk.say("MAIL FROM:<ann@example.be>")
        talk.say(f"RCPT TO:<{OMBUDS}>")
        talk.say(f"RCPT TO:<{CUSTOMERS}>")
        talk.say("DATA")
        Mailbox.objects.get(code="ombuds").delete()
        talk.socket.sendall(lmtp.on_the_wire(MAIL))
        assert [talk.reply()[:9] for _name in range(2)] == ["451 4.3.0", "250 2.1.5"]
    assert RawMessage.objects.get().source == "mailbox:klantendienst"


@pytest.mark.parametrize(
    ("sender", "path"),
    [("", b"<>"), ("jérôme@exämple.be", "<jérôme@exämple.be>".encode())],
)
def test_the_null_sender_and_one_in_other_letters_are_kept(port, sender, path):
    with lmtp.Talk(port) as talk:
        assert talk.message(MAIL, sender=sender) == ["250 2.1.5 Kept"]
    assert contents()[0].startswith(b"Return-Path: " + path + b"\r\n")


def test_a_tag_after_a_plus_is_the_mailbox_and_is_kept(port):
    tagged = "Klantendienst+2026-000012.k3@water.example"
    with lmtp.Talk(port) as talk:
        assert talk.message(MAIL, [tagged]) == ["250 2.1.5 Kept"]
    assert f"Delivered-To: {tagged}\r\n".encode() in contents()[0]


@pytest.mark.parametrize(
    "body",
    [
        b"x" * 3_000_000 + b"\r\n",
        b"",
        b".\r\n..\r\n.a\r\n",
        b"\r\n.\r",
        b"\n.\n" * 3 + b"\xff\x00\xfe no text",
        b"\r\n" * 50_000,
        b"caf\xc3\xa9 8 bits\r\n",
    ],
    ids=["one line of 3 MB", "empty", "dots", "bare CR", "bare LF", "only line ends", "8 bits"],
)
def test_any_body_is_kept_as_it_is(port, body):
    end = b"" if body.endswith(b"\r\n") or not body else b"\r\n"
    dotted = (b"\r\n" + body).replace(b"\r\n.", b"\r\n..")[2:]
    with lmtp.Talk(port) as talk:
        talk.say("LHLO test")
        talk.say("MAIL FROM:<ann@example.be> BODY=8BITMIME SMTPUTF8")
        talk.say(f"RCPT TO:<{CUSTOMERS}>")
        talk.say("DATA")
        talk.socket.sendall(dotted + end + b".\r\n")
        assert talk.reply() == "250 2.1.5 Kept"
    assert contents()[0].partition(b"water.example\r\n")[2] == body + end


def test_commands_may_follow_in_one_piece(port):
    with lmtp.Talk(port) as talk:
        talk.socket.sendall(
            b"LHLO test\r\nMAIL FROM:<>\r\nRCPT TO:<klantendienst@water.example>\r\nDATA\r\n"
        )
        assert [talk.reply()[:3] for _ in range(4)] == ["250", "250", "250", "354"]
        talk.socket.sendall(lmtp.on_the_wire(MAIL) + b"MAIL FROM:<a@b.be>\r\nQUIT\r\n")
        assert [talk.reply()[:3] for _ in range(3)] == ["250", "250", "221"]


def test_what_is_too_large_is_refused_for_each_recipient_and_the_talk_goes_on(port):
    large = MAIL + (b"x" * 998 + b"\r\n") * (MAX_BYTES // 1000 + 1)
    with lmtp.Talk(port) as talk:
        talk.say("LHLO test")
        assert talk.say(f"MAIL FROM:<a@b.be> SIZE={MAX_BYTES + 1}").startswith("552 5.")
        replies = talk.message(large, [CUSTOMERS, OMBUDS])
        assert [reply[:9] for reply in replies] == ["552 5.3.4"] * 2
        assert talk.message(MAIL) == ["250 2.1.5 Kept"]
    assert RawMessage.objects.count() == 1


def highest_memory(child: Child) -> int:
    """Return the most memory that a process ever had, in bytes."""
    status = Path(f"/proc/{child.process.pid}/status").read_text()
    line = next(line for line in status.splitlines() if line.startswith("VmHWM"))
    return int(line.split()[1]) * 1024


@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="only Linux says how much it is")
def test_a_message_of_50_mb_takes_no_more_than_five_times_its_size_in_memory(
    transactional_db, tmp_path
):
    make.utility()
    make.mailbox()
    large = MAIL + (b"x" * 76 + b"\r\n") * (50_000_000 // 78)
    with lmtp.running(tmp_path / "log") as (child, port), lmtp.Talk(port) as talk:
        talk.message(MAIL)
        before = highest_memory(child)
        assert talk.message(large) == ["250 2.1.5 Kept"]
        grown = highest_memory(child) - before
    assert RawMessage.objects.filter(size__gt=50_000_000).count() == 1
    assert grown < 5 * len(large), f"{grown / len(large):.1f} times"


def test_the_same_message_brought_again_is_one_row(port):
    for _time in range(2):
        with lmtp.Talk(port) as talk:
            assert talk.message(MAIL) == ["250 2.1.5 Kept"]
    assert RawMessage.objects.count() == 1


def test_twelve_connections_at_once_are_all_answered(port):
    def send(number: int) -> list[str]:
        with lmtp.Talk(port) as talk:
            return talk.message(MAIL.replace(b"Lek", b"Lek %d" % number))

    with ThreadPoolExecutor(12) as senders:
        assert list(senders.map(send, range(12))) == [["250 2.1.5 Kept"]] * 12
    assert RawMessage.objects.count() == 12


@contextmanager
def locked(table: str) -> Iterator[None]:
    """Let nobody write into a table."""
    with psycopg.connect(os.environ["DATABASE_URL"]) as connection:
        connection.execute(f"LOCK TABLE {table} IN SHARE MODE")  # type: ignore[arg-type]
        yield


@contextmanager
def closed_database() -> Iterator[None]:
    """Send the server's connections away and let no new ones in; only the owner can undo it."""
    owner = os.environ["DATABASE_OWNER_URL"]
    name = conninfo_to_dict(owner)["dbname"]
    close = f'ALTER DATABASE "{name}" ALLOW_CONNECTIONS '
    with psycopg.connect(make_conninfo(owner, dbname="postgres"), autocommit=True) as connection:
        with psycopg.connect(os.environ["DATABASE_URL"], autocommit=True) as same_role:
            connection.execute(close + "false")  # type: ignore[arg-type]
            same_role.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name=%s",
                [lmtp.APPLICATION],
            )
        try:
            yield
        finally:
            connection.execute(close + "true")  # type: ignore[arg-type]


def wait_for_the_database(talk: lmtp.Talk) -> None:
    """Wait as a mail server does; a pool that was refused tries again more and more rarely."""
    deadline = time.monotonic() + 60
    while talk.say(f"RCPT TO:<{CUSTOMERS}>").startswith("451"):
        assert time.monotonic() < deadline
        time.sleep(0.2)


def test_while_the_database_is_away_mail_is_put_off_and_none_is_lost(port):
    with lmtp.Talk(port) as talk, lmtp.Talk(port) as early:
        early.say("LHLO test")
        early.say("MAIL FROM:<ann@example.be>")
        early.say(f"RCPT TO:<{CUSTOMERS}>")
        early.say(f"RCPT TO:<{OMBUDS}>")
        early.say("DATA")
        with closed_database():
            early.socket.sendall(lmtp.on_the_wire(MAIL))
            assert [early.reply()[:9] for _name in range(2)] == ["451 4.3.0"] * 2
            talk.say("LHLO test")
            talk.say("MAIL FROM:<ann@example.be>")
            assert talk.say(f"RCPT TO:<{CUSTOMERS}>").startswith("451 4.3.0")
        wait_for_the_database(talk)
        assert early.message(MAIL) == ["250 2.1.5 Kept"]
    assert RawMessage.objects.count() == 1


def test_nothing_is_said_before_the_commit(port):
    with lmtp.Talk(port) as talk:
        talk.say("LHLO test")
        talk.say("MAIL FROM:<ann@example.be>")
        talk.say(f"RCPT TO:<{CUSTOMERS}>")
        talk.say("DATA")
        with locked("correspondence_rawmessage"):
            talk.socket.sendall(lmtp.on_the_wire(MAIL))
            talk.socket.settimeout(0.5)
            with pytest.raises(TimeoutError):
                talk.reply()
        deadline = time.monotonic() + 10
        while not RawMessage.objects.exists():
            assert time.monotonic() < deadline


def test_a_server_that_is_asked_to_stop_answers_for_its_message_first(transactional_db, tmp_path):
    make.utility()
    make.mailbox()
    with lmtp.running(tmp_path / "log") as (child, port):
        idle, busy = lmtp.Talk(port), lmtp.Talk(port)
        with idle, busy:
            busy.say("LHLO test")
            busy.say("MAIL FROM:<ann@example.be>")
            busy.say(f"RCPT TO:<{CUSTOMERS}>")
            busy.say("DATA")
            busy.socket.sendall(MAIL)
            child.process.send_signal(signal.SIGTERM)
            assert idle.reply().startswith("421 4.3.2")
            assert child.process.poll() is None
            with pytest.raises(OSError):
                socket.create_connection(("127.0.0.1", port), timeout=1)
            busy.socket.sendall(b".\r\n")
            assert busy.reply() == "250 2.1.5 Kept"
            assert busy.reply().startswith("421")
        assert child.process.wait(timeout=20) == 0
    assert RawMessage.objects.count() == 1
    assert Mailbox.objects.get().looked_at is not None


def test_a_socket_serves_as_well_as_a_port_and_the_log_names_nobody(transactional_db, tmp_path):
    make.utility()
    make.mailbox()
    path = tmp_path / "lmtp.socket"
    with lmtp.running_on_socket(tmp_path / "log", path) as child:
        assert path.stat().st_mode & 0o777 == 0o660
        with lmtp.Talk(path) as talk:
            assert talk.message(MAIL) == ["250 2.1.5 Kept"]
            assert talk.say("RCPT TO:<nobody@water.example>").startswith("503")
            talk.say("CURSE ann@example.be")
    said = Path(child.log or "").read_text()
    assert "lmtp:" in said
    assert "@" not in said
