"""The ombuds function looks at a share of those called no complaint, and leads look again."""

import pytest

from debiet.complaints import actions
from debiet.complaints import queries as complaints
from debiet.complaints.models import Complaint, SampledQuestion
from debiet.complaints.tasks import tell_of_disputed
from debiet.core.actor import Actor
from debiet.core.errors import NotAllowed, NotFound
from debiet.rules.access import Compartment
from debiet.rules.complaint_sampling import Verdict
from debiet.rules.house_choices import HouseChoice
from debiet.staff import choices
from debiet.staff.models import Notification
from tests import make
from tests.complaints.conftest import registered

BY = Actor.system("complaints.office")
APRIL = make.local("2026-04-01 05:30")
WORDS = "Wij lezen er een klacht in."


def called(people, *, at=make.MONDAY):
    complaint = registered(make.case(), by=people.agent.actor)
    actions.call_question(
        complaint_id=complaint.pk,
        reason="Hij vraagt alleen uitleg.",
        seen_version=complaint.version,
        by=people.agent.actor,
        at=at,
    )
    return complaint


def judged(one, *, by, verdict=Verdict.DISAGREED, reason=WORDS):
    actions.judge_sampled(sampled_id=one.pk, verdict=verdict, reason=reason, by=by, at=APRIL)


def test_a_share_is_drawn_once_with_who_called_it_a_question_and_why(people):
    choices.choose_for_house(
        values={HouseChoice.QUESTION_SAMPLE: "50"}, by=make.SYSTEM, at=make.MONDAY
    )
    for _number in range(3):
        called(people)
    called(people, at=make.local("2026-04-01 00:00"))  # of the quarter after
    again = called(people)
    registered(make.case(), by=people.agent.actor)
    Complaint.objects.filter(pk=again.pk).update(step="received")  # a complaint after all

    assert actions.draw_sample(by=BY, at=APRIL) == 2
    called(people)
    assert actions.draw_sample(by=BY, at=APRIL) == 0

    [draw] = complaints.samples(viewer=people.office.actor)
    assert (draw.quarter, draw.percent, draw.number, draw.waiting) == ("2026-Q1", 50, 3, 2)
    line = draw.lines[0]
    assert (line.called_by, line.called_reason) == ("Tom Jacobs", "Hij vraagt alleen uitleg.")
    [hidden] = complaints.samples(viewer=people.lead.actor)
    assert hidden.lines == []
    assert complaints.sampled_question(line.sampled_id, viewer=people.lead.actor) is None


def test_where_the_office_sees_a_complaint_the_lead_is_told_to_look_and_nothing_more(people):
    complaint = called(people)
    actions.draw_sample(by=BY, at=APRIL)
    one = SampledQuestion.objects.get()

    with pytest.raises(NotAllowed):
        judged(one, by=people.lead.actor)
    with pytest.raises(NotFound):
        judged(SampledQuestion(pk=0), by=people.office.actor)
    with pytest.raises(actions.VerdictNoReason):
        judged(one, by=people.office.actor, reason=" ")
    judged(one, by=people.office.actor)
    with pytest.raises(actions.WasJudged):
        judged(one, by=people.office.actor, verdict=Verdict.AGREED)

    tell_of_disputed(sampled_id=one.pk)
    [told] = Notification.objects.filter(kind="ombuds.disputed")
    assert told.employee_id == people.lead.employee_id
    assert told.compartment == Compartment.ORDINARY
    assert told.facts == {"number": complaint.case.number}
    assert [draw.disputed for draw in complaints.samples(viewer=people.office.actor)] == [1]


def test_nobody_is_told_once_the_office_has_it_or_it_is_a_complaint_again(people):
    complaint = called(people)
    actions.draw_sample(by=BY, at=APRIL)
    one = SampledQuestion.objects.get()
    judged(one, by=people.office.actor)

    for changed in ({"compartment": "ombuds"}, {"compartment": "ordinary", "step": "received"}):
        Complaint.objects.filter(pk=complaint.pk).update(**changed)
        assert actions.tell_of_disputed(sampled_id=one.pk, by=BY, at=APRIL) == 0


def test_whoever_called_it_a_question_does_not_look_at_it(people):
    people.agent = people.office
    called(people)
    actions.draw_sample(by=BY, at=APRIL)
    with pytest.raises(actions.OwnJudgment):
        judged(SampledQuestion.objects.get(), by=people.office.actor)
