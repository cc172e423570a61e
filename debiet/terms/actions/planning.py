"""Planning a move of open clocks: what it would do to each, looked at before anything changes.

The preview is made in chunks, each a transaction: whoever is killed half-way is followed by another
who goes on. It is frozen by a token, a hash of all it says.
"""

import hashlib
from collections.abc import Iterable
from datetime import datetime
from operator import attrgetter

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from debiet.core import audit
from debiet.core.actor import Actor
from debiet.core.errors import NotFound, Refused
from debiet.core.events import publish
from debiet.core.many import insert_many
from debiet.core.operations import action
from debiet.core.references import reference
from debiet.rules import moving
from debiet.rules.access import Permission
from debiet.rules.moving import MoveState, Obstacle, PlanState
from debiet.rules.sla import ClockStatus, Milestone, Target
from debiet.terms.actions.ledger import STILL_OPEN
from debiet.terms.definitions import calendar_version, policy_target
from debiet.terms.events import MoveAsked
from debiet.terms.models import (
    CalendarVersion,
    Clock,
    ClockEntry,
    ClockMove,
    PlannedMove,
    PolicyVersion,
)
from debiet.terms.projection import entries_of, ledger_of, ledgers_of
from debiet.terms.queries.calendars import version_ids_in_force

CHUNK = 1000
"""Clocks a transaction."""


class NoSuchVersion(Refused):
    """There is no such version, or it does not hold yet, or it promises nothing any more."""

    code = "terms.no-such-version"
    message = _("There is no such version of a policy or calendar to move clocks to.")


@action(permission=Permission.MOVE_CLOCKS)
def ask_move(
    *,
    policy_version_id: int | None = None,
    calendar_version_id: int | None = None,
    by: Actor,
    at: datetime,
) -> int:
    """Ask what moving all open clocks of a policy or calendar to one of its versions would do.

    Nothing is moved; the new version would count from this moment on.

    :raises NoSuchVersion: if there is none, or not exactly one is named
    """
    policies = PolicyVersion.objects.filter(is_retired=False, valid_from__lte=at)
    policy = policies.filter(pk=policy_version_id or 0).first()
    calendars = CalendarVersion.objects.filter(valid_from__lte=at)
    calendar = calendars.filter(pk=calendar_version_id or 0).first()
    if (policy is None) == (calendar is None):
        raise NoSuchVersion
    move = ClockMove.objects.create(
        policy_version=policy, calendar_version=calendar, as_of=at, asked_by=by.user_id
    )
    audit.record(
        reference("clock-move", move.pk),
        facts={"policy_version": policy_version_id, "calendar_version": calendar_version_id},
    )
    publish(MoveAsked(move_id=move.pk))
    return move.pk


@action(permission=Permission.MOVE_CLOCKS)
def plan_chunk(*, move_id: int, by: Actor, at: datetime) -> int:
    """Plan the next chunk of a move; return how many clocks, 0 once its preview is whole.

    :raises NotFound: if there is no such move
    """
    move = ClockMove.objects.select_for_update(of=("self",)).filter(pk=move_id).first()
    if move is None:
        raise NotFound
    if move.state != MoveState.PLANNING:
        return 0
    clocks = _next(move)
    if clocks:
        move.planned_through = max(clock.pk for clock in clocks if clock.status in STILL_OPEN)
        clocks += _next_replies(move, clocks)
        _plan(move, clocks)
    else:
        move.state, move.token = MoveState.PLANNED, _token(move)
        audit.record(reference("clock-move", move.pk), facts={"token": move.token})
    move.save()
    return len(clocks)


def _to_move(move: ClockMove) -> "QuerySet[Clock]":
    """Return the clocks of the other versions, without those that began after the preview."""
    clocks = Clock.objects.exclude(started_at__gt=move.as_of)
    if move.policy_version is not None:
        versions = PolicyVersion.objects.filter(policy=move.policy_version.policy_id)
        others = versions.exclude(pk=move.policy_version.pk).values_list("pk", flat=True)
        return clocks.filter(policy_version__in=list(others)).select_related("policy_version")
    assert move.calendar_version is not None  # noqa: S101 (the constraint says so)
    calendars = CalendarVersion.objects.filter(calendar=move.calendar_version.calendar_id)
    other = calendars.exclude(pk=move.calendar_version.pk).values_list("pk", flat=True)
    return clocks.filter(calendar_version__in=list(other)).select_related("policy_version")


