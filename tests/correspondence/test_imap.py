"""Looking into mailboxes: a real Dovecot, a fake service for tokens, a wire that is cut."""

import json
import os
import subprocess
from collections.abc import Callable, Iterator
from datetime import timedelta
from itertools import count
from typing import Any

import psycopg
import pytest
from django.utils import timezone

from debiet.core.actor import Actor
from debiet.correspondence import actions, queries
from debiet.correspondence.actions.fetching import LOOKING
from debiet.correspondence.channels import imap, oauth2
from debiet.correspondence.models import Mailbox, RawMessage
from tests import dovecot, live, make, relay, token_service
from tests.dovecot import Dovecot
from tests.token_service import TokenService

pytestmark = [pytest.mark.processes, pytest.mark.django_db(transaction=True)]

BY = Actor.system("mail.receive")
_users = count()


def mail(number: int = 1) -> bytes:
    return b"From: ann@example.be\r\nSubject: Vraag %d\r\n\r\nWaarom?\r\n" % number


@pytest.fixture(scope="module")
def tokens() -> Iterator[TokenService]:
    with token_service.running() as service:
        yield service


@pytest.fixture(scope="module")
def server(tokens: TokenService) -> Iterator[Dovecot]:
    with dovecot.running(tokeninfo=f"{tokens.address}/tokeninfo?access_token=") as server:
        yield server


@pytest.fixture
def user() -> str:
    """An account that no other test uses."""
    return f"user{next(_users)}"


@pytest.fixture
def mailbox(server: Dovecot, user: str, settings: Any) -> Callable[..., int]:
    """Make a mailbox of the user's account on the server."""
    settings.MAILBOX_SECRETS = {"klantendienst": dovecot.PASSWORD}
    make.utility()

    def made(**changes: Any) -> int:
        values = {
            "host": "127.0.0.1",
            "port": server.port,
            "security": "none",
            "username": user,
            "kept_folder": "Debiet",
        }
        return make.mailbox(protocol="imap", server=values | changes)

    return made


def look(mailbox_id: int, **more: Any) -> actions.Look | None:
    return actions.fetch_mailbox(mailbox_id=mailbox_id, by=BY, at=timezone.now(), **more)


def row() -> Mailbox:
    return Mailbox.objects.get()


def test_what_waits_is_kept_byte_for_byte_and_then_moved(server, user, mailbox, jobs):
    mailbox_id = mailbox()
    before = timezone.now() - timedelta(seconds=2)
    server.append(mail(1), mail(2), user=user)

    assert look(mailbox_id) == actions.Look("klantendienst", seen=2, new=2)

    rows = RawMessage.objects.order_by("id")
    assert [bytes(raw.content) for raw in rows] == [mail(1), mail(2)]
    assert {raw.source for raw in rows} == {"mailbox:klantendienst"}
    assert all(before <= raw.received_at <= timezone.now() for raw in rows)
    assert (server.count(user=user), server.count("Debiet", user)) == (0, 2)
    assert (row().kept_count, row().new_count, row().trouble) == (2, 2, "")
    jobs.run()
    assert {raw.state for raw in RawMessage.objects.all()} == {"taken"}


def test_a_second_look_finds_nothing_new(server, user, mailbox):
    mailbox_id = mailbox()
    server.append(mail(), user=user)
    look(mailbox_id)

    assert look(mailbox_id) == actions.Look("klantendienst")
    assert RawMessage.objects.count() == 1


def test_a_look_that_was_made_for_a_minute_is_not_made_again(server, user, mailbox):
    mailbox_id, minute = mailbox(), timezone.now()
    assert look(mailbox_id, unless_looked_since=minute) is not None
    assert look(mailbox_id, unless_looked_since=minute) is None
    assert look(mailbox_id, unless_looked_since=timezone.now()) is not None


def test_mail_that_a_person_opened_with_another_program_is_taken_in_too(server, user, mailbox):
    mailbox_id = mailbox()
    server.append(mail(), user=user)
    with server.connect(user) as client:
        client.store("1", "+FLAGS", r"(\Seen)")

    assert look(mailbox_id).new == 1


@pytest.mark.parametrize("kept_folder", ["Debiet", ""])
def test_copies_of_one_mail_are_one_message_and_the_sums_agree(server, user, mailbox, kept_folder):
    mailbox_id = mailbox(kept_folder=kept_folder)
    server.append(mail(1), mail(1), mail(2), mail(3), user=user)
    assert look(mailbox_id) == actions.Look("klantendienst", seen=4, new=3)
    server.append(mail(1), mail(4), user=user)
    assert look(mailbox_id) == actions.Look("klantendienst", seen=2, new=1)

    (sums,) = queries.reconciled(viewer=BY, at=timezone.now())

    assert (sums.came, sums.kept_count, sums.kept_here) == (4, 6, 6)
    assert (sums.difference, sums.adds_up) == (0, True)


