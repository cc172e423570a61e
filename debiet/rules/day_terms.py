"""Terms in days: working days and calendar days, counted on a named day calendar.

The day of receipt is never counted and a term runs until 24:00 of its final day, which is 00:00 of
the next one: at or before that moment is in time. Each term names its calendar: the utility's (its
open days, with replacement days as data), the law's (Monday to Saturday, public holidays excepted)
or the bank's.
"""

from bisect import bisect_right
from calendar import monthrange
from collections.abc import Iterable, Mapping
from datetime import date, datetime, timedelta
from typing import NoReturn
from zoneinfo import ZoneInfo

from debiet.rules.local_time import (
    InvalidHours,
    NaiveMoment,
    NeverOpen,
    UnknownYear,
    local_day,
    plain_days,
    start_of_day,
    weekday_number,
    year_bounds,
    zone,
)
from debiet.rules.opening_hours import ClosedReason

__all__ = ["DayCalendar", "InvalidHours", "NaiveMoment", "NeverOpen", "UnknownYear"]

_ONE_DAY = timedelta(days=1)


class DayCalendar:
    """Which local days count as working days.

    It never changes after it is made: other days are another calendar.

    :param tz: the zone whose days are meant
    :param open_weekdays: names from ``mon`` to ``sun``
    :param holidays: days that do not count, whatever their weekday
    :param overrides: single days that do count (true) or do not (false), in place of both
    :param known_years: consecutive years for which the holidays are known, or nothing for all
    :raises InvalidHours: if the definition cannot be read
    :raises NeverOpen: if no day counts
    """

    __slots__ = (
        "_final_year",
        "_first_year",
        "_holidays",
        "_open_days",
        "_overrides",
        "_weekdays",
        "tz",
    )

    tz: ZoneInfo
    _weekdays: frozenset[int]
    _holidays: frozenset[date]
    _overrides: dict[date, bool]
    _first_year: int
    _final_year: int
    _open_days: dict[int, list[date]]

    def __init__(
        self,
        *,
        tz: str = "Europe/Brussels",
        open_weekdays: Iterable[str],
        holidays: Iterable[date] = (),
        overrides: Mapping[date, bool] | None = None,
        known_years: Iterable[int] | None = None,
    ) -> None:
        special = dict(overrides or {})
        plain_days(special)
        first_year, final_year = year_bounds(known_years)
        values = {
            "tz": zone(tz),
            "_weekdays": frozenset(weekday_number(name) for name in open_weekdays),
            "_holidays": plain_days(holidays),
            "_overrides": special,
            "_first_year": first_year,
            "_final_year": final_year,
            "_open_days": {},
        }
        for name, value in values.items():
            object.__setattr__(self, name, value)
        if not any(self._opened(year) for year in range(first_year, final_year + 1)):
            raise NeverOpen("this calendar has no open day")

    def __setattr__(self, name: str, value: object) -> NoReturn:
        """Refuse: a running clock relies on its calendar staying what it was."""
        raise AttributeError("a calendar never changes; make another one")

    def __delattr__(self, name: str) -> NoReturn:
        """Refuse, as for setting."""
        raise AttributeError("a calendar never changes; make another one")

    def day_of(self, moment: datetime) -> date:
        """Return the local day of a moment.

        :raises NaiveMoment: if the moment has no zone
        """
        return local_day(moment, self.tz)

    def end_of(self, day: date) -> datetime:
        """Return 24:00 of a local day, which is the first moment of the next."""
        return start_of_day(day + _ONE_DAY, self.tz)

    def is_open(self, day: date) -> bool:
        """Return whether a day counts as a working day.

        :raises UnknownYear: if the day lies outside the known years
        """
        return self.reason_closed(day) is None

    def reason_closed(self, day: date) -> ClosedReason | None:
        """Return why a day does not count, or nothing if it does.

        :raises UnknownYear: if the day lies outside the known years
        """
        self._refuse_unknown(day.year)
        return self._reason(day)

    def working_days_due(self, received: datetime, n: int) -> datetime:
        """Return the end of the n-th working day after the day of receipt.

        :raises UnknownYear: if the way there leaves the known years
        :raises ValueError: if n is not at least 1
        :raises NaiveMoment: if the moment has no zone
        """
        return self.end_of(self._working_day(self.day_of(received), n))

    def calendar_days_due(self, received: datetime, n: int, roll_forward: bool = False) -> datetime:
        """Return the end of the n-th day after the day of receipt, whatever day that is.

        :param roll_forward: move a final day that does not count to the next one that does
        :raises UnknownYear: if the calendar must be asked about a day outside the known years
        :raises ValueError: if n is not at least 1
        :raises NaiveMoment: if the moment has no zone
        """
        _refuse_no_days(n)
        day = self.day_of(received) + n * _ONE_DAY
        if roll_forward and not self.is_open(day):
            day = self._working_day(day, 1)
        return self.end_of(day)

    def calendar_months_due(
        self, received: datetime, n: int, roll_forward: bool = False
    ) -> datetime:
        """Return the end of the day of the same number n months after the day of receipt.

        In a month without that number it is the month's last day.

        :param roll_forward: move a final day that does not count to the next one that does
        :raises UnknownYear: if the calendar must be asked about a day outside the known years
        :raises ValueError: if n is not at least 1
        :raises NaiveMoment: if the moment has no zone
        """
        _refuse_no_days(n)
        day = months_later(self.day_of(received), n)
        if roll_forward and not self.is_open(day):
            day = self._working_day(day, 1)
        return self.end_of(day)

    def level(self, received: datetime, n: int, percent: int) -> datetime:
        """Return when p % of a term of n working days is reached: the end of day ⌈p·n/100⌉.

        :raises UnknownYear: if the way there leaves the known years
        :raises ValueError: if n or the percentage is not at least 1
        :raises NaiveMoment: if the moment has no zone
        """
        return self.working_days_due(received, level_days(n, percent))

    def _working_day(self, after: date, n: int) -> date:
        """Return the n-th working day after a day."""
        _refuse_no_days(n)
        self._refuse_unknown(after.year)
        year, days = after.year, self._opened(after.year)
        index = bisect_right(days, after) + n - 1
        while index >= len(days):
            index -= len(days)
            year += 1
            self._refuse_unknown(year)
            days = self._opened(year)
        return days[index]

    def _opened(self, year: int) -> list[date]:
        """Return the working days of a year, in order."""
        days = self._open_days.get(year)
        if days is None:
            first, beyond = date(year, 1, 1).toordinal(), date(year + 1, 1, 1).toordinal()
            every = (date.fromordinal(ordinal) for ordinal in range(first, beyond))
            days = self._open_days[year] = [day for day in every if self._reason(day) is None]
        return days

    def _reason(self, day: date) -> ClosedReason | None:
        special = self._overrides.get(day)
        if special is not None:
            return None if special else ClosedReason.OVERRIDE
        if day in self._holidays:
            return ClosedReason.HOLIDAY
        return None if day.weekday() in self._weekdays else ClosedReason.WEEKEND

    def _refuse_unknown(self, year: int) -> None:
        if not self._first_year <= year <= self._final_year:
            raise UnknownYear(f"this calendar does not know {year}")


def months_later(day: date, months: int) -> date:
    """Return the day of the same number so many months later, or that month's last day."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def level_days(n: int, percent: int) -> int:
    """Return after how many full days p % of n days is used up: ⌈p·n/100⌉.

    :raises ValueError: if one of them is not at least 1
    """
    _refuse_no_days(n)
    if percent < 1:
        raise ValueError(f"a level is at least 1 %, not {percent}")
    return -(-percent * n // 100)


def _refuse_no_days(n: int) -> None:
    if n < 1:
        raise ValueError(f"a term has at least 1 day, not {n}")
