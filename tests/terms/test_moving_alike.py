"""A move of many clocks writes what one clock at a time gives, whatever happened to them before."""

from datetime import timedelta

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from debiet.core.actor import Actor
from debiet.rules.moving import PlanState
from debiet.rules.sla import CaseFacts, EntryKind
from debiet.terms import actions
from debiet.terms.actions import moving, planning
from debiet.terms.models import Clock, ClockEntry, ClockMove, LevelMark, PlannedMove
from debiet.terms.projection import entries_of, fill_in, settle
from tests import make

pytestmark = pytest.mark.django_db

BY = Actor.system("terms.move")
MOVED_AT = make.MONDAY + timedelta(days=3)
HAPPENED = [
    EntryKind.ASKED,
    EntryKind.REPLIED,
    EntryKind.BOUNCED,
    EntryKind.PAUSED,
    EntryKind.RESUMED,
    EntryKind.RESOLVED,
    EntryKind.REOPENED,
]
STEPS = st.lists(
    st.tuples(st.sampled_from(HAPPENED), st.integers(0, 60 * 24 * 3 - 1), st.booleans()), max_size=6
)
HISTORIES = st.lists(STEPS, min_size=1, max_size=4)
POLICY = st.fixed_dictionaries({"amount": st.integers(1, 60), "anew": st.booleans()})
MOVES = st.lists(st.one_of(POLICY, st.just("longer days")), min_size=1, max_size=3)
LONG = {**make.OFFICE, "weekly": {day: [["08:00", "18:00"]] for day in make.OFFICE["weekly"]}}


@pytest.fixture
def utility():
    return make.utility()


def lived(number, steps):
    """Start the clocks of a thing and let happen to it what a history says."""
    about = f"test:{number}"
    actions.start_clocks(
        reference=about,
        compartment="ordinary",
        facts=CaseFacts(kind="question"),
        occurred_at=make.MONDAY + timedelta(minutes=number),
        by=make.SYSTEM,
        at=make.MONDAY + timedelta(minutes=number),
    )
    for kind, minutes, substantive in sorted(steps, key=lambda step: step[1]):
        at = make.MONDAY + timedelta(minutes=max(minutes, number))
        actions.enter(
            reference=about,
            kind=kind,
            occurred_at=at,
            is_substantive=substantive,
            reason="waiting_for_customer" if kind is EntryKind.PAUSED else "",
            source=f"message:{number}" if kind in (EntryKind.REPLIED, EntryKind.BOUNCED) else "",
            by=make.SYSTEM,
            at=at,
        )


def new_version(to, at):
    if to == "longer days":
        version = actions.save_calendar_version(
            code="office", name="office", definition=LONG, valid_from=at, by=make.SYSTEM, at=at
        )
        return {"calendar_version_id": version.pk}
    reopened = "restart" if to["anew"] else "resume"
    version = actions.save_policy_version(
        code="questions",
        title="Vragen",
        match={},
        targets=[{**one, "amount": str(to["amount"])} for one in make.TARGETS[:2]]
        + [{**make.TARGETS[2], "amount": str(to["amount"]), "on_reopen": reopened}]
        + [{**make.TARGETS[3], "amount": str(to["amount"])}],
        promise={},
        valid_from=at,
        by=make.SYSTEM,
        at=at,
    )
    return {"policy_version_id": version.pk}


def moved(to, at):
    """Move all clocks that are open; return the move."""
    move_id = actions.ask_move(**new_version(to, at), by=make.SYSTEM, at=at)
    while actions.plan_chunk(move_id=move_id, by=BY, at=at):
        pass
    move = ClockMove.objects.get(pk=move_id)
    actions.confirm_move(move_id=move_id, token=move.token, reason="x", by=make.SYSTEM, at=at)
    while actions.move_chunk(move_id=move_id, by=BY, at=at):
        pass
    return move


STANDING = (
    "status", "started_at", "due_at", "at_risk_at", "reached_at", "next_level", "next_level_at",
)  # fmt: skip


def standing(clock):
    return {name: getattr(clock, name) for name in STANDING}


def plainly(clock):
    """Return how one clock stands by its own ledger and marks, each read for it alone."""
    alone = Clock.objects.get(pk=clock.pk)
    ledger = list(ClockEntry.objects.filter(reference=clock.reference).order_by("id"))
    coming = fill_in(alone, entries_of(ledger))
    untrue = settle(alone, coming, LevelMark.objects.filter(clock=clock, voided_at=None))
    assert untrue == []
    return standing(alone)


def assert_moved_as_alone(move, before):
    versions = {clock.pk: clock for clock in before}
    planned = PlannedMove.objects.filter(move=move)
    assert {one.state for one in planned} <= {PlanState.MOVED}
    for one in planned.select_related("clock"):
        clock, was = one.clock, versions[one.clock_id]
        assert standing(clock) == plainly(clock)
        assert clock.due_at == one.due_at
        facts = {
            "milestone": str(clock.milestone),
            "calendar_version": clock.calendar_version_id,
            "calendar_before": was.calendar_version_id,
        }
        if move.policy_version_id is not None:
            assert clock.policy_version_id == move.policy_version_id
            facts |= {
                "policy_version": move.policy_version_id,
                "policy_before": was.policy_version_id,
            }
        (entry,) = ClockEntry.objects.filter(source=f"move:{move.pk}:{clock.milestone}").filter(
            reference=clock.reference
        )
        assert (entry.kind, entry.occurred_at, entry.facts) == (EntryKind.MOVED, move.as_of, facts)
    for clock in Clock.objects.exclude(pk__in=planned.values("clock_id")):
        assert standing(clock) == standing(versions[clock.pk])


@settings(
    max_examples=25,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(histories=HISTORIES, moves=MOVES, chunk=st.sampled_from([1, 3, 1000]), marked=st.booleans())
def test_many_clocks_are_moved_as_each_alone_would_be(utility, histories, moves, chunk, marked):
    with pytest.MonkeyPatch.context() as patch, transaction.atomic():
        patch.setattr(moving, "CHUNK", chunk)
        patch.setattr(planning, "CHUNK", chunk)
        for number, steps in enumerate(histories):
            lived(number, steps)
        for number, to in enumerate(moves):
            at = MOVED_AT + timedelta(hours=5 * number)
            while marked and actions.mark_levels(by=make.SYSTEM, at=at):
                pass
            before = list(Clock.objects.all())
            assert_moved_as_alone(moved(to, at), before)
        transaction.set_rollback(True)
