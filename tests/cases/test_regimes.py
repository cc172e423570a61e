"""A case can be more than a question: then it owes what a complaint is owed as well."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from debiet.cases import actions
from debiet.cases import tasks as case_tasks
from debiet.cases.models import Case
from debiet.core.actor import Actor
from debiet.core.errors import NotAllowed, NotFound
from debiet.core.models import AuditEntry
from debiet.rules.access import Role
from debiet.rules.complaints import Regime
from debiet.rules.sla import EntryKind, Milestone
from debiet.staff.models import Notification
from debiet.terms import actions as terms
from debiet.terms import queries as clocks
from debiet.terms.models import Clock, ClockEntry, ClockMove
from tests import make

pytestmark = pytest.mark.django_db

DAY = timedelta(days=1)
ANSWERED = make.MONDAY + timedelta(hours=2)
FIRST_LINE_DUE = make.local("2026-03-17 00:00")


@pytest.fixture
def utility():
    return make.utility()


@pytest.fixture
def agent(utility):
    return make.employee(utility)


@pytest.fixture
def opened(utility):
    return make.case(at=make.MONDAY)


def answer(opened, agent, at=ANSWERED):
    actions.answer_case(
        case_id=opened.case_id,
        text="Zo zit het.",
        seen_version=Case.objects.get(pk=opened.case_id).version,
        by=agent.actor,
        at=at,
    )


def due(opened):
    return Case.objects.get(pk=opened.case_id).due_at


def sweep(at):
    while terms.mark_levels(by=Actor.system("terms.sweep"), at=at):
        pass


def test_a_case_is_ordinary_until_somebody_says_otherwise(opened):
    case = Case.objects.get(pk=opened.case_id)
    assert case.regime is Regime.ORDINARY


def test_what_a_complaint_owes_is_due_also_once_its_question_is_answered(opened, agent):
    make.complaint(opened, at=make.MONDAY)
    before = due(opened)
    answer(opened, agent)

    case = Case.objects.get(pk=opened.case_id)
    assert before < case.due_at == make.local("2026-03-13 00:00")  # the acknowledgement
    assert case.at_risk_at == make.local("2026-03-11 00:00")


def test_what_happens_to_the_complaint_moves_what_the_case_owes(opened, agent):
    make.complaint(opened, at=make.MONDAY)
    answer(opened, agent)
    for kind, falls_due in (
        (EntryKind.ACKNOWLEDGED, FIRST_LINE_DUE),
        (EntryKind.HANDED_OVER, make.local("2026-04-17 00:00")),
        (EntryKind.RESOLVED, None),
    ):
        at = make.MONDAY + DAY
        terms.enter(
            reference=f"complaint:{opened.number}", kind=kind, occurred_at=at, by=make.SYSTEM, at=at
        )
        for _twice in range(2):
            case_tasks.take_over_deadlines(reference=f"complaint:{opened.number}")
        assert due(opened) == falls_due


def test_a_question_again_owes_what_it_owed_from_its_own_receipt(opened, agent):
    before = due(opened)
    make.complaint(opened, at=make.MONDAY)
    actions.set_regime(
        case_id=opened.case_id, regime=Regime.ORDINARY, by=agent.actor, at=make.MONDAY + DAY
    )
    assert due(opened) == before


def test_waiting_stops_nothing_that_a_complaint_owes(opened, agent):
    make.complaint(opened, at=make.MONDAY)
    answer(opened, agent)
    actions.reopen_case(
        case_id=opened.case_id, seen_version=_version(opened), by=agent.actor, at=ANSWERED + DAY
    )
    actions.pause_case(
        case_id=opened.case_id,
        reason="waiting_for_customer",
        seen_version=_version(opened),
        by=agent.actor,
        at=ANSWERED + DAY,
    )
    kinds = ClockEntry.objects.filter(reference=f"complaint:{opened.number}").values_list("kind")
    assert list(kinds) == [(EntryKind.OPENED,)]
    assert due(opened) == make.local("2026-03-13 00:00")


def _version(opened):
    return Case.objects.get(pk=opened.case_id).version


def test_who_changes_the_regime_is_written_down_and_again_changes_nothing(opened, agent):
    make.complaint(opened, at=make.MONDAY)
    facts = AuditEntry.objects.filter(
        reference=f"case:{opened.number}", facts__has_key="regime"
    ).values_list("facts", flat=True)
    assert [(one["regime"], one["regime_before"]) for one in facts] == [("complaint", "ordinary")]
    version = _version(opened)

    actions.set_regime(case_id=opened.case_id, regime=Regime.COMPLAINT, by=agent.actor, at=ANSWERED)

    assert _version(opened) == version


@pytest.mark.parametrize("role", [Role.AGENT, Role.TEAM_LEAD, Role.OMBUDS])
def test_who_handles_cases_can_say_that_one_is_a_complaint(utility, opened, role):
    by = make.employee(utility, role=role).actor
    actions.set_regime(case_id=opened.case_id, regime=Regime.COMPLAINT, by=by, at=ANSWERED)
    assert Case.objects.get(pk=opened.case_id).regime is Regime.COMPLAINT


@pytest.mark.parametrize("role", [Role.ADMIN, Role.DPO, Role.AUDITOR])
def test_nobody_else_can(utility, opened, role):
    with pytest.raises(NotAllowed):
        actions.set_regime(
            case_id=opened.case_id,
            regime=Regime.COMPLAINT,
            by=make.employee(utility, role=role).actor,
            at=ANSWERED,
        )


def test_a_case_of_another_part_of_the_house_is_not_there(utility, agent):
    hidden = make.case(at=make.MONDAY, topic_code="ombuds")
    with pytest.raises(NotFound):
        actions.set_regime(
            case_id=hidden.case_id, regime=Regime.COMPLAINT, by=agent.actor, at=ANSWERED
        )


def test_an_ombuds_file_stands_in_the_office_only(opened, utility):
    office = make.employee(utility, role=Role.OMBUDS).actor
    hidden = make.case(at=make.MONDAY, topic_code="ombuds")
    actions.set_regime(case_id=hidden.case_id, regime=Regime.OMBUDS, by=office, at=ANSWERED)
    with pytest.raises(actions.NotInTheOffice):
        actions.set_regime(case_id=opened.case_id, regime=Regime.OMBUDS, by=office, at=ANSWERED)


def test_the_database_knows_no_other_regime(opened):
    with pytest.raises(IntegrityError, match="case_regime_known"), transaction.atomic():
        Case.objects.filter(pk=opened.case_id).update(regime="royal")


def test_a_complaint_is_not_merged_away_but_can_lead(utility, opened, agent):
    other = make.case(at=make.MONDAY)
    make.complaint(opened, at=make.MONDAY)
    with pytest.raises(actions.MergedComplaint):
        actions.merge_case(
            case_id=opened.case_id,
            leading_number=other.number,
            seen_version=_version(opened),
            by=agent.actor,
            at=ANSWERED,
        )
    actions.merge_case(
        case_id=other.case_id,
        leading_number=opened.number,
        seen_version=_version(other),
        by=agent.actor,
        at=ANSWERED,
    )
    assert due(opened) == make.local("2026-03-02 17:00")
    answer(opened, agent, at=ANSWERED + timedelta(hours=1))
    assert due(opened) == make.local("2026-03-13 00:00")


def test_leads_are_told_of_the_term_of_a_complaint(utility, opened):
    lead = make.employee(utility, role=Role.TEAM_LEAD, team=utility.team, is_lead=True)
    make.complaint(opened, at=make.MONDAY)
    sweep(make.local("2026-04-07 00:00"))
    marks = {
        mark.clock.milestone: mark.pk
        for clock in Clock.objects.filter(reference=f"complaint:{opened.number}")
        for mark in clock.marks.filter(level=75)
    }
    for _twice in range(2):
        case_tasks.tell_leads(mark_id=marks[Milestone.COMPLAINT_ANSWER])

    told = Notification.objects.filter(
        employee_id=lead.employee_id, cause=f"level:{marks[Milestone.COMPLAINT_ANSWER]}"
    )
    assert [(one.about, one.facts) for one in told] == [
        (
            f"case:{opened.number}",
            {"level": 75, "milestone": "complaint_answer", "number": opened.number},
        )
    ]


def test_moving_the_clocks_of_complaints_moves_what_their_cases_owe(utility, opened, agent, jobs):
    admin = make.employee(utility, role=Role.ADMIN).actor
    make.complaint(opened, at=make.MONDAY)
    answer(opened, agent)
    at = make.MONDAY + DAY
    shorter = terms.save_policy_version(
        code="complaints",
        title="Klachten",
        match={"kind": "complaint"},
        targets=[
            {"milestone": one, "amount": amount, "unit": unit, "calendar": "days"}
            for one, amount, unit in (
                ("complaint_acknowledged", "5", "calendar_days"),
                ("first_line", "2", "working_days"),
                ("complaint_answer", "30", "calendar_days"),
            )
        ],
        promise={},
        valid_from=at,
        by=make.SYSTEM,
        at=at,
    )
    move_id = terms.ask_move(policy_version_id=shorter.pk, by=admin, at=at)
    jobs.run()
    move = ClockMove.objects.get(pk=move_id)
    terms.confirm_move(move_id=move_id, token=move.token, reason="Korter.", by=admin, at=at)
    jobs.run()

    assert due(opened) == make.local("2026-03-05 00:00")
    assert clocks.clock_move(move_id).ended_at


def test_what_is_erased_takes_the_terms_of_its_complaint_along(opened, agent):
    make.complaint(opened, at=make.MONDAY)
    answer(opened, agent)
    actions.erase_cases(
        case_ids=[opened.case_id], by=Actor.system("retention.run"), at=make.MONDAY + 900 * DAY
    )
    assert not Clock.objects.exists()
    assert not ClockEntry.objects.exists()
