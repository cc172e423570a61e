"""Moving an open clock to another version of its policy or calendar.

A move is one entry of the ledger, at one moment: what was used up before it stays as it was
counted, pauses stay, and what is left is counted by what holds from then on. The rules, with worked
numbers, are in ``docs/algorithms/moving-clocks.md``.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from debiet.rules.local_time import UnknownYear
from debiet.rules.sla import ClockState, clock_state
from debiet.rules.sla_count import WrongCalendar
from debiet.rules.sla_ledger import is_about
from debiet.rules.sla_values import Calendar, Entry, EntryKind, Milestone, Target


class Obstacle(StrEnum):
    """Why a clock cannot be moved; it keeps the version it has."""

    NOT_PROMISED = "not_promised"  # the new version no longer names this milestone
    OTHER_UNIT = "other_unit"  # hours used up are no days, and the other way round
    OTHER_MOMENT = "other_moment"  # answers would count from another moment
    UNKNOWN_YEARS = "unknown_years"  # nobody can say what was used up


class MoveState(StrEnum):
    """Where a move of many clocks stands."""

    PLANNING = "planning"  # its preview is being made
    PLANNED = "planned"  # it can be looked at, and carried out by its token
    MOVING = "moving"
    MOVED = "moved"
    WITHDRAWN = "withdrawn"


class PlanState(StrEnum):
    """What became of one clock in a move of many."""

    PLANNED = "planned"
    LEFT = "left"  # there is an obstacle
    MOVED = "moved"
    CHANGED = "changed"  # something happened to it since the preview: it is listed, not moved


class MoveEffect(StrEnum):
    """What a move does to the moment at which a clock falls due."""

    OVERDUE = "overdue"  # in time until now, too late by what holds from now on
    RESCUED = "rescued"
    EARLIER = "earlier"
    LATER = "later"
    SAME = "same"
    UNDETERMINED = "undetermined"  # before or after the move nobody can say when it is due


@dataclass(frozen=True, slots=True)
class Ledger:
    """A clock's ledger with what it began with.

    :param target: what was promised when it began
    :param calendar: the calendar it began with
    :param calendars: those that its moves name and the one it is moved to, by code
    """

    target: Target
    entries: tuple[Entry, ...]
    calendar: Calendar
    calendars: Mapping[str, Calendar]

    def state(self, *more: Entry) -> ClockState:
        """Return how the clock stands, with entries that are not written yet."""
        return clock_state(
            target=self.target,
            entries=(*self.entries, *more),
            calendar=self.calendar,
            calendars=self.calendars,
        )


@dataclass(frozen=True, slots=True)
class Moved:
    """How a clock stands before and after a move."""

    before: ClockState
    after: ClockState

    def effect(self, at: datetime) -> MoveEffect:
        """Return what becomes of the moment at which it falls due, seen at a moment."""
        was, will = self.before.is_breached(at), self.after.is_breached(at)
        if was != will:
            return MoveEffect.OVERDUE if will else MoveEffect.RESCUED
        if self.before.due_at == self.after.due_at:
            return MoveEffect.SAME
        if self.before.due_at is None or self.after.due_at is None:
            return MoveEffect.UNDETERMINED
        is_later = self.after.due_at > self.before.due_at
        return MoveEffect.LATER if is_later else MoveEffect.EARLIER


def held_target(target: Target, entries: Sequence[Entry]) -> Target:
    """Return what a clock is promised now: what its latest move says, or what it began with."""
    moves = [entry for entry in entries if entry.target is not None]
    for entry in sorted(moves, key=lambda entry: (entry.occurred_at, entry.id)):
        if is_about(entry, target.milestone) and entry.target is not None:
            target = entry.target
    return target


def move_entry(
    *, id: int, milestone: Milestone, to: Target | None, calendar: str, at: datetime
) -> Entry:
    """Return the entry that moves a clock.

    :param to: what is promised from then on, or nothing if that stays
    :param calendar: the code of the calendar version that holds from then on
    """
    return Entry(id, EntryKind.MOVED, at, at, calendar=calendar, milestone=milestone, target=to)


def moved(
    ledger: Ledger, *, to: Target | None, is_promised: bool = True, calendar: str, at: datetime
) -> Moved | Obstacle:
    """Return how a clock stands before and after a move, or why it cannot be moved.

    :param to: what is promised from then on, or nothing if that stays
    :param is_promised: whether the version it is moved to promises this milestone at all
    :param calendar: the code of the calendar version that holds from then on
    """
    now = held_target(ledger.target, ledger.entries)
    if not is_promised:
        return Obstacle.NOT_PROMISED
    if to is not None and to.term.unit is not now.term.unit:
        return Obstacle.OTHER_UNIT
    if to is not None and to.counts_dispatch != now.counts_dispatch:
        return Obstacle.OTHER_MOMENT
    highest = max((entry.id for entry in ledger.entries), default=0)
    entry = move_entry(id=highest + 1, milestone=now.milestone, to=to, calendar=calendar, at=at)
    try:
        found = Moved(ledger.state(), ledger.state(entry))
        found.before.used(at)
    except UnknownYear:
        return Obstacle.UNKNOWN_YEARS
    except WrongCalendar:
        return Obstacle.OTHER_UNIT
    return found
