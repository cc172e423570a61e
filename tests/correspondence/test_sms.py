"""Text messages leave over a gateway: the example of a carrier in one file and one line."""

from datetime import timedelta

import pytest

from debiet.core.actor import Actor
from debiet.correspondence import actions, queries
from debiet.correspondence.actions import Recipient
from debiet.correspondence.channels.sms import outcome_of
from debiet.correspondence.models import Dispatch, Message
from debiet.rules.cases import Carrier
from debiet.rules.delivery import DeliveryState, DispatchOutcome
from tests import make, sms_gateway

pytestmark = pytest.mark.django_db

DELIVERY = Actor.system("correspondence.deliver")


@pytest.fixture
def gateway(settings):
    with sms_gateway.running() as (gateway, url):
        settings.SMS_URL, settings.SMS_TOKEN = url, gateway.token
        yield gateway


def a_message(phone="0470 12 34 56"):
    return actions.queue_message(
        about="case:2026-000001",
        compartment="ordinary",
        purpose="acknowledgement",
        recipient=Recipient(name="Ann", address=phone, language="nl", carrier=Carrier.SMS),
        subject="Uw vraag",
        text="Debiet: wij hebben uw vraag 2026-000001.",
        by=make.SYSTEM,
        at=make.MONDAY,
    )


def deliver(message, at=make.MONDAY):
    return actions.deliver(message_id=message.pk, by=DELIVERY, at=at)


def test_a_text_message_is_handed_over_with_its_number_in_full(gateway):
    message = a_message()

    assert deliver(message) is DeliveryState.DISPATCHED

    (sent,) = gateway.sent.values()
    assert sent == {"id": message.message_id, "to": "+32470123456", "text": message.text}
    message.refresh_from_db()
    assert message.dispatched_at == make.MONDAY


def test_one_handed_over_twice_because_the_answer_got_lost_is_sent_once(gateway):
    message = a_message()
    gateway.breaks_off = True
    assert deliver(message) is DeliveryState.QUEUED

    gateway.breaks_off = False
    message.refresh_from_db()
    assert deliver(message, at=message.next_try_at) is DeliveryState.DISPATCHED

    assert len(gateway.asked) == 2
    assert len(gateway.sent) == 1


@pytest.mark.parametrize("phone", ["0470 12 34 56", "not a number", ""])
def test_a_number_that_takes_none_is_refused_for_good(gateway, phone):
    gateway.refused_numbers = {"+32470123456"}

    assert deliver(a_message(phone)) is DeliveryState.FAILED


def test_a_slow_gateway_is_asked_again_later(gateway, settings):
    settings.SMS_TIMEOUT, gateway.seconds = 0.2, 0.6
    message = a_message()

    assert deliver(message) is DeliveryState.QUEUED

    assert Dispatch.objects.get(message=message).reply == "ReadTimeout"


@pytest.mark.parametrize("status", [429, 500, 503, 401])
def test_a_gateway_that_is_down_for_an_hour_gets_every_message_once(gateway, status):
    waiting = [a_message(), a_message("0470 65 43 21")]
    gateway.status = status
    back_at = make.MONDAY + timedelta(hours=1)

    for minute in range(180):
        at = make.MONDAY + timedelta(minutes=minute)
        gateway.status = status if at < back_at else None
        for message_id in queries.due_message_ids(at=at):
            actions.deliver(message_id=message_id, by=DELIVERY, at=at)

    assert sorted(gateway.sent) == sorted(message.message_id for message in waiting)
    for message in Message.objects.all():
        assert message.state == DeliveryState.DISPATCHED
        assert back_at <= message.dispatched_at <= back_at + timedelta(hours=1)


def test_without_a_gateway_no_carrier_sends_text_messages(settings):
    settings.SMS_URL = ""

    assert Carrier.SMS not in queries.sending_carriers()
    assert deliver(a_message()) is DeliveryState.QUEUED  # written while there still was one


@pytest.mark.parametrize(
    ("status", "outcome"),
    [
        (200, DispatchOutcome.ACCEPTED),
        (202, DispatchOutcome.ACCEPTED),
        (302, DispatchOutcome.TRY_AGAIN),
        (400, DispatchOutcome.REFUSED),
        (401, DispatchOutcome.TRY_AGAIN),
        (404, DispatchOutcome.TRY_AGAIN),
        (408, DispatchOutcome.TRY_AGAIN),
        (422, DispatchOutcome.REFUSED),
        (429, DispatchOutcome.TRY_AGAIN),
        (500, DispatchOutcome.TRY_AGAIN),
    ],
)
def test_what_an_answer_of_the_gateway_means(status, outcome):
    assert outcome_of(status) is outcome
