"""Carrying out a planned move of open clocks, chunk by chunk.

A chunk is one transaction: its clocks, their ledgers, its audit entries and the job that takes the
new deadlines over. Whoever is killed half-way loses no more than that chunk, and the next goes on.
"""

from dataclasses import dataclass, field, replace
from datetime import datetime

from django.db import connection
from django.utils.translation import gettext_lazy as _

from debiet.core import audit
from debiet.core.actor import Actor
from debiet.core.errors import NotFound, Refused
from debiet.core.events import publish
from debiet.core.many import insert_many
from debiet.core.operations import action, current_step
from debiet.core.references import reference
from debiet.rules.access import Permission
from debiet.rules.moving import MoveState, PlanState
from debiet.rules.sla import EntryKind
from debiet.terms.actions.planning import calendar_after
from debiet.terms.events import ClocksMoved, MoveConfirmed
from debiet.terms.models import Clock, ClockEntry, ClockMove, LevelMark, PlannedMove
from debiet.terms.projection import entries_of, fill_in, ledgers_of, settle

CHUNK = 1000
"""Clocks a transaction."""


class NotAsSeen(Refused):
    """The token is of another preview: what would be carried out is not what was seen."""

    code = "terms.not-as-seen"
    message = _("This is not the preview that you looked at. Look at it again, then decide.")


class ReasonMissing(Refused):
    """A move needs a reason."""

    code = "terms.reason-missing"
    message = _("Say why the clocks are moved. Whoever asks later reads it.")


@action(permission=Permission.MOVE_CLOCKS)
def confirm_move(*, move_id: int, token: str, reason: str, by: Actor, at: datetime) -> None:
    """Let a move be carried out as its preview showed it.

    :raises NotFound: if there is no such move
    :raises NotAsSeen: if the token is not its preview's, or it is being carried out already
    :raises ReasonMissing: if no reason is given
    """
    move = ClockMove.objects.select_for_update(of=("self",)).filter(pk=move_id).first()
    if move is None:
        raise NotFound
    if move.state != MoveState.PLANNED or not token or token != move.token:
        raise NotAsSeen
    if not reason.strip():
        raise ReasonMissing
    move.state, move.reason = MoveState.MOVING, reason.replace("\x00", "").strip()[:300]
    move.confirmed_by, move.confirmed_at = by.user_id, at
    move.save()
    audit.record(reference("clock-move", move.pk), facts={"token": token})
    publish(MoveConfirmed(move_id=move.pk))


@action(permission=Permission.MOVE_CLOCKS)
def withdraw_move(*, move_id: int, by: Actor, at: datetime) -> None:
    """Put a preview away without moving anything.

    :raises NotFound: if there is none that is not carried out
    """
    move = ClockMove.objects.select_for_update(of=("self",)).filter(pk=move_id).first()
    if move is None or move.state not in (MoveState.PLANNING, MoveState.PLANNED):
        raise NotFound
    move.state, move.ended_at = MoveState.WITHDRAWN, at
    move.save(update_fields=["state", "ended_at"])
    audit.record(reference("clock-move", move.pk))


@dataclass
class _Chunk:
    """The clocks of a chunk that are moved, with what is written for them."""

    clocks: list[Clock] = field(default_factory=list)
    entries: list[ClockEntry] = field(default_factory=list)
    untrue: list[LevelMark] = field(default_factory=list)


@action(permission=Permission.MOVE_CLOCKS)
def move_chunk(*, move_id: int, by: Actor, at: datetime) -> int:
    """Carry out the next chunk of a confirmed move; return how many clocks it looked at.

    Rows are claimed with SKIP LOCKED, so that two processes share the work and never do it twice.
    A clock that changed since the preview is marked as such and left alone.
    """
    move = ClockMove.objects.filter(pk=move_id, state=MoveState.MOVING).first()
    if move is None:
        return 0
    planned = list(
        PlannedMove.objects.select_for_update(skip_locked=True, of=("self",))
        .filter(move=move, state=PlanState.PLANNED)
        .order_by("id")[:CHUNK]
    )
    if not planned:
        _end(move_id, at=at)
        return 0
    chunk = _moved(move, planned, at=at)
    _save(chunk, at=at)
    PlannedMove.objects.bulk_update(
        [one for one in planned if one.state == PlanState.CHANGED], ["state"]
    )
    PlannedMove.objects.filter(
        pk__in=[one.pk for one in planned if one.state == PlanState.MOVED]
    ).update(state=PlanState.MOVED)
    for compartment in {clock.compartment for clock in chunk.clocks}:
        audit.record_all(
            [clock.reference for clock in chunk.clocks if clock.compartment == compartment],
            compartment=compartment,
            facts={"move": move_id},
        )
    publish(ClocksMoved(move_id=move_id, first_id=planned[0].pk, latest_id=planned[-1].pk))
    return len(planned)