def _next(move: ClockMove) -> list[Clock]:
    clocks = _to_move(move).filter(status__in=STILL_OPEN, pk__gt=move.planned_through)
    # A next reply that was planned while it waited may have begun since; it is planned once.
    known = PlannedMove.objects.filter(move=move, clock_id=OuterRef("pk"))
    return list(clocks.filter(~Exists(known)).order_by("pk")[:CHUNK])


def _next_replies(move: ClockMove, clocks: Iterable[Clock]) -> list[Clock]:
    """Return the next-reply clocks of the same things that wait for somebody to ask again."""
    references = {clock.reference for clock in clocks}
    waiting = _to_move(move).filter(
        Q(status=ClockStatus.NOT_STARTED) | Q(status=ClockStatus.MET),
        milestone=Milestone.NEXT_REPLY,
        reference__in=references,
    )
    known = PlannedMove.objects.filter(move=move, reference__in=references)
    return list(waiting.exclude(pk__in=known.values("clock_id")).order_by("pk"))


def _plan(move: ClockMove, clocks: list[Clock]) -> None:
    ledgers = ledgers_of(clock.reference for clock in clocks)
    # The clocks of one thing stand together: whoever moves them reads its ledger once.
    clocks = sorted(clocks, key=attrgetter("reference", "pk"))
    insert_many([_planned(move, clock, ledgers.get(clock.reference, [])) for clock in clocks])


def _planned(move: ClockMove, clock: Clock, rows: list[ClockEntry]) -> PlannedMove:
    calendar_id = calendar_after(move, clock)
    ledger = ledger_of(clock, entries_of(rows))
    code = str(calendar_id)
    to = target_after(move, clock)
    found = moving.moved(
        moving.Ledger(
            ledger.target,
            ledger.entries,
            ledger.calendar,
            {**ledger.calendars, code: calendar_version(calendar_id)},
        ),
        to=to,
        is_promised=to is not None or move.policy_version_id is None,
        calendar=code,
        at=move.as_of,
    )
    is_left = isinstance(found, Obstacle)
    return PlannedMove(
        move=move,
        clock=clock,
        policy_id=clock.policy_version.policy_id,
        reference=clock.reference,
        compartment=clock.compartment,
        seen_entry_id=max((row.pk for row in rows), default=0),
        seen_due_at=clock.due_at,
        due_at=clock.due_at if isinstance(found, Obstacle) else found.after.due_at,
        effect="" if isinstance(found, Obstacle) else found.effect(move.as_of),
        obstacle=found if isinstance(found, Obstacle) else "",
        state=PlanState.LEFT if is_left else PlanState.PLANNED,
    )


def target_after(move: ClockMove, clock: Clock) -> Target | None:
    """Return what a move promises a clock, None if that stays or nothing is promised any more."""
    if move.policy_version_id is None:
        return None
    return policy_target(move.policy_version_id, clock.milestone)


def calendar_after(move: ClockMove, clock: Clock) -> int:
    """Return the calendar version that a clock has after a move.

    A policy that names the same calendar as before leaves the clock its version.
    """
    if move.calendar_version_id is not None:
        return move.calendar_version_id
    before = policy_target(clock.policy_version_id, clock.milestone)
    after = target_after(move, clock)
    if before is None or after is None or before.calendar == after.calendar:
        return clock.calendar_version_id
    return version_ids_in_force([after.calendar], at=move.as_of)[after.calendar]


def _token(move: ClockMove) -> str:
    """Return a hash of all that a preview says."""
    digest = hashlib.sha256(
        f"{move.pk} {move.policy_version_id} {move.calendar_version_id} {move.as_of}".encode()
    )
    planned = PlannedMove.objects.filter(move=move).order_by("clock_id")
    rows = planned.values_list(
        "clock_id", "seen_entry_id", "seen_due_at", "due_at", "effect", "obstacle"
    )
    for row in rows.iterator(chunk_size=5000):
        digest.update(repr(row).encode())
    return digest.hexdigest()
