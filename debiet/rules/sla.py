"""The clock: how a term stands, as a pure function of its ledger.

Nothing here looks at the time of day. What a clock owes follows from its entries, its target and
its calendar alone; only "is it late?" needs a moment, and takes it as an argument. The rules, with
worked numbers, are in ``docs/algorithms/sla.md``. This module is the front door of the ``sla_``
files beside it.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from fractions import Fraction
from typing import Final

from debiet.rules.local_time import NeverOpen, UnknownYear
from debiet.rules.sla_count import Count, WrongCalendar, count_of, target_of_run
from debiet.rules.sla_explain import ExplainedSpan, SpanReason, explain
from debiet.rules.sla_ledger import (
    EFFECTS,
    MESSAGES,
    OF_COMPLAINTS,
    Effect,
    Run,
    effective_entries,
    runs,
)
from debiet.rules.sla_policy import (
    CaseFacts,
    PolicyMatch,
    PolicyTie,
    conflicts,
    find_ties,
    most_specific,
)
from debiet.rules.sla_values import (
    Calendar,
    ClockStatus,
    Entry,
    EntryKind,
    Milestone,
    OnReopen,
    PauseReason,
    Target,
    Term,
    TermUnit,
    in_utc,
)

__all__ = [
    "AT_RISK",
    "DUE",
    "EFFECTS",
    "LEVELS",
    "MESSAGES",
    "OF_COMPLAINTS",
    "Calendar",
    "CaseFacts",
    "ClockState",
    "ClockStatus",
    "Effect",
    "Entry",
    "EntryKind",
    "ExplainedSpan",
    "Milestone",
    "OnReopen",
    "PauseReason",
    "PolicyMatch",
    "PolicyTie",
    "SpanReason",
    "Target",
    "Term",
    "TermUnit",
    "WrongCalendar",
    "clock_cycles",
    "clock_state",
    "conflicts",
    "explain",
    "find_ties",
    "most_specific",
]

AT_RISK: Final = 75
DUE: Final = 100
LEVELS: Final = (50, AT_RISK, DUE, 150)
"""The percentages of used time that are marked and told."""


@dataclass(frozen=True, slots=True)
class ClockState:
    """How one run of a clock stands. Its moments are in UTC, to be compared with stored ones.

    :param cycle: which run it is, from 1; 0 if it has not started
    :param due_at: nothing while it stands still with time left, or if the calendar cannot tell; a
        run that was reached or ended keeps it
    :param reached_at: when it was met, in time or late
    :param ended_at: when it stopped for good, met or not
    :param in_time: whether it was met at or before it was due; nothing if it was not met
    :param levels: when each percentage was or will be used up; nothing while it stands still before
        that, if it stopped before that, or if the calendar cannot tell
    """

    milestone: Milestone
    status: ClockStatus
    cycle: int = 0
    started_at: datetime | None = None
    due_at: datetime | None = None
    at_risk_at: datetime | None = None
    reached_at: datetime | None = None
    ended_at: datetime | None = None
    paused_at: datetime | None = None
    in_time: bool | None = None
    levels: Mapping[int, datetime | None] = field(default_factory=dict)
    count: Count | None = field(default=None, repr=False)

    def used(self, at: datetime) -> Fraction:
        """Return what is used up at a moment, in the term's unit: hours, or whole days.

        :raises UnknownYear: if the calendar does not know the years in between
        """
        if self.count is None:
            return Fraction(0)
        stops = [moment for moment in (self.ended_at, self.paused_at) if moment is not None]
        return self.count.used(min([in_utc(at), *stops]))

    def remaining(self, at: datetime) -> Fraction:
        """Return what is left at a moment, in the term's unit; below zero once it is over.

        :raises UnknownYear: if the calendar does not know the years in between
        """
        return self.length - self.used(at)

    @property
    def length(self) -> Fraction:
        """Return the whole term, in its unit, as it runs: rolling forward makes it longer.

        :raises UnknownYear: if the calendar does not know the years in between
        """
        return Fraction(0) if self.count is None else self.count.length

    def percent_used(self, at: datetime) -> int:
        """Return the share that is used up at a moment, in full percent.

        :raises UnknownYear: if the calendar does not know the years in between
        """
        return int(self.used(at) * 100 / self.length) if self.count is not None else 0

    def is_breached(self, at: datetime) -> bool:
        """Return whether the term was over, by then or when it stopped; at the due moment not."""
        return self.due_at is not None and (self.ended_at or in_utc(at)) > self.due_at

    def is_at_risk(self, at: datetime) -> bool:
        """Return whether it is still open with 75 % used up, and not breached."""
        if self.ended_at is not None or self.at_risk_at is None:
            return False
        return self.at_risk_at <= in_utc(at) and not self.is_breached(at)


def clock_state(
    *,
    target: Target,
    entries: Iterable[Entry],
    calendar: Calendar,
    calendars: Mapping[str, Calendar] | None = None,
    levels: Iterable[int] = LEVELS,
) -> ClockState:
    """Return how a clock stands by its ledger: its latest run.

    :param target: what was promised when the clock began
    :param calendar: the calendar the clock began with
    :param calendars: those the ledger moved it to, by code
    :raises WrongCalendar: if a calendar is missing or does not fit the term's unit
    """
    states = clock_cycles(
        target=target, entries=entries, calendar=calendar, calendars=calendars, levels=levels
    )
    return states[-1] if states else ClockState(target.milestone, ClockStatus.NOT_STARTED)


def clock_cycles(
    *,
    target: Target,
    entries: Iterable[Entry],
    calendar: Calendar,
    calendars: Mapping[str, Calendar] | None = None,
    levels: Iterable[int] = LEVELS,
) -> tuple[ClockState, ...]:
    """Return all runs of a clock, in order: each next reply, each resolution that began anew.

    The parameters are those of :func:`clock_state`.
    """
    ledger = effective_entries(entries, counts_dispatch=target.counts_dispatch)
    wanted = tuple(levels)
    states = []
    for cycle, run in enumerate(runs(ledger, target), start=1):
        held = target_of_run(run, target=target, entries=ledger)
        count = count_of(
            run, target=held, entries=ledger, calendar=calendar, calendars=calendars or {}
        )
        states.append(_state(run, count, held, cycle, wanted))
    return tuple(states)


def _state(
    run: Run, count: Count, target: Target, cycle: int, levels: tuple[int, ...]
) -> ClockState:
    moments = {level: _level_at(run, count, level) for level in {*levels, AT_RISK, DUE}}
    due_at = moments[DUE]
    in_time = _is_in_time(run, count, due_at)
    unknown = due_at is None and run.paused_at is None and in_time is None
    return ClockState(
        milestone=target.milestone,
        status=ClockStatus.UNDETERMINED if unknown else _status(run),
        cycle=cycle,
        started_at=run.started_at,
        due_at=due_at,
        at_risk_at=moments[AT_RISK],
        reached_at=run.ended_at if run.is_reached else None,
        ended_at=run.ended_at,
        paused_at=run.paused_at,
        in_time=in_time if run.is_reached else None,
        levels={level: _before_end(run, moments[level]) for level in levels},
        count=count,
    )


def _level_at(run: Run, count: Count, percent: int) -> datetime | None:
    try:
        # In UTC, because Python finds no moment of the hour that comes twice equal to one of
        # another zone.
        moment = in_utc(count.level_at(percent))
    except (UnknownYear, NeverOpen):
        return None
    # While it stands still, what it had not used up by then has no moment yet.
    return moment if run.paused_at is None or moment <= run.paused_at else None


def _before_end(run: Run, moment: datetime | None) -> datetime | None:
    """Return the moment of a level if the clock still ran after it: met at 100 % is in time."""
    if moment is None or (run.ended_at is not None and moment >= run.ended_at):
        return None
    return moment


def _is_in_time(run: Run, count: Count, due_at: datetime | None) -> bool | None:
    """Return whether a run stopped at or before it was due, or nothing if nobody can say."""
    if run.ended_at is None:
        return None
    if due_at is not None:
        return run.ended_at <= due_at
    try:
        # The years up to here are known, and the term was not used up in them.
        count.used(run.ended_at)
    except UnknownYear:
        return None
    return True


def _status(run: Run) -> ClockStatus:
    if run.is_reached:
        return ClockStatus.MET
    if run.ended_at is not None:
        return ClockStatus.ENDED
    return ClockStatus.RUNNING if run.paused_at is None else ClockStatus.PAUSED