def _end(move_id: int, *, at: datetime) -> None:
    """Say that a move is done, unless another process still holds a chunk of it."""
    move = ClockMove.objects.select_for_update(of=("self",)).get(pk=move_id)
    is_left = PlannedMove.objects.filter(move=move, state=PlanState.PLANNED).exists()
    if move.state == MoveState.MOVING and not is_left:
        move.state, move.ended_at = MoveState.MOVED, at
        move.save(update_fields=["state", "ended_at"])
        audit.record(reference("clock-move", move.pk))


def _moved(move: ClockMove, planned: list[PlannedMove], *, at: datetime) -> _Chunk:
    """Lock the clocks of a chunk and return those that are moved, filled in but not saved."""
    ids = [one.clock_id for one in planned]
    locked = Clock.objects.select_for_update().filter(pk__in=ids).order_by("pk")
    clocks = {clock.pk: clock for clock in locked}
    ledgers = ledgers_of(one.reference for one in planned)
    read = {about: entries_of(rows) for about, rows in ledgers.items()}
    marks: dict[int, list[LevelMark]] = {}
    for mark in LevelMark.objects.filter(clock__in=ids, voided_at__isnull=True):
        marks.setdefault(mark.clock_id, []).append(mark)
    chunk = _Chunk()
    for one in planned:
        clock, rows = clocks[one.clock_id], ledgers.get(one.reference, [])
        entry = _entry(move, clock, at=at)
        if not _is_as_seen(one, clock, rows, move):
            one.state = PlanState.CHANGED
            continue
        clock.calendar_version_id = entry.facts["calendar_version"]
        if move.policy_version_id is not None:
            clock.policy_version_id = move.policy_version_id
        # Not written yet, so it has no id: it comes after all that are.
        (coming_entry,) = entries_of([entry])
        ledger = [*read[one.reference], replace(coming_entry, id=_AFTER_ALL)]
        coming = fill_in(clock, ledger)
        if clock.due_at != one.due_at:
            one.state = PlanState.CHANGED
            continue
        one.state = PlanState.MOVED
        chunk.untrue += settle(clock, coming, marks.get(clock.pk, []))
        chunk.clocks.append(clock)
        chunk.entries.append(entry)
    return chunk


def _is_as_seen(one: PlannedMove, clock: Clock, rows: list[ClockEntry], move: ClockMove) -> bool:
    """Return whether nothing happened to a clock since the preview but this very move."""
    own = f"move:{move.pk}:"
    latest = max((row.pk for row in rows if not row.source.startswith(own)), default=0)
    return (latest, clock.due_at) == (one.seen_entry_id, one.seen_due_at)


def _entry(move: ClockMove, clock: Clock, *, at: datetime) -> ClockEntry:
    facts = {
        "milestone": str(clock.milestone),
        "calendar_version": calendar_after(move, clock),
        "calendar_before": clock.calendar_version_id,
    }
    if move.policy_version_id is not None:
        facts["policy_version"] = move.policy_version_id
        facts["policy_before"] = clock.policy_version_id
    return ClockEntry(
        reference=clock.reference,
        kind=EntryKind.MOVED,
        occurred_at=move.as_of,
        recorded_at=at,
        facts=facts,
        source=f"move:{move.pk}:{clock.milestone}",
        operation_id=current_step().operation_id,
    )


_AFTER_ALL = 2**62

_COLUMNS = {
    "policy_version_id": "bigint",
    "calendar_version_id": "bigint",
    "status": "text",
    "started_at": "timestamptz",
    "due_at": "timestamptz",
    "at_risk_at": "timestamptz",
    "reached_at": "timestamptz",
    "next_level": "integer",
    "next_level_at": "timestamptz",
}
_NAMES = ", ".join(_COLUMNS)
_UPDATE = f"""
UPDATE terms_clock SET ({_NAMES}) = ({", ".join(f"new.{name}" for name in _COLUMNS)})
FROM unnest(%s::bigint[], {", ".join(f"%s::{kind}[]" for kind in _COLUMNS.values())})
    AS new (clock_id, {_NAMES})
WHERE terms_clock.id = new.clock_id
"""  # noqa: S608 (our own names)


def _save(chunk: _Chunk, *, at: datetime) -> None:
    insert_many(chunk.entries)
    LevelMark.objects.filter(pk__in=[mark.pk for mark in chunk.untrue]).update(voided_at=at)
    values = [[clock.pk for clock in chunk.clocks]]
    values += [[getattr(clock, name) for clock in chunk.clocks] for name in _COLUMNS]
    with connection.cursor() as cursor:
        cursor.execute(_UPDATE, values)
