"""Stories in which answers to complaints left, came back, or brought no reaction."""

from datetime import timedelta

from debiet.complaints.models import Complaint
from debiet.correspondence.models import Message
from debiet.rules.delivery import DeliveryState
from tests import make
from tests.complaints.conftest import answered, left, registered

TUESDAY = make.MONDAY + timedelta(days=1)


def _answer() -> Message:
    """Return the message of a final letter that has not left yet."""
    agent = make.employee(make.utility())
    complaint = registered(make.case(), by=agent.actor)
    return Message.objects.get(pk=answered(complaint, by=agent.actor, at=TUESDAY))


def a_complaint_whose_answer_left():
    message = _answer()
    message.state, message.dispatched_at = DeliveryState.DISPATCHED, TUESDAY
    message.save()
    return {"message_id": message.pk}


def a_complaint_whose_answer_came_back():
    message = _answer()
    left(message.pk, at=TUESDAY)
    return {"message_id": message.pk}


def a_complaint_that_goes_no_further():
    left(_answer().pk, at=TUESDAY)
    ended = {"step": "silent", "escalate_until": TUESDAY + timedelta(days=60)}
    assert Complaint.objects.update(**ended)
    return {}


def a_complaint_nobody_reacts_in():
    left(_answer().pk, at=TUESDAY)
    assert Complaint.objects.get().silent_at
    return {}
