"""Cases that are put aside come back by themselves; follow-ups are told once."""

from datetime import timedelta

import pytest

from debiet.cases import actions as cases
from debiet.cases import queries, tasks
from debiet.cases.actions import AsidePastRisk, FollowUpInThePast
from debiet.cases.models import Case, FollowUp
from debiet.cases.queries import Scope, Worklist
from debiet.core.actor import Actor
from debiet.core.errors import NotFound
from debiet.rules.case_links import LinkSide
from debiet.rules.putting_aside import WakeEvent
from debiet.staff.models import Notification
from debiet.terms.models import Clock
from tests import mails, make

pytestmark = pytest.mark.django_db

HOUR = timedelta(hours=1)


@pytest.fixture
def agent(db):
    return make.employee(make.utility())


@pytest.fixture
def opened(agent):
    found = make.case()
    cases.assign_case(
        case_id=found.case_id,
        employee_id=agent.employee_id,
        seen_version=1,
        by=agent.actor,
        at=make.MONDAY,
    )
    return found


def row(opened):
    return Case.objects.get(pk=opened.case_id)


def snooze(opened, agent, *, hours=2, **changes):
    values = {"until": make.MONDAY + hours * HOUR, "seen_version": row(opened).version}
    cases.snooze_case(case_id=opened.case_id, by=agent.actor, at=make.MONDAY, **(values | changes))


def listed(agent, worklist, *, hours=0):
    found = queries.worklist(
        worklist,
        scope=Scope(agent.employee_id, (row_team(),)),
        viewer=agent.actor,
        at=make.MONDAY + hours * HOUR,
    )
    return [one.number for one in found.rows]


def row_team():
    return Case.objects.first().team_id


def test_it_leaves_the_lists_and_comes_back_by_itself(agent, opened):
    clocks = list(Clock.objects.order_by("id").values())

    snooze(opened, agent)

    for worklist in (Worklist.MINE, Worklist.TEAM):
        assert listed(agent, worklist) == []
        assert listed(agent, worklist, hours=2) == [opened.number]
    assert listed(agent, Worklist.ASIDE) == [opened.number]
    assert listed(agent, Worklist.ASIDE, hours=2) == []
    assert listed(agent, Worklist.OPEN) == [opened.number]
    assert list(Clock.objects.order_by("id").values()) == clocks


def test_never_past_its_risk_without_saying_so(agent, opened):
    risk = row(opened).at_risk_at
    with pytest.raises(AsidePastRisk):
        snooze(opened, agent, until=risk + HOUR)

    snooze(opened, agent, until=risk + HOUR, knows_risk=True)

    assert row(opened).snooze_past_risk
    assert listed(agent, Worklist.MINE, hours=6) == []


def test_a_risk_that_came_nearer_brings_it_back(agent, opened):
    snooze(opened, agent, hours=5)
    Case.objects.filter(pk=opened.case_id).update(at_risk_at=make.MONDAY + HOUR)

    assert listed(agent, Worklist.MINE, hours=1) == [opened.number]


def test_whoever_has_it_is_told_once_when_it_is_back(agent, opened, monkeypatch):
    snooze(opened, agent)
    at = make.MONDAY + 2 * HOUR
    assert queries.waking_case_ids(at=at - HOUR) == []

    for _time in range(2):
        for case_id in queries.waking_case_ids(at=at):
            cases.wake_case(case_id=case_id, reason="moment", by=Actor.system("cases.wake"), at=at)

    assert Notification.objects.get().kind == "case.woken"
    assert row(opened).snoozed_until is None
    assert row(opened).version == 3


@pytest.mark.parametrize("how", ["mail", "status page"])
def test_a_message_brings_it_back(agent, opened, how):
    snooze(opened, agent, event=WakeEvent.MESSAGE, until=None)

    if how == "mail":
        cases.answer_case(
            case_id=opened.case_id, text="Zo.", seen_version=3, resolves=False,
            by=agent.actor, at=make.MONDAY,
        )  # fmt: skip
        assert row(opened).snoozed_until is not None
        from debiet.correspondence.models import Message

        ours = Message.objects.get(purpose="answer").message_id
        mails.take(mails.written("Nog iets", in_reply_to=ours), at=make.MONDAY + HOUR)
    else:
        visitor = Actor.visitor(opened.case_id)
        cases.add_words(case_id=opened.case_id, text="Nog iets", by=visitor, at=make.MONDAY)

    assert row(opened).snoozed_until is None


