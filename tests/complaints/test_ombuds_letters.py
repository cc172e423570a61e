"""Letters of the ombuds function: that it has a complaint, that it takes longer, its last word."""

from datetime import timedelta

import pytest

from debiet.cases import actions as cases
from debiet.cases import queries as case_queries
from debiet.clauses.models import Clause
from debiet.complaints import actions, tasks
from debiet.complaints.actions import Direct, Said, refusals
from debiet.complaints.models import Complaint, OmbudsFile, OmbudsLetter
from debiet.correspondence.models import Message
from debiet.rules.complaints import ComplaintStep, LetterKind, Takeover
from debiet.rules.sla import ClockStatus, Milestone
from tests import make
from tests.complaints.conftest import registered
from tests.complaints.test_ombuds_work import SOON, decided, gone_out, taken
from tests.complaints.test_taking_over import LATER, office_clocks, with_office

FINAL, VMM = "Dit is ons laatste woord.", "Daarna kunt u naar de VMM."

pytestmark = pytest.mark.django_db


def held(people, file, *, until, text="Wij wachten op een meting."):
    file.refresh_from_db()
    case = case_queries.case_page(file.case_id, viewer=people.office.actor)
    return actions.write_holding(
        file_id=file.pk,
        text=text,
        until=until,
        seen_version=file.version,
        seen_case_version=case.version,
        by=people.office.actor,
        at=LATER,
    )


def said(message_id):
    return Message.objects.get(pk=message_id)


def test_a_decision_says_that_it_is_final_and_where_to_go_by_the_complaints_subject(people):
    about_bills = registered(make.case(), by=people.agent.actor, theme="bill")
    other = registered(make.case(), by=people.agent.actor, theme="behaviour")
    texts = []
    for complaint in (about_bills, other):
        actions.say_cannot_solve(
            complaint_id=complaint.pk, reason="Nee.", by=people.agent.actor, at=LATER
        )
        file = taken(people, OmbudsFile.objects.get(complaint=complaint))
        texts.append(said(decided(people, file)).text)
    assert all(FINAL in text for text in texts)
    assert [VMM in text for text in texts] == [True, False]


def test_the_topic_of_the_first_lines_case_names_the_bodies_where_no_theme_is_coded(people):
    labels = dict.fromkeys(("nl", "fr", "en"), "Rekening")
    team_id = people.utility.team.pk
    by = {"by": make.SYSTEM, "at": make.MONDAY}
    cases.save_topic(code="bill", labels=labels, team_id=team_id, is_public=True, **by)
    complaint = registered(make.case(topic_code="bill"), by=people.agent.actor)
    actions.say_cannot_solve(
        complaint_id=complaint.pk, reason="Nee.", by=people.agent.actor, at=LATER
    )
    file = taken(people, OmbudsFile.objects.get())
    assert VMM in said(decided(people, file)).text


@pytest.mark.parametrize("clause", ["final-inside", "second-line-vlaamse-ombudsdienst"])
def test_nothing_is_decided_where_a_text_that_it_must_say_is_not_approved(people, clause):
    file = taken(people, with_office(people))
    Clause.objects.filter(code=clause).update(retired_at=make.MONDAY)
    with pytest.raises(cases.AnswerWithoutReferral):
        decided(people, file)
    assert not OmbudsLetter.objects.exists()


def test_the_customer_reads_once_who_has_its_complaint_and_by_when(people):
    file = with_office(people)
    for _twice in range(2):
        tasks.acknowledge_file(file_id=file.pk)
        tasks.acknowledge(complaint_id=file.complaint_id)

    letter = OmbudsLetter.objects.get()
    message = said(letter.message_id)
    assert (letter.kind, letter.end) == (LetterKind.ACKNOWLEDGEMENT, "")
    assert message.compartment == "ombuds"
    for words in (
        file.complaint.case.number,
        "onze ombudsfunctie",
        "16 april 2026",
        "Vlaamse Ombudsdienst",
    ):
        assert words in message.text + message.subject

    gone_out(letter.message_id, at=LATER)
    gone_out(letter.message_id, at=SOON)
    assert Complaint.objects.get().acknowledged_at == LATER
    found = office_clocks(file, at=SOON)[Milestone.COMPLAINT_ACKNOWLEDGED]
    assert found.status is ClockStatus.MET
    assert Complaint.objects.get().step is ComplaintStep.OMBUDS


def test_what_came_straight_to_the_office_is_acknowledged_once_by_the_office(people):
    opened = make.case(topic_code="ombuds")
    file_id = actions.open_file(
        case_id=opened.case_id,
        said=Said(reason="Zo."),
        direct=Direct(Takeover.CUSTOMER_ASKS, "Zo."),
        by=people.office.actor,
        at=LATER,
    )
    tasks.acknowledge(complaint_id=Complaint.objects.get().pk)
    tasks.acknowledge_file(file_id=file_id)
    letter = Message.objects.exclude(purpose="acknowledgement").get()
    assert letter.purpose == "ombuds-acknowledgement"


def test_a_holding_letter_says_why_and_until_when_and_moves_no_term(people):
    file = taken(people, with_office(people))
    before = office_clocks(file, at=LATER)[Milestone.COMPLAINT_ANSWER].due_at
    day = (LATER + timedelta(days=20)).date()
    with pytest.raises(actions.ExpectedDayPast):
        held(people, file, until=(LATER - timedelta(days=1)).date())

    message_id = held(people, file, until=day)
    gone_out(message_id, at=LATER)

    text = said(message_id).text
    for words in ("Wij wachten op een meting.", file.complaint.case.number, "23 maart 2026"):
        assert words in text
    assert FINAL not in text
    clock = office_clocks(file, at=LATER)[Milestone.COMPLAINT_ANSWER]
    assert (clock.due_at, clock.status) == (before, ClockStatus.RUNNING)
    gone_out(decided(people, file), at=SOON)  # it keeps no decision from leaving
    with pytest.raises(refusals.NoSuchStep):
        held(people, file, until=day)
