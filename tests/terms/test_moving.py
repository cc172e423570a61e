"""Open clocks are moved to another version: seen first, then carried out as it was seen."""

from datetime import timedelta

import pytest
from django.core import serializers

from debiet.cases import actions as cases
from debiet.cases.models import Case
from debiet.core.errors import NotFound
from debiet.core.models import AuditEntry
from debiet.rules.access import Role
from debiet.rules.moving import MoveEffect, MoveState, Obstacle, PlanState
from debiet.rules.sla import EntryKind
from debiet.terms import actions, queries
from debiet.terms.actions import planning
from debiet.terms.models import (
    CalendarVersion,
    Clock,
    ClockEntry,
    ClockMove,
    LevelMark,
    PlannedMove,
    PolicyVersion,
)
from tests import checker, make

pytestmark = pytest.mark.django_db

FOUR_HOURS = [{**make.TARGETS[0], "amount": "4"}, *make.TARGETS[1:]]
AT = make.MONDAY + timedelta(hours=3)
"""Monday, 12:00 in Brussels."""


@pytest.fixture
def utility():
    return make.utility()


@pytest.fixture
def admin(utility):
    return make.employee(utility, role=Role.ADMIN).actor


def policy_version(targets=FOUR_HOURS, at=AT):
    return actions.save_policy_version(
        code="questions",
        title="Vragen",
        match={},
        targets=targets,
        promise={},
        valid_from=at,
        by=make.SYSTEM,
        at=at,
    ).pk


def preview(admin, jobs, *, at=AT, **to):
    move_id = actions.ask_move(by=admin, at=at, **to)
    jobs.run()
    return ClockMove.objects.get(pk=move_id)


def carry_out(admin, jobs, move, *, at=AT, times=1):
    actions.confirm_move(move_id=move.pk, token=move.token, reason="Nieuw.", by=admin, at=at)
    jobs.run(times=times)
    move.refresh_from_db()


def clock_of(opened, milestone="first_reply"):
    return Clock.objects.get(reference=f"case:{opened.number}", milestone=milestone)


def test_a_preview_moves_nothing_and_says_what_it_would_do(admin, jobs):
    late, early = make.case(at=make.local("2026-02-27 15:00")), make.case(at=AT)
    before = serializers.serialize("json", Clock.objects.order_by("pk"))
    move = preview(admin, jobs, policy_version_id=policy_version(), at=AT)

    assert serializers.serialize("json", Clock.objects.order_by("pk")) == before
    assert not ClockEntry.objects.filter(kind=EntryKind.MOVED).exists()
    sums = queries.move_sums(move.pk, viewer=make.SYSTEM)
    assert (sums.things, sums.effects[MoveEffect.EARLIER]) == (2, 1)
    assert sums.effects[MoveEffect.SAME] == 2
    assert sums.effects[MoveEffect.OVERDUE] == 1  # the one of Friday had used 5 of its 8 hours
    assert [line.policy for line in sums.by_policy] == ["Vragen"]
    assert (late.number, early.number) == tuple(Case.objects.values_list("number", flat=True))


def test_what_is_carried_out_is_what_was_seen(admin, jobs):
    opened = make.case()
    waiting = make.case()
    cases.pause_case(
        case_id=waiting.case_id,
        reason="waiting_for_customer",
        seen_version=1,
        by=make.employee(make_utility()).actor,
        at=make.MONDAY + timedelta(hours=1),
    )
    move = preview(admin, jobs, policy_version_id=policy_version())
    seen = dict(PlannedMove.objects.values_list("clock_id", "due_at"))
    carry_out(admin, jobs, move, at=AT + timedelta(minutes=20), times=2)

    assert move.state == MoveState.MOVED
    assert dict(Clock.objects.filter(pk__in=seen).values_list("pk", "due_at")) == seen
    assert clock_of(opened).due_at == make.MONDAY + timedelta(hours=4)
    assert Case.objects.get(pk=opened.case_id).due_at == make.MONDAY + timedelta(hours=4)
    assert clock_of(waiting, "resolution").status == "paused"
    assert not Clock.objects.exclude(policy_version=move.policy_version).filter(pk__in=seen)
    assert not PlannedMove.objects.exclude(state=PlanState.MOVED).exists()
    assert checker.findings_here() == {}


def make_utility():
    from debiet.staff.models import Organization, Team

    own = Organization.objects.get(code="own")
    team = Team.objects.get(code="invoices")
    return make.Utility(own, own, team, team, team)


