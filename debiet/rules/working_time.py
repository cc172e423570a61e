"""Working time: how much of it lies between two moments, and when an amount of it is used up.

Working time is real elapsed time while the local wall clock reads a time inside the opening hours.
See ``docs/algorithms/working-time.md`` for the rules with worked numbers.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Final, NamedTuple, NoReturn
from zoneinfo import ZoneInfo

from debiet.rules.local_time import (
    DAY,
    InvalidHours,
    NaiveMoment,
    NeverOpen,
    UnknownYear,
    from_micros,
    next_midnight,
    start_of_day,
    to_micros,
    year_bounds,
    zone,
)
from debiet.rules.opening_hours import ClosedReason, OpeningHours
from debiet.rules.working_time_table import OpenTable, merged, year_table

__all__ = [
    "ClosedReason",
    "InvalidHours",
    "NaiveMoment",
    "NeverOpen",
    "Pause",
    "UnknownYear",
    "WorkingHours",
    "WorkingSpan",
]

Pause = tuple[datetime, datetime]
"""From and until; a pause that ends before it starts has no length."""

_MICROSECOND: Final = timedelta(microseconds=1)


class WorkingSpan(NamedTuple):
    """A stretch of time that is open (``closed`` is nothing) or closed for one reason."""

    start: datetime
    end: datetime
    closed: ClosedReason | None


class WorkingHours:
    """Opening hours over the years, with the questions a term asks of them.

    It never changes after it is made: another set of hours is another calendar.

    :param tz: the zone whose wall clock the hours are read on
    :param weekly: hours by day of the week (``mon`` to ``sun``), pairs such as ``("09:00",
        "17:00")``; an end that is not after its start lies on the next day, so equal ones are 24
        hours; days left out are closed
    :param holidays: days on which the weekly hours do not hold; hours of the evening before still
        run on past midnight
    :param overrides: hours of single days, in place of both weekday and holiday; empty means closed
    :param known_years: consecutive years for which the holidays are known, or nothing for all
    :raises InvalidHours: if the definition cannot be read
    :raises NeverOpen: if it has no open hour at all
    """

    __slots__ = (
        "_final_year",
        "_first_year",
        "_hours",
        "_known_from",
        "_known_until",
        "_table",
        "tz",
    )

    tz: ZoneInfo
    _hours: OpeningHours
    _first_year: int
    _final_year: int
    _known_from: int
    _known_until: int
    _table: OpenTable | None

    def __init__(
        self,
        *,
        tz: str = "Europe/Brussels",
        weekly: Mapping[str, Iterable[Sequence[str]]],
        holidays: Iterable[date] = (),
        overrides: Mapping[date, Iterable[Sequence[str]]] | None = None,
        known_years: Iterable[int] | None = None,
    ) -> None:
        hours = OpeningHours.read(weekly=weekly, holidays=holidays, overrides=overrides or {})
        first_year, final_year = year_bounds(known_years)
        if not hours.are_open_in(first_year=first_year, final_year=final_year):
            raise NeverOpen("this calendar has no open hour")
        local = zone(tz)
        # Hours of a day that is not known may reach into the first known year.
        eve = hours.on(date(first_year - 1, 12, 31))
        spill = max((end - DAY for _, end in eve if end > DAY), default=0)
        values = {
            "tz": local,
            "_hours": hours,
            "_first_year": first_year,
            "_final_year": final_year,
            "_known_from": to_micros(start_of_day(date(first_year, 1, 1), local)) + spill,
            "_known_until": to_micros(start_of_day(date(final_year + 1, 1, 1), local)),
            "_table": None,
        }
        for name, value in values.items():
            object.__setattr__(self, name, value)

    def __setattr__(self, name: str, value: object) -> NoReturn:
        """Refuse: a running clock relies on its calendar staying what it was."""
        raise AttributeError("a calendar never changes; make another one")

    def __delattr__(self, name: str) -> NoReturn:
        """Refuse, as for setting."""
        raise AttributeError("a calendar never changes; make another one")

    def add(
        self, start: datetime, duration: timedelta, *, pauses: Iterable[Pause] = ()
    ) -> datetime:
        """Return the earliest moment at which so much working time after a start is used up.

        Exactly at closing time it stays there. A duration of zero is the one special case: it
        gives the first open moment at or after the start.

        :raises UnknownYear: if the way there leaves the known years
        :raises NeverOpen: if the calendar is not open any more for so long
        :raises ValueError: if the duration is negative
        :raises NaiveMoment: if a moment has no zone
        """
        length = duration // _MICROSECOND
        if length < 0:
            raise ValueError(f"a duration cannot be negative: {duration}")
        cursor = to_micros(start)
        for pause_start, pause_end in _union(pauses) if pauses else ():
            if pause_end <= cursor:
                continue
            reached = self._reach(cursor, length)
            if reached < pause_start or (reached == pause_start and length):
                return from_micros(reached, self.tz)
            if pause_start > cursor:
                length -= self._open_between(cursor, pause_start)
            cursor = pause_end
        return from_micros(self._reach(cursor, length), self.tz)

    def between(self, start: datetime, end: datetime, *, pauses: Iterable[Pause] = ()) -> timedelta:
        """Return the working time from a start to an end, outside the pauses; reversed it is zero.

        :raises UnknownYear: if the span leaves the known years
        :raises NaiveMoment: if a moment has no zone
        """
        from_, until = to_micros(start), to_micros(end)
        if until <= from_:
            return timedelta()
        working = self._open_between(from_, until)
        for pause_start, pause_end in _union(pauses) if pauses else ():
            cut_start, cut_end = max(from_, pause_start), min(until, pause_end)
            if cut_start < cut_end:
                working -= self._open_between(cut_start, cut_end)
        return timedelta(microseconds=working)

    def open_intervals(self, start: datetime, end: datetime) -> Iterator[tuple[datetime, datetime]]:
        """Return the open stretches between two moments, in order, cut off at both.

        :raises UnknownYear: if the span leaves the known years
        :raises NaiveMoment: if a moment has no zone
        """
        spans = self._open_spans(to_micros(start), to_micros(end))
        return ((from_micros(a, self.tz), from_micros(b, self.tz)) for a, b in spans)

    def spans(self, start: datetime, end: datetime) -> Iterator[WorkingSpan]:
        """Return all of the time between two moments: what is open, what is closed, and why.

        :raises UnknownYear: if the span leaves the known years
        :raises NaiveMoment: if a moment has no zone
        """
        from_, until = to_micros(start), to_micros(end)
        found: list[tuple[int, int, ClosedReason | None]] = []
        cursor = from_
        for opens, closes in self._open_spans(from_, until):
            found += [*self._closed(cursor, opens), (opens, closes, None)]
            cursor = closes
        found += self._closed(cursor, until)
        return (
            WorkingSpan(from_micros(a, self.tz), from_micros(b, self.tz), why)
            for a, b, why in found
        )

    def reason_closed(self, moment: datetime) -> ClosedReason | None:
        """Return why it is closed at a moment, or nothing if it is open.

        :raises UnknownYear: if the moment lies outside the known years
        :raises NaiveMoment: if the moment has no zone
        """
        micros = to_micros(moment)
        if self._open_between(micros, micros + 1):
            return None
        return self._hours.reason_closed(from_micros(micros, self.tz))

    def _covering(self, start: int, end: int) -> OpenTable:
        """Return a table that holds a stretch of time, made larger year by year where needed."""
        if start < self._known_from or end > self._known_until:
            year = from_micros(start if start < self._known_from else end, self.tz).year
            raise UnknownYear(f"this calendar does not know all of {year}")
        table: OpenTable | None = self._table
        if table is None:
            year = from_micros(start, self.tz).year
            table = self._year(min(max(year, self._first_year), self._final_year))
        elif table.begin <= start and end <= table.end:
            return table
        while start < table.begin:
            table = self._year(table.first_year - 1).joined(table)
        while end > table.end:
            table = table.joined(self._year(table.final_year + 1))
        return self._keep(table)

    def _later(self, table: OpenTable) -> OpenTable:
        """Return the table with one more year, for a term that is not used up in it."""
        year = table.final_year + 1
        if year > self._final_year:
            raise UnknownYear(f"this calendar does not know {year}")
        final_year = self._hours.final_year()
        if final_year is not None and year > final_year:
            raise NeverOpen(f"this calendar is not open any more from {year} on")
        return self._keep(table.joined(self._year(year)))

    def _year(self, year: int) -> OpenTable:
        return year_table(year, self.tz, self._hours.on)

    def _keep(self, table: OpenTable) -> OpenTable:
        # A whole new table takes the place of the old one at once: threads need no lock, and two
        # that grow it together merely do some work twice.
        object.__setattr__(self, "_table", table)
        return table

    def _reach(self, origin: int, length: int) -> int:
        table = self._covering(origin, origin)
        while True:
            found = table.reach(origin, length) if length else table.next_open(origin)
            if found is not None:
                return found
            table = self._later(table)

    def _open_between(self, start: int, end: int) -> int:
        table = self._covering(start, end)
        return table.open_before(end) - table.open_before(start)

    def _open_spans(self, start: int, end: int) -> list[tuple[int, int]]:
        return self._covering(start, end).spans(start, end) if start < end else []

    def _closed(self, start: int, end: int) -> Iterator[tuple[int, int, ClosedReason | None]]:
        """Cut a closed stretch where its reason changes, which is at local midnight only."""
        from_, cursor = start, start
        while cursor < end:
            moment = from_micros(cursor, self.tz)
            reason = self._hours.reason_closed(moment)
            cursor = min(end, to_micros(next_midnight(moment, self.tz)))
            if cursor == end or self._hours.reason_closed(from_micros(cursor, self.tz)) != reason:
                yield from_, cursor, reason
                from_ = cursor


def _union(pauses: Iterable[Pause]) -> list[tuple[int, int]]:
    return merged((to_micros(start), to_micros(end)) for start, end in pauses)
