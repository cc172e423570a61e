"""The mail server is down for an hour: messages wait, and each arrives once."""

from datetime import timedelta

import pytest

from debiet.core.actor import Actor
from debiet.correspondence import actions, queries
from debiet.correspondence.models import Dispatch, Message
from debiet.rules.delivery import DeliveryState, DispatchOutcome
from tests import checker, mail_server, make
from tests.live import free_ports

pytestmark = pytest.mark.django_db

DELIVERY = Actor.system("correspondence.deliver")
BACK_AFTER = timedelta(hours=1)


def sweep(at):
    for message_id in queries.due_message_ids(at=at):
        actions.deliver(message_id=message_id, by=DELIVERY, at=at)


def test_what_was_written_meanwhile_waits_and_arrives_once_when_it_is_back(settings):
    make.utility()
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", free_ports(1)  # nobody listens there
    back_at = make.MONDAY + BACK_AFTER

    for minute in range(60):
        at = make.MONDAY + timedelta(minutes=minute)
        if minute % 20 == 0:
            make.case(at=at)
        sweep(at)
    waiting = Message.objects.filter(state=DeliveryState.QUEUED, dispatched_at__isnull=True)
    assert waiting.count() == 3
    assert set(Dispatch.objects.values_list("outcome", flat=True)) == {DispatchOutcome.TRY_AGAIN}

    with mail_server.running() as (server, port):
        settings.EMAIL_PORT = port
        for minute in range(0, 180, 5):
            sweep(back_at + timedelta(minutes=minute))

    arrived = [mail["Message-ID"] for mail in server.messages]
    assert sorted(arrived) == sorted(Message.objects.values_list("message_id", flat=True))
    for message in Message.objects.all():
        assert message.state == DeliveryState.DISPATCHED
        accepted = Dispatch.objects.get(message=message, outcome=DispatchOutcome.ACCEPTED)
        assert message.dispatched_at == accepted.at >= back_at > message.written_at
        # Patient, but not for ever: within two hours of the server's return it has arrived.
        assert accepted.at <= back_at + timedelta(hours=2)
    assert checker.findings() == {}