def test_a_mail_that_goes_while_it_is_asked_for_is_none(server, user, mailbox, monkeypatch):
    """Somebody empties the mailbox between the two questions; nothing empty is kept for it."""
    mailbox_id = mailbox()
    server.append(mail(1), user=user)
    asked = imap.ImapFolder._asked

    def emptied(folder, uid, what):
        if what.startswith("(BODY"):
            with server.connect(user) as client:
                client.store("1", "+FLAGS", r"(\Deleted)")
                client.expunge()
        return asked(folder, uid, what)

    monkeypatch.setattr(imap.ImapFolder, "_asked", emptied)
    look(mailbox_id)

    assert not RawMessage.objects.exists()
    assert (row().kept_count or 0) == 0


def test_without_a_folder_what_was_taken_stays_and_is_marked(server, user, mailbox):
    mailbox_id = mailbox(kept_folder="")
    server.append(mail(1), mail(2), user=user)

    assert look(mailbox_id).new == 2
    assert look(mailbox_id).seen == 0

    assert server.count(user=user, criterion="SEEN KEYWORD DebietKept") == 2
    assert row().kept_count == 2


def test_nothing_is_ever_deleted_also_where_the_server_cannot_move(user, mailbox):
    with dovecot.running(can_move=False) as plain:
        mailbox_id = mailbox(port=plain.port)
        plain.append(mail(1), mail(2), mail(3), user=user)
        with plain.connect(user) as client:
            client.store("1", "+FLAGS", r"(\Deleted)")  # by somebody, who has not yet made up mind

        assert look(mailbox_id).new == 2
        assert look(mailbox_id).seen == 0

        assert (plain.count(user=user), plain.count("Debiet", user)) == (3, 2)
        assert row().kept_count == 2


def test_of_a_message_that_is_too_large_the_beginning_is_held(
    server, user, mailbox, jobs, monkeypatch
):
    monkeypatch.setattr(imap, "MAX_BYTES", 2000)
    monkeypatch.setattr(imap, "KEPT_OF_TOO_LARGE", 200)
    mailbox_id = mailbox()
    large = mail() + b"x" * 3000 + b"\r\n"
    server.append(large, mail(2), user=user)

    assert look(mailbox_id).new == 2
    jobs.run()

    held = RawMessage.objects.get(state="quarantined")
    assert (held.reason, bytes(held.content), held.size) == ("too-large", large[:200], len(large))
    assert server.count("Debiet", user) == 2


@pytest.mark.parametrize("security", ["tls", "starttls"])
def test_the_connection_is_encrypted_and_the_certificate_checked(
    server, user, mailbox, monkeypatch, security
):
    port = server.tls_port if security == "tls" else server.port
    mailbox_id = mailbox(security=security, port=port, host="localhost")
    server.append(mail(), user=user)

    assert look(mailbox_id).trouble == "certificate"
    monkeypatch.setenv("SSL_CERT_FILE", str(server.certificate))
    assert look(mailbox_id) == actions.Look("klantendienst", seen=1, new=1)


@pytest.mark.parametrize(
    ("change", "trouble"),
    [
        ({"port": 9}, "connection"),
        ({"host": "no-such-host.invalid"}, "connection"),
        ({"folder": "Nergens"}, "folder"),
        ({"username": "nobody-of-that-name"}, "sign-in"),
        ({"username": "jérôme"}, "sign-in"),
    ],
)
def test_what_went_wrong_is_written_down(server, mailbox, change, trouble):
    mailbox_id = mailbox(**change)

    assert look(mailbox_id).trouble == trouble

    assert row().trouble == trouble
    assert row().looked_at is not None


def test_a_mailbox_whose_secret_nobody_set_says_so(mailbox, settings):
    mailbox_id = mailbox()
    settings.MAILBOX_SECRETS = {}
    assert look(mailbox_id).trouble == "no-secret"


def with_tokens(tokens: TokenService) -> dict[str, str]:
    return {
        "authentication": "oauth2",
        "token_url": f"{tokens.address}/token",
        "client_id": "debiet",
        "scope": "https://outlook.office365.com/.default",
    }


