"""What the jobs about complaints on the website find when they run."""

from datetime import timedelta

from debiet.cases import actions as cases
from debiet.cases.actions import Question
from debiet.complaints import actions as complaints
from debiet.complaints.actions import Raised, Said
from debiet.complaints.models import ReviewEntry
from debiet.core.actor import Actor
from debiet.correspondence.models import RawMessage
from debiet.rules.complaint_referral import ReviewBody
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


def a_question_of_the_second_line():
    agent = make.employee(make.utility(), is_lead=True)
    raised = Raised(
        ReviewBody.VMM, make.MONDAY, asked="Waarom?", due_at=make.MONDAY + timedelta(days=1)
    )
    complaints.register_review(
        case_id=make.case().case_id, raised=raised, by=agent.actor, at=make.MONDAY
    )
    return {"entry_id": ReviewEntry.objects.latest("id").pk}


def a_late_answer_to_the_second_line():
    a_question_of_the_second_line()
    return {}
