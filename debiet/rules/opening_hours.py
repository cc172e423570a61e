"""Opening hours as people write them: by weekday, with holidays and days that differ."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Final, Self

from debiet.rules.local_time import (
    DAY,
    SECOND,
    WEEKDAYS,
    InvalidHours,
    plain_days,
    weekday_number,
)
from debiet.rules.working_time_table import Hours, Span

_TIME: Final = re.compile(r"([01][0-9]|2[0-4]):([0-5][0-9])(?::([0-5][0-9]))?")


class ClosedReason(StrEnum):
    """Why the doors are closed at a moment."""

    NIGHT = "night"  # before the first or after the final hours of an open day
    BREAK = "break"  # between two of them
    WEEKEND = "weekend"  # a weekday without hours
    HOLIDAY = "holiday"
    OVERRIDE = "override"  # the day has hours of its own, or none


@dataclass(frozen=True, slots=True)
class OpeningHours:
    """What hours hold on which day."""

    weekly: tuple[Hours, ...]
    holidays: frozenset[date]
    overrides: Mapping[date, Hours]

    @classmethod
    def read(
        cls,
        *,
        weekly: Mapping[str, Iterable[Sequence[str]]],
        holidays: Iterable[date],
        overrides: Mapping[date, Iterable[Sequence[str]]],
    ) -> Self:
        """Read a definition.

        :raises InvalidHours: if it cannot be read
        """
        by_number = {weekday_number(name): read_hours(hours) for name, hours in weekly.items()}
        return cls(
            weekly=tuple(by_number.get(number, ()) for number in range(len(WEEKDAYS))),
            holidays=plain_days(holidays),
            overrides={day: read_hours(overrides[day]) for day in plain_days(overrides)},
        )

    def on(self, day: date) -> Hours:
        """Return the hours that start on a day: an override goes before holiday and weekday."""
        special = self.overrides.get(day)
        if special is not None:
            return special
        return () if day in self.holidays else self.weekly[day.weekday()]

    def final_year(self) -> int | None:
        """Return the year after which it is closed for good, or nothing if it never is."""
        if any(self.weekly):
            return None
        # Hours of the final day may run on into the next year.
        return max((day.year + 1 for day, hours in self.overrides.items() if hours), default=0)

    def are_open_in(self, *, first_year: int, final_year: int) -> bool:
        """Return whether any day of these years has hours."""
        first = date(first_year, 1, 1).toordinal()
        beyond = date(final_year + 1, 1, 1).toordinal()
        return any(self.on(date.fromordinal(day)) for day in range(first, beyond))

    def reason_closed(self, moment: datetime) -> ClosedReason:
        """Return why it is closed at a moment, given in the local zone, that is closed."""
        day = moment.date()
        if day in self.overrides:
            return ClosedReason.OVERRIDE
        if day in self.holidays:
            return ClosedReason.HOLIDAY
        hours = self.weekly[day.weekday()]
        if not hours:
            return ClosedReason.WEEKEND
        seconds = moment.hour * 3600 + moment.minute * 60 + moment.second
        time_of_day = seconds * SECOND + moment.microsecond
        started = any(start <= time_of_day for start, _ in hours)
        to_come = any(start > time_of_day for start, _ in hours)
        return ClosedReason.BREAK if started and to_come else ClosedReason.NIGHT


def read_hours(intervals: Iterable[Sequence[str]]) -> Hours:
    """Read the hours of one day, such as ``[("09:00", "12:00"), ("13:00", "17:00")]``.

    An end that is not after its start lies on the next day; ``"24:00"`` ends the day.

    :raises InvalidHours: if an interval is not two times of day
    """
    return tuple(sorted(_read_interval(interval) for interval in intervals))


def _read_interval(interval: Sequence[str]) -> Span:
    if isinstance(interval, str) or len(interval) != 2:
        raise InvalidHours(f"{interval!r} is not a pair of times such as ('09:00', '17:00')")
    start, end = (_read_time(text) for text in interval)
    if start == DAY:
        raise InvalidHours("no interval can start at 24:00; use 00:00 of the next day")
    return (start, end) if end > start else (start, end + DAY)


def _read_time(text: str) -> int:
    found = _TIME.fullmatch(text) if isinstance(text, str) else None
    if found is None:
        raise InvalidHours(f"{text!r} is not a time of day such as '09:00' or '24:00'")
    hours, minutes, seconds = (int(part or 0) for part in found.groups())
    micros = (hours * 3600 + minutes * 60 + seconds) * SECOND
    if micros > DAY:
        raise InvalidHours(f"{text!r} is later than 24:00")
    return micros