@pytest.fixture
def oauth(tokens: TokenService, user: str, settings: Any, mailbox: Callable[..., int]) -> int:
    """A mailbox that takes tokens only."""
    tokens.user, tokens.seconds = user, 3600
    tokens.asked.clear()
    mailbox_id = mailbox(**with_tokens(tokens))
    settings.MAILBOX_SECRETS = {"klantendienst": token_service.CLIENT["client_secret"]}
    oauth2._tokens.clear()
    return mailbox_id


def test_a_token_is_fetched_once_and_signs_in_until_it_ends(server, user, oauth, tokens):
    server.append(mail(), user=user)

    assert look(oauth) == actions.Look("klantendienst", seen=1, new=1)
    assert look(oauth).trouble == ""

    (asked,) = tokens.asked
    assert asked["grant_type"] == "client_credentials"
    assert asked["scope"] == "https://outlook.office365.com/.default"


def test_a_token_that_is_about_to_end_is_fetched_anew(oauth, tokens):
    tokens.seconds = 30
    look(oauth)
    look(oauth)
    assert len(tokens.asked) == 2


def test_a_token_that_was_withdrawn_is_fetched_anew_at_the_next_look(oauth, tokens):
    look(oauth)
    tokens.good.clear()

    assert look(oauth).trouble == "sign-in"
    assert look(oauth).trouble == ""


def test_a_client_that_the_service_does_not_know_is_said(oauth, settings):
    settings.MAILBOX_SECRETS = {"klantendienst": "wrong"}
    assert look(oauth).trouble == "token"


def test_a_service_that_does_not_answer_is_said(mailbox, tokens):
    mailbox_id = mailbox(**(with_tokens(tokens) | {"token_url": "http://127.0.0.1:9/token"}))
    assert look(mailbox_id).trouble == "token"


@pytest.mark.parametrize(
    ("word", "kept", "moved"),
    [
        (b"UID MOVE", 3, 2),  # kept, and the server does not hear that it may be moved
        (b"BODY.PEEK", 2, 2),  # in the middle of asking for it
    ],
)
def test_a_mailbox_that_goes_away_in_the_middle_loses_nothing_and_doubles_nothing(
    server, user, mailbox, word, kept, moved
):
    server.append(*(mail(number) for number in range(5)), user=user)
    with relay.running(server.port) as wire:
        mailbox_id = mailbox(port=wire.port)
        wire.cut(word, after=2)

        assert look(mailbox_id) == actions.Look("klantendienst", kept, kept, "connection")
        assert RawMessage.objects.count() == kept
        assert server.count("Debiet", user) == moved
        assert row().trouble == "connection"

        rest = look(mailbox_id)
    assert (rest.seen, rest.new, rest.trouble) == (5 - moved, 5 - kept, "")
    assert RawMessage.objects.count() == 5
    assert (server.count(user=user), server.count("Debiet", user)) == (0, 5)
    assert (row().kept_count, row().new_count, row().trouble) == (5, 5, "")
    (sums,) = queries.reconciled(viewer=BY, at=timezone.now())
    assert (sums.kept_here, sums.adds_up) == (5, True)


def test_while_somebody_looks_nobody_else_does(server, user, mailbox):
    mailbox_id = mailbox()
    server.append(mail(), user=user)
    with psycopg.connect(os.environ["DATABASE_URL"], autocommit=True) as other:
        other.execute("SELECT pg_advisory_lock(%s, %s)", [LOOKING, mailbox_id])
        assert look(mailbox_id) is None
    assert not RawMessage.objects.exists()
    assert look(mailbox_id).new == 1


def command() -> "subprocess.Popen[bytes]":
    secrets = json.dumps({"klantendienst": dovecot.PASSWORD})
    return subprocess.Popen(
        [*live.python("fetch-mail", "--once")],
        env=os.environ | {"DEBIET_MAILBOX_SECRETS": secrets},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )


def test_three_processes_at_once_take_each_message_once(server, user, mailbox):
    mailbox()
    server.append(*(mail(number) for number in range(12)), user=user)

    processes = [command() for _process in range(3)]
    said = [process.communicate(timeout=60) for process in processes]

    assert [process.returncode for process in processes] == [0, 0, 0], said
    looks = [json.loads(line) for out, _error in said for line in out.splitlines()]
    assert sum(one["new"] for one in looks) == 12
    assert RawMessage.objects.count() == 12
    assert (server.count("Debiet", user), row().kept_count) == (12, 12)


def test_the_command_ends_with_an_error_where_a_mailbox_cannot_be_looked_through(mailbox):
    mailbox(port=9)
    process = command()
    out, error = process.communicate(timeout=60)
    assert process.returncode == 1
    assert json.loads(out)["trouble"] == "connection"
    assert b"Not looked through: klantendienst." in error