def test_a_message_to_a_merged_case_brings_the_leading_one_back(agent, opened):
    merged = make.case()
    cases.merge_case(
        case_id=merged.case_id, leading_number=opened.number, seen_version=1,
        by=agent.actor, at=make.MONDAY,
    )  # fmt: skip
    snooze(opened, agent)

    visitor = Actor.visitor(merged.case_id)
    cases.add_words(case_id=merged.case_id, text="Nog iets", by=visitor, at=make.MONDAY)

    assert row(opened).snoozed_until is None


def test_closing_a_linked_case_brings_it_back(agent, opened):
    other = make.case()
    cases.relate_cases(
        case_id=other.case_id, other_number=opened.number, side=LinkSide.CAUSE_OF,
        by=agent.actor, at=make.MONDAY,
    )  # fmt: skip
    snooze(opened, agent, event=WakeEvent.LINKED_CLOSED, until=None)

    tasks.wake_waiting.func(case_id=other.case_id)

    assert row(opened).snoozed_until is None


def test_giving_and_closing_end_it(agent, opened):
    snooze(opened, agent)
    cases.assign_case(
        case_id=opened.case_id, employee_id=None, seen_version=3, by=agent.actor, at=make.MONDAY
    )
    assert row(opened).snoozed_until is None
    snooze(opened, agent)
    cases.resolve_case(
        case_id=opened.case_id, topic_code=None, seen_version=5, by=agent.actor, at=make.MONDAY
    )
    assert row(opened).snoozed_until is None


def plan(opened, agent, **changes):
    values = {"words": "Bellen", "due_at": make.MONDAY + HOUR, "is_for_team": False}
    return cases.plan_follow_up(
        case_id=opened.case_id, by=agent.actor, at=make.MONDAY, **(values | changes)
    )


def test_a_follow_up_is_promised_once_told_once_and_done(agent, opened):
    assert plan(opened, agent) == plan(opened, agent)
    found = FollowUp.objects.get()
    assert queries.untold_follow_up_ids(at=make.MONDAY) == []
    assert queries.untold_follow_up_ids(at=found.due_at) == [found.pk]

    by = Actor.system("cases.follow-ups")
    assert cases.tell_follow_up(follow_up_id=found.pk, by=by, at=found.due_at) == 1
    assert cases.tell_follow_up(follow_up_id=found.pk, by=by, at=found.due_at) == 0
    assert queries.untold_follow_up_ids(at=found.due_at) == []

    cases.end_follow_up(
        follow_up_id=found.pk, case_id=opened.case_id, by=agent.actor, at=found.due_at
    )
    assert queries.follow_ups_of_case(opened.case_id, viewer=agent.actor, at=found.due_at) == []
    assert plan(opened, agent) != found.pk


def test_a_follow_up_of_the_team_is_on_the_list_of_its_people(agent, opened):
    plan(opened, agent, is_for_team=True)

    mine = queries.follow_ups(
        employee_id=0, team_ids=(row_team(),), viewer=agent.actor, at=make.MONDAY + 2 * HOUR
    )
    assert [(one.words, one.is_due) for one in mine] == [("Bellen", True)]
    others = queries.follow_ups(employee_id=0, team_ids=(), viewer=agent.actor, at=make.MONDAY)
    assert others == []


def test_a_follow_up_that_cannot_be(agent, opened):
    with pytest.raises(FollowUpInThePast):
        plan(opened, agent, due_at=make.MONDAY)
    with pytest.raises(NotFound):
        cases.end_follow_up(
            follow_up_id=plan(opened, agent), case_id=make.case().case_id,
            by=agent.actor, at=make.MONDAY,
        )  # fmt: skip
