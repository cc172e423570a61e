"""What the jobs about complaints on the website find when they run."""

from collections.abc import Callable, Mapping
from datetime import timedelta

from debiet.cases import actions as cases
from debiet.cases.actions import Question
from debiet.complaints import actions as complaints
from debiet.complaints.actions import Judgment, Raised, Said
from debiet.complaints.models import ReviewEntry
from debiet.core.actor import Actor
from debiet.correspondence.models import RawMessage
from debiet.rules.access import Role
from debiet.rules.complaint_letters import Reviewed
from debiet.rules.complaint_referral import ReviewBody
from debiet.rules.complaints import Component, Ground, LetterKind
from debiet.rules.house_choices import HouseChoice
from debiet.staff.choices import choose_for_house
from tests import make
from tests.complaints.conftest import kept, registered, sent


def a_complaint_nobody_acknowledged():
    utility = make.utility()
    complaint_id = complaints.register_complaint(
        case_id=make.case().case_id,
        said=Said(reason="De klant is ontevreden."),
        by=make.employee(utility).actor,
        at=make.MONDAY,
    )
    return {"complaint_id": complaint_id}


def a_complaint_whose_customer_told_its_address():
    utility = make.utility()
    agent = make.employee(utility).actor
    opened = make.case(contact=cases.Contact(name="Jan"))
    registered(opened, by=agent)
    cases.tell_address(case_id=opened.case_id, email="jan@example.be", by=agent, at=make.MONDAY)
    return {"case_id": opened.case_id}


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


def a_letter_that_waits_to_be_read():
    utility = make.utility()
    agent = make.employee(utility).actor
    make.employee(utility, role=Role.TEAM_LEAD, is_lead=True)
    choose_for_house(
        values={HouseChoice.LETTER_REVIEW: Reviewed.REFUSAL}, by=make.SYSTEM, at=make.MONDAY
    )
    complaint = registered(make.case(), by=agent)
    draft_id = kept(
        complaint,
        by=agent,
        at=make.MONDAY,
        kind=LetterKind.REFUSAL,
        judgment=Judgment(ground=Ground.ALREADY_HANDLED, reason="Zie 2025-000012."),
    )
    assert sent(draft_id, by=agent, at=make.MONDAY) is None
    return {"draft_id": draft_id}


OF_COMPLAINTS: Mapping[str, Callable[[], object]] = {
    "debiet.complaints.tasks.acknowledge": a_complaint_nobody_acknowledged,
    "debiet.complaints.tasks.acknowledge_reached": a_complaint_whose_customer_told_its_address,
    "debiet.complaints.tasks.register_sent": a_complaint_taken_up_as_a_question,
    "debiet.complaints.tasks.tell_of_draft": a_letter_that_waits_to_be_read,
    "debiet.complaints.tasks.tell_of_review": a_question_of_the_second_line,
    "debiet.complaints.tasks.tell_of_review_terms": a_late_answer_to_the_second_line,
}
"""What is there for each of these tasks to do, by its name."""