def test_every_moved_thing_stands_in_the_audit_with_the_move(admin, jobs):
    opened = make.case()
    move = preview(admin, jobs, policy_version_id=policy_version())
    carry_out(admin, jobs, move)

    rows = AuditEntry.objects.filter(reference=f"case:{opened.number}", facts={"move": move.pk})
    assert set(rows.values_list("action", flat=True)) == {
        "terms.moving.move_chunk",
        "cases.taking_over.take_over_moved",
    }
    (confirmed,) = AuditEntry.objects.filter(action="terms.moving.confirm_move")
    assert (confirmed.user_id, confirmed.reference) == (admin.user_id, f"clock-move:{move.pk}")
    assert "Nieuw" not in str(AuditEntry.objects.values_list("facts", flat=True))


def test_a_clock_that_changed_since_is_listed_and_not_moved(admin, jobs, utility):
    answered, other = make.case(), make.case()
    move = preview(admin, jobs, policy_version_id=policy_version())
    cases.answer_case(
        case_id=answered.case_id,
        text="Zo zit het.",
        seen_version=1,
        resolves=False,
        by=make.employee(utility).actor,
        at=AT + timedelta(minutes=5),
    )
    carry_out(admin, jobs, move, at=AT + timedelta(minutes=10))

    changed = PlannedMove.objects.filter(state=PlanState.CHANGED)
    assert {one.reference for one in changed} == {f"case:{answered.number}"}
    assert clock_of(answered, "resolution").policy_version_id != move.policy_version_id
    assert clock_of(other).policy_version_id == move.policy_version_id
    assert queries.move_sums(move.pk, viewer=make.SYSTEM).clocks[PlanState.CHANGED] == len(changed)
    assert checker.findings_here() == {}


def test_a_move_there_and_back_at_one_moment_leaves_clocks_and_cases_as_they_were(admin, jobs):
    for minutes in (0, 30, 90):
        make.case(at=make.MONDAY + timedelta(minutes=minutes))
    old = PolicyVersion.objects.get(policy__code="questions").pk

    def standing():
        return serializers.serialize("json", Clock.objects.order_by("pk")), list(
            Case.objects.order_by("pk").values_list("due_at", "at_risk_at", "is_undetermined")
        )

    before = standing()
    new = policy_version()
    for _round in range(2):
        carry_out(admin, jobs, preview(admin, jobs, policy_version_id=new))
        assert standing() != before
        carry_out(admin, jobs, preview(admin, jobs, policy_version_id=old))
        assert standing() == before


def test_a_calendar_that_changed_a_known_day_is_taken_over_by_a_move(admin, jobs):
    opened = make.case()
    closed = {**make.OFFICE, "holidays": [*make.OFFICE["holidays"], "2026-03-03"]}
    version = actions.save_calendar_version(
        code="office", name="office", definition=closed, valid_from=AT, by=make.SYSTEM, at=AT
    )
    due = clock_of(opened, "resolution").due_at
    carry_out(admin, jobs, preview(admin, jobs, calendar_version_id=version.pk))

    moved = clock_of(opened, "resolution")
    assert (moved.calendar_version_id, moved.due_at) == (version.pk, due + timedelta(days=3))
    assert clock_of(opened, "next_reply").calendar_version_id == version.pk
    assert clock_of(opened, "service_guarantee").calendar_version.calendar.code == "days"


def test_a_moved_clock_adopts_further_years_of_its_calendar(admin, jobs):
    opened = make.case(at=make.local("2027-12-30 09:00"))
    at = make.local("2027-12-30 12:00")
    short = {**make.OFFICE, "weekly": {day: [["09:00", "13:00"]] for day in make.OFFICE["weekly"]}}
    version = actions.save_calendar_version(
        code="office", name="office", definition=short, valid_from=at, by=make.SYSTEM, at=at
    )
    carry_out(admin, jobs, preview(admin, jobs, calendar_version_id=version.pk, at=at), at=at)
    assert clock_of(opened, "resolution").due_at is None
    longer = {**short, "known_years": [2025, 2026, 2027, 2028]}

    later = make.local("2028-01-03 09:00")
    actions.save_calendar_version(
        code="office", name="office", definition=longer, valid_from=later, by=make.SYSTEM, at=later
    )
    # 4 hours on Thursday, then 4 a working day.
    assert clock_of(opened, "resolution").due_at == make.local("2028-01-12 13:00")
    assert CalendarVersion.objects.latest("pk") == clock_of(opened, "resolution").calendar_version


