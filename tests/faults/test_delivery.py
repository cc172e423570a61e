"""A sender that dies between the mail server's 250 and its own commit."""

import subprocess
import sys
from collections.abc import Iterator

import pytest

from debiet.cases.models import Interaction
from debiet.correspondence import tasks
from debiet.correspondence.models import Dispatch, Message
from debiet.rules.delivery import DeliveryState
from tests import checker, mail_server, make
from tests.mail_server import MailServer

pytestmark = [pytest.mark.processes, pytest.mark.django_db(transaction=True)]

SEND = """
import sys
from debiet.cli.setup import start_django
start_django()
from debiet.correspondence import tasks
sys.stdin.readline()
tasks.deliver(message_id=int(sys.argv[1]))
"""


@pytest.fixture
def server(settings, monkeypatch) -> Iterator[MailServer]:
    with mail_server.running() as (server, port):
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", port
        monkeypatch.setenv("DEBIET_SMTP_HOST", "127.0.0.1")
        monkeypatch.setenv("DEBIET_SMTP_PORT", str(port))
        yield server


def test_a_message_whose_sender_died_after_the_250_is_sent_again_under_the_same_id(server):
    make.utility()
    make.case()
    message = Message.objects.get()
    with subprocess.Popen(
        [sys.executable, "-c", SEND, str(message.pk)], stdin=subprocess.PIPE
    ) as sender:
        server.kill_at_goodbye = sender.pid
        sender.communicate(b"go\n", timeout=30)
    assert sender.returncode == -9
    message.refresh_from_db()
    assert (message.state, len(server.messages)) == (DeliveryState.QUEUED, 1)

    tasks.sweep_outbox()
    tasks.sweep_outbox()

    message.refresh_from_db()
    assert message.state == DeliveryState.DISPATCHED
    assert [sent["Message-ID"] for sent in server.messages] == [message.message_id] * 2
    assert Dispatch.objects.filter(message=message).count() == 1
    assert Interaction.objects.filter(message=message).count() == 1
    assert checker.findings() == {}


def test_two_workers_at_one_message_send_it_once(server):
    make.utility()
    make.case()
    message = Message.objects.get()
    command = [sys.executable, "-c", SEND, str(message.pk)]
    senders = [subprocess.Popen(command, stdin=subprocess.PIPE) for _sender in range(3)]

    for sender in senders:
        assert sender.stdin is not None
        sender.stdin.write(b"go\n")
        sender.stdin.close()
    assert [sender.wait(timeout=30) for sender in senders] == [0, 0, 0]

    assert len(server.messages) == 1
    message.refresh_from_db()
    assert message.state == DeliveryState.DISPATCHED
