"""How much of a term a run has used, and when a share of it is used up.

Two ways of counting with one face: working time on opening hours, and whole days on a day calendar.
Both leave out the stretches in which the clock stood still, and both can change to another calendar
on the way.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from fractions import Fraction
from functools import cached_property
from itertools import islice
from typing import TypeVar

from debiet.rules.day_terms import DayCalendar, level_days, months_later
from debiet.rules.sla_ledger import Run, Stop, is_about
from debiet.rules.sla_values import Calendar, Entry, EntryKind, Target, Term, TermUnit
from debiet.rules.working_time import Pause, WorkingHours

_Kind = TypeVar("_Kind", WorkingHours, DayCalendar)


class WrongCalendar(ValueError):
    """The calendar is missing, or does not count what the term is counted in."""


@dataclass(frozen=True)
class HoursCount:
    """Working time since a start."""

    started_at: datetime
    stops: tuple[Stop, ...]
    calendars: tuple[tuple[datetime, WorkingHours], ...]  # each with the moment it holds from
    term: Term

    @cached_property
    def pauses(self) -> tuple[Pause, ...]:
        """Return the stretches that are over in which the clock stood still."""
        return tuple((stop.start, stop.end) for stop in self.stops if stop.end is not None)

    @cached_property
    def micros(self) -> int:
        """Return the term in microseconds."""
        return self.term.duration // timedelta(microseconds=1)

    @property
    def length(self) -> Fraction:
        """Return the term in hours."""
        return hours_of(self.term.duration)

    def stretches(self) -> Iterator[tuple[datetime, datetime | None, WorkingHours]]:
        """Return which calendar holds from when until when."""
        ends = [start for start, _ in self.calendars[1:]]
        for (start, calendar), end in zip(self.calendars, [*ends, None], strict=True):
            yield start, end, calendar

    def level_at(self, percent: int) -> datetime:
        """Return the earliest moment at which so many percent of the term is used up.

        :raises UnknownYear: if the way there leaves the known years of the calendar
        :raises NeverOpen: if the calendar is not open any more for so long
        """
        need = timedelta(microseconds=-(-self.micros * percent // 100))
        *earlier, (begin, _, final) = self.stretches()
        for start, end, calendar in earlier:
            here = calendar.between(start, end or start, pauses=self.pauses)
            if here >= need:
                return calendar.add(start, need, pauses=self.pauses)
            need -= here
        return final.add(begin, need, pauses=self.pauses)

    def used(self, until: datetime) -> Fraction:
        """Return the hours used up at a moment that is not later than an open stop.

        :raises UnknownYear: if the way there leaves the known years of the calendar
        """
        total = timedelta()
        for start, end, calendar in self.stretches():
            cut = until if end is None else min(end, until)
            total += calendar.between(start, cut, pauses=self.pauses)
        return hours_of(total)


@dataclass(frozen=True)
class DaysCount:
    """Whole local days since a start.

    The day it starts on does not count, and of the days on which it stood still neither the first,
    nor the final, nor those between; a stop within one day takes nothing away. So no term ends
    while the utility waits, nor in the first hours after.
    """

    started_at: datetime
    stops: tuple[Stop, ...]
    calendars: tuple[tuple[datetime, DayCalendar], ...]  # each with the moment it holds from
    term: Term

    @cached_property
    def first_day(self) -> date:
        """Return the day of receipt."""
        return self.day_of(self.started_at)

    @cached_property
    def stopped_days(self) -> tuple[tuple[date, date, Stop], ...]:
        """Return the days that stops take away: first, final and why."""
        found = []
        for stop in self.stops:
            first, final = self.day_of(stop.start), self.day_of(stop.end or stop.start)
            if first != final:
                found.append((first, final, stop))
        return tuple(found)

    @cached_property
    def length(self) -> Fraction:
        """Return the term in days; one that rolls forward has as many days as it then runs.

        :raises UnknownYear: if the way there leaves the known years of the calendar
        """
        if not self.term.roll_forward:
            return Fraction(self.days)
        numbered = enumerate(self.counted(), start=1)
        enough = ((number, day) for number, day in numbered if number >= self.days)
        return Fraction(next(n for n, day in enough if self.calendar_on(day).is_open(day)))

    @property
    def days(self) -> int:
        """Return the term in days; a month has as many as lie between its two days."""
        if self.term.unit is TermUnit.CALENDAR_MONTHS:
            return (months_later(self.first_day, self.term.days) - self.first_day).days
        return self.term.days

    def day_of(self, moment: datetime) -> date:
        """Return the local day of a moment."""
        return self.calendars[0][1].day_of(moment)

    @cached_property
    def calendars_from(self) -> tuple[tuple[date, DayCalendar], ...]:
        """Return after which day each calendar holds."""
        return tuple((self.day_of(from_), calendar) for from_, calendar in self.calendars)

    def calendar_on(self, day: date) -> DayCalendar:
        """Return the calendar that judges a day: the one that held when it began."""
        holds = self.calendars[0][1]
        for after, calendar in self.calendars_from[1:]:
            if after < day:
                holds = calendar
        return holds

    def stop_on(self, day: date) -> Stop | None:
        """Return the stop that takes a day away, or nothing."""
        for first, final, stop in self.stopped_days:
            if first <= day <= final:
                return stop
        return None

    def counts(self, day: date) -> bool:
        """Return whether a day after the day of receipt counts.

        :raises UnknownYear: if a working-day calendar does not know the day
        """
        if self.stop_on(day) is not None:
            return False
        working_days = self.term.unit is TermUnit.WORKING_DAYS
        return not working_days or self.calendar_on(day).is_open(day)

    def counted(self, *, after: date | None = None, before: date | None = None) -> Iterator[date]:
        """Return the days that count, in order: all, or those after or before a day."""
        day = (after or self.first_day) + timedelta(days=1)
        while before is None or day < before:
            if self.counts(day):
                yield day
            day += timedelta(days=1)

    def level_at(self, percent: int) -> datetime:
        """Return the end of the day with which so many percent of the term is used up.

        :raises UnknownYear: if the way there leaves the known years of the calendar
        """
        wanted = level_days(int(self.length), percent)
        day = self.counted_day(wanted)
        return self.calendar_on(day).end_of(day)

    def counted_day(self, number: int) -> date:
        """Return the first, second, … day that counts; one walk serves all levels of a run.

        :raises UnknownYear: if the way there leaves the known years of the calendar
        """
        found = self._walked
        after = found[-1] if found else self.first_day
        found.extend(islice(self.counted(after=after), max(number - len(found), 0)))
        return found[number - 1]

    @cached_property
    def _walked(self) -> list[date]:
        """Return the days that count, as far as somebody asked."""
        return []

    def used(self, until: datetime) -> Fraction:
        """Return the days used up at a moment that is not later than an open stop.

        :raises UnknownYear: if the way there leaves the known years of the calendar
        """
        return Fraction(sum(1 for _ in self.counted(before=self.day_of(until))))


Count = HoursCount | DaysCount


def count_of(
    run: Run,
    *,
    target: Target,
    entries: Sequence[Entry],
    calendar: Calendar,
    calendars: Mapping[str, Calendar],
) -> Count:
    """Return how a run is counted.

    :param entries: the effective ledger, for its moves to another calendar
    :param calendar: the calendar the clock began with
    :param calendars: those it was moved to, by code
    :raises WrongCalendar: if one is missing or does not fit the term's unit
    """
    begin, changes = calendar, []
    for entry in entries:
        if _concerns(entry, run, target):
            if entry.calendar not in calendars:
                raise WrongCalendar(f"calendar {entry.calendar!r} of entry {entry.id} is missing")
            changes.append((entry.occurred_at, calendars[entry.calendar]))
    while changes and changes[0][0] <= run.started_at:
        begin = changes.pop(0)[1]
    held = [(run.started_at, begin), *changes]
    stops = tuple(run.stops)
    if target.term.unit is TermUnit.WORKING_HOURS:
        return HoursCount(run.started_at, stops, _all(WorkingHours, held), target.term)
    term = _extended(target.term, run, entries)
    return DaysCount(run.started_at, stops, _all(DayCalendar, held), term)


def _extended(term: Term, run: Run, entries: Sequence[Entry]) -> Term:
    """Return the term with the months that were added while the run was under way."""
    if term.unit is not TermUnit.CALENDAR_MONTHS:
        return term
    more = sum(
        entry.months
        for entry in entries
        if entry.kind is EntryKind.EXTENDED
        and run.started_at <= entry.occurred_at
        and (run.ended_at is None or entry.occurred_at <= run.ended_at)
    )
    return replace(term, amount=term.days + more)


def target_of_run(run: Run, *, target: Target, entries: Sequence[Entry]) -> Target:
    """Return what is promised to a run: what held when it stopped, or what holds now.

    :param target: what was promised at first
    :param entries: the effective ledger
    """
    for entry in entries:
        if entry.target is not None and _concerns(entry, run, target):
            target = entry.target
    return target


def _concerns(move: Entry, run: Run, target: Target) -> bool:
    """Return whether an entry moves this clock, before it stopped."""
    is_before = run.ended_at is None or move.occurred_at < run.ended_at
    return is_before and is_about(move, target.milestone)


def _all(
    kind: type[_Kind], held: Sequence[tuple[datetime, Calendar]]
) -> tuple[tuple[datetime, _Kind], ...]:
    fitting = tuple((from_, calendar) for from_, calendar in held if isinstance(calendar, kind))
    if len(fitting) != len(held):
        raise WrongCalendar(f"this term is counted on a {kind.__name__}")
    return fitting


def hours_of(duration: timedelta) -> Fraction:
    """Return a duration in hours, exactly."""
    return Fraction(duration // timedelta(microseconds=1), 3_600_000_000)
