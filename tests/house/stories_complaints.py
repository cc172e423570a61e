"""What the jobs about complaints on the website find when they run."""

from debiet.cases import actions as cases
from debiet.cases.actions import Question
from debiet.complaints import actions as complaints
from debiet.complaints.actions import Said
from debiet.core.actor import Actor
from debiet.correspondence.models import RawMessage
from debiet.rules.complaints import Component
from tests import make


def a_complaint_nobody_acknowledged():
    utility = make.utility()
    complaint_id = complaints.register_complaint(
        case_id=make.case().case_id,
        said=Said(reason="De klant is ontevreden."),
        by=make.employee(utility).actor,
        at=make.MONDAY,
    )
    return {"complaint_id": complaint_id}


def a_complaint_taken_up_as_a_question():
    make.utility()
    question = Question(
        key="a-key-of-a-complaint",
        topic_code="invoice",
        text="Twee keer hetzelfde.",
        name="Ann",
        email="ann@example.be",
    )
    sent = {"component": Component.DRINKING_WATER, "facts_on": "", "case_id": None}
    raw_id = cases.keep_question(
        question=question, complaint=sent, by=Actor.visitor(), at=make.MONDAY
    )
    outcome = cases.take_up(raw_message_id=raw_id, by=make.SYSTEM, at=make.MONDAY)
    return {"case_id": outcome.case_id, "raw_message_id": RawMessage.objects.get().pk}
