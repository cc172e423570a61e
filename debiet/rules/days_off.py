"""Days on which nobody works: what a year of a calendar looks like, and what may be added to it.

Nothing is decided here: replacement days and bridge days are suggested, and somebody takes them or
not. Worked numbers stand in ``docs/algorithms/working-time.md``.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from debiet.rules.local_time import WEEKDAYS

_ONE_DAY = timedelta(days=1)


class DayKind(StrEnum):
    """What a day is in a calendar."""

    OPEN = "open"
    CLOSED = "closed"  # a weekday on which it is never open
    HOLIDAY = "holiday"
    OFF = "off"  # a single day that is closed
    SPECIAL = "special"  # a single day that is open, with hours of its own or in spite of the rest


@dataclass(frozen=True, slots=True)
class WeekAndDays:
    """A calendar as days: its open weekdays (0 is Monday), holidays, and single days.

    :param single_days: true for a day that is open, false for one that is closed
    """

    open_weekdays: frozenset[int]
    holidays: frozenset[date]
    single_days: Mapping[date, bool]

    def kind(self, day: date) -> DayKind:
        """Return what a day is: a single day goes before a holiday, a holiday before the week."""
        if day in self.single_days:
            return DayKind.SPECIAL if self.single_days[day] else DayKind.OFF
        if day in self.holidays:
            return DayKind.HOLIDAY
        return DayKind.OPEN if day.weekday() in self.open_weekdays else DayKind.CLOSED

    def is_open(self, day: date) -> bool:
        """Return whether anybody works on a day."""
        return self.kind(day) in (DayKind.OPEN, DayKind.SPECIAL)


def weekday_numbers(names: Iterable[str]) -> frozenset[int]:
    """Return the numbers of weekdays by their names: 0 for ``mon`` to 6 for ``sun``."""
    return frozenset(WEEKDAYS.index(name) for name in names)


def days_of(year: int) -> list[date]:
    """Return every day of a year."""
    first = date(year, 1, 1).toordinal()
    return [date.fromordinal(day) for day in range(first, date(year + 1, 1, 1).toordinal())]


def working_days(calendar: WeekAndDays, year: int) -> tuple[int, ...]:
    """Return how many days of each month somebody works, January first."""
    found = [0] * 12
    for day in days_of(year):
        found[day.month - 1] += calendar.is_open(day)
    return tuple(found)


def lost_holidays(calendar: WeekAndDays, holidays: Iterable[date]) -> list[date]:
    """Return the holidays that fall on a weekday on which it is never open, and give no day off."""
    return sorted(day for day in holidays if day.weekday() not in calendar.open_weekdays)


def replacement_for(
    calendar: WeekAndDays, holiday: date, *, taken: Collection[date] = ()
) -> date | None:
    """Return the first working day after a holiday that is not taken, within its year; or None."""
    day = holiday + _ONE_DAY
    while day.year == holiday.year:
        if calendar.is_open(day) and day not in taken:
            return day
        day += _ONE_DAY
    return None


def bridge_days(calendar: WeekAndDays, year: int) -> list[date]:
    """Return the single working days between a holiday or day off and another closed day."""
    resting = (DayKind.HOLIDAY, DayKind.OFF)

    def joins(day: date) -> bool:
        sides = (day - _ONE_DAY, day + _ONE_DAY)
        is_alone = calendar.is_open(day) and not any(calendar.is_open(side) for side in sides)
        return is_alone and any(calendar.kind(side) in resting for side in sides)

    return [day for day in days_of(year) if joins(day)]


@dataclass(frozen=True, slots=True)
class ChangedDay:
    """A day that is not in one calendar what it is in the other."""

    day: date
    before: DayKind
    after: DayKind


def changed_days(before: WeekAndDays, after: WeekAndDays, years: Iterable[int]) -> list[ChangedDay]:
    """Return the days of some years that two calendars see differently."""
    return [
        ChangedDay(day, before.kind(day), after.kind(day))
        for year in years
        for day in days_of(year)
        if before.kind(day) is not after.kind(day)
    ]