def test_what_the_new_version_no_longer_promises_keeps_its_version(admin, jobs):
    opened = make.case()
    move = preview(admin, jobs, policy_version_id=policy_version([FOUR_HOURS[0]]))
    carry_out(admin, jobs, move)

    sums = queries.move_sums(move.pk, viewer=make.SYSTEM)
    assert sums.obstacles == {Obstacle.NOT_PROMISED: 3}
    assert sums.clocks[PlanState.LEFT] == 3
    assert clock_of(opened, "resolution").policy_version_id != move.policy_version_id


def test_marks_that_a_move_makes_untrue_are_voided_and_new_ones_come(admin, jobs, utility):
    make.employee(utility, role=Role.TEAM_LEAD, is_lead=True)
    opened = make.case()
    at = make.MONDAY + timedelta(hours=5)
    actions.mark_levels(by=make.SYSTEM, at=at)
    half = LevelMark.objects.get(clock=clock_of(opened), level=50)
    carry_out(admin, jobs, preview(admin, jobs, policy_version_id=policy_version(), at=at), at=at)
    half.refresh_from_db()
    assert half.voided_at is not None

    while actions.mark_levels(by=make.SYSTEM, at=at):
        pass
    marks = LevelMark.objects.filter(clock=clock_of(opened), voided_at=None)
    assert set(marks.values_list("level", "reached_at")) == {
        (50, make.MONDAY + timedelta(hours=2)),
        (75, make.MONDAY + timedelta(hours=3)),
        (100, make.MONDAY + timedelta(hours=4)),
    }


def test_another_preview_or_no_reason_carries_nothing_out(admin, jobs):
    make.case()
    first = preview(admin, jobs, policy_version_id=policy_version())
    second = preview(admin, jobs, policy_version_id=first.policy_version_id)

    def confirm(token, reason="Nieuw."):
        actions.confirm_move(move_id=first.pk, token=token, reason=reason, by=admin, at=AT)

    for token in (second.token, "", "x"):
        with pytest.raises(actions.NotAsSeen):
            confirm(token)
    with pytest.raises(actions.ReasonMissing):
        confirm(first.token, "  ")
    actions.withdraw_move(move_id=first.pk, by=admin, at=AT)
    with pytest.raises(actions.NotAsSeen):
        confirm(first.token)
    with pytest.raises(NotFound):
        actions.withdraw_move(move_id=first.pk, by=admin, at=AT)
    assert not ClockEntry.objects.filter(kind=EntryKind.MOVED).exists()


def test_of_two_moves_seen_together_the_second_finds_its_clocks_changed(admin, jobs):
    make.case()
    new = policy_version()
    first, second = (preview(admin, jobs, policy_version_id=new) for _ in range(2))
    carry_out(admin, jobs, first)
    carry_out(admin, jobs, second)
    states = PlannedMove.objects.filter(move=second).values_list("state", flat=True)
    assert set(states) == {PlanState.CHANGED}


@pytest.mark.parametrize("to", [{}, {"policy_version_id": 999_999}, {"calendar_version_id": 0}])
def test_there_must_be_one_version_to_move_to(admin, to):
    with pytest.raises(actions.NoSuchVersion):
        actions.ask_move(by=admin, at=AT, **to)


def test_a_version_that_does_not_hold_yet_is_none_to_move_to(admin):
    later = policy_version(at=AT + timedelta(days=9))
    with pytest.raises(actions.NoSuchVersion):
        actions.ask_move(policy_version_id=later, by=admin, at=AT)
    assert later not in [one.version_id for one in queries.move_choices(at=AT).policies]


def test_small_chunks_move_the_same(admin, jobs, monkeypatch):
    for _case in range(5):
        make.case()
    monkeypatch.setattr(planning, "CHUNK", 3)
    move = preview(admin, jobs, policy_version_id=policy_version())
    assert PlannedMove.objects.count() == Clock.objects.count()
    carry_out(admin, jobs, move)
    assert not Clock.objects.exclude(policy_version=move.policy_version).exists()


def test_a_move_in_the_ledger_is_taken_back_by_another_move_only(admin, jobs, utility):
    opened = make.case()
    carry_out(admin, jobs, preview(admin, jobs, policy_version_id=policy_version()))
    entry = ClockEntry.objects.filter(kind=EntryKind.MOVED).first()
    with pytest.raises(actions.MoveStays):
        actions.correct(
            reference=f"case:{opened.number}",
            entry_id=entry.pk,
            corrected_to=None,
            reason="x",
            by=make.SYSTEM,
            at=AT,
        )
