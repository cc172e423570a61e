"""A digest whose sender is killed half-way, or that two workers make at once, is mailed once."""

import subprocess
import sys
import time
from collections.abc import Iterator

import psycopg
import pytest
from django.db import connection

from debiet.cases import actions as cases
from debiet.core.actor import Actor
from debiet.correspondence import tasks
from debiet.correspondence.models import Message
from debiet.rules.access import Compartment, Role
from debiet.staff import actions as staff
from debiet.staff.models import NoticeMail, Notification
from tests import checker, mail_server, make
from tests.mail_server import MailServer

pytestmark = [pytest.mark.processes, pytest.mark.django_db(transaction=True)]

TUESDAY = make.local("2026-03-03 08:00")
SEND = """
import sys
from datetime import datetime
from debiet.cli.setup import start_django
start_django()
from debiet.cases import actions
from debiet.core.actor import Actor
sys.stdin.readline()
actions.send_digest(
    employee_id=int(sys.argv[1]),
    by=Actor.system("cases.notice-mails"),
    at=datetime.fromisoformat(sys.argv[2]),
)
"""


@pytest.fixture
def server(settings, monkeypatch) -> Iterator[MailServer]:
    with mail_server.running() as (server, port):
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", port
        settings.DESK_URL = "https://desk.example"
        monkeypatch.setenv("DEBIET_SMTP_HOST", "127.0.0.1")
        monkeypatch.setenv("DEBIET_SMTP_PORT", str(port))
        yield server


@pytest.fixture
def lead(server) -> make.Somebody:
    """A lead who was told of two broken promises on Monday."""
    lead = make.employee(make.utility(), role=Role.TEAM_LEAD, is_lead=True)
    for _number in range(2):
        opened = make.case()
        staff.notify_employee(
            employee_id=lead.employee_id,
            kind="case.callback-missed",
            about=f"case:{opened.number}",
            compartment=Compartment.ORDINARY,
            cause=f"callback:{opened.number}",
            by=make.SYSTEM,
            at=make.MONDAY,
        )
    tasks.sweep_outbox()
    server.raw.clear()  # the acknowledgements
    return lead


def sender(somebody: make.Somebody) -> "subprocess.Popen[bytes]":
    arguments = [str(somebody.employee_id), TUESDAY.isoformat()]
    return subprocess.Popen([sys.executable, "-c", SEND, *arguments], stdin=subprocess.PIPE)


def go(process: "subprocess.Popen[bytes]") -> None:
    assert process.stdin is not None
    process.stdin.write(b"go\n")
    process.stdin.close()


def someone_waits_for_the_outbox() -> bool:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT EXISTS (SELECT FROM pg_locks WHERE NOT granted"
            " AND relation = 'correspondence_message'::regclass)"
        )
        return bool(cursor.fetchone()[0])


def waited_until(condition) -> bool:
    for _try in range(300):
        if condition():
            return True
        time.sleep(0.1)
    return False


def test_a_digest_whose_maker_was_killed_half_way_is_mailed_once_afterwards(server, lead):
    """It dies when all but the message is written: nothing of it stays."""
    parameters = connection.get_connection_params()
    names = ("dbname", "host", "port", "user", "password")
    wanted = {name: parameters[name] for name in names if parameters.get(name)}
    with psycopg.connect(**wanted) as holding:
        holding.execute("LOCK TABLE correspondence_message IN SHARE MODE")
        process = sender(lead)
        go(process)
        assert waited_until(someone_waits_for_the_outbox)
        process.kill()
        assert process.wait(timeout=30) == -9
    assert waited_until(lambda: not someone_waits_for_the_outbox())
    assert not NoticeMail.objects.exists()
    assert not Message.objects.filter(purpose="notice-mail").exists()
    assert not Notification.objects.filter(mailed_in__isnull=False).exists()

    by = Actor.system("cases.notice-mails")
    for _run in range(2):
        cases.send_digest(employee_id=lead.employee_id, by=by, at=TUESDAY)
        tasks.sweep_outbox()

    (sent,) = server.messages
    assert sent["To"].addresses[0].addr_spec == lead.email
    assert sent["Subject"] == "Debiet: 2 berichten te lezen"
    assert sent["Auto-Submitted"].startswith("auto-")
    words = sent.get_content()
    for told in Notification.objects.all():
        number = told.about.partition(":")[2]
        assert f"https://desk.example/cases/{number}/" in words
    assert "Ann" not in words
    assert checker.findings() == {}


def test_three_workers_at_one_digest_make_one(server, lead):
    processes = [sender(lead) for _sender in range(3)]
    for process in processes:
        go(process)
    assert [process.wait(timeout=60) for process in processes] == [0, 0, 0]

    tasks.sweep_outbox()

    assert NoticeMail.objects.count() == 1
    assert len(server.messages) == 1
