"""Moments, zones and local days: what every calendar of the house shares.

A moment is an aware ``datetime``. Inside the calendars a moment is a whole number of microseconds
since 1970 (UTC), so that nothing is ever rounded.
"""

from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta
from typing import Final
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

WEEKDAYS: Final = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
SECOND: Final = 1_000_000
DAY: Final = 86_400 * SECOND

# A calendar without known years answers for these; outside them nobody needs a deadline, and a
# mistyped duration of a million hours ends in an error instead of a full memory.
EARLIEST_YEAR: Final = 1900
LATEST_YEAR: Final = 2299

_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)
_EPOCH_ORDINAL: Final = date(1970, 1, 1).toordinal()


class NaiveMoment(ValueError):
    """A moment without a zone says nothing about when it is."""


class InvalidHours(ValueError):
    """The definition of a calendar cannot be read."""


class NeverOpen(ValueError):
    """The calendar is never open, or not any more."""


class UnknownYear(ValueError):
    """The calendar does not know the holidays of this year, and does not guess."""


def zone(name: str) -> ZoneInfo:
    """Return the time zone with this name from the IANA list.

    :raises InvalidHours: if there is none
    """
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        raise InvalidHours(f"{name!r} is not a time zone") from error


def to_micros(moment: datetime) -> int:
    """Return the whole microseconds from 1970 (UTC) to a moment.

    :raises NaiveMoment: if the moment has no zone
    """
    try:
        since = moment - _EPOCH
    except TypeError as error:
        raise NaiveMoment(f"{moment!r} has no time zone; give an aware moment") from error
    return (since.days * 86_400 + since.seconds) * SECOND + since.microseconds


def from_micros(micros: int, tz: ZoneInfo) -> datetime:
    """Return the moment that lies so many microseconds after 1970 (UTC), in a zone."""
    seconds, rest = divmod(micros, SECOND)
    moment = datetime.fromtimestamp(seconds, tz)
    return moment.replace(microsecond=rest) if rest else moment


def wall_micros(day: date) -> int:
    """Return the microseconds a wall clock without any zone has gone from 1970 to this day."""
    return (day.toordinal() - _EPOCH_ORDINAL) * DAY


def start_of_day(day: date, tz: ZoneInfo) -> datetime:
    """Return the first moment of a local day, which is 24:00 of the day before.

    Where the clock skips midnight the day starts where it lands; where midnight comes twice, at
    the first one. Going through UTC turns a wall time that never was into the one that was.
    """
    midnight = datetime(day.year, day.month, day.day, tzinfo=tz)
    return midnight.astimezone(UTC).astimezone(tz)


def next_midnight(moment: datetime, tz: ZoneInfo) -> datetime:
    """Return the first midnight after a moment that is given in this zone.

    A clock set back over midnight shows the old day once more, then its midnight a second time.
    """
    first = start_of_day(moment.date() + timedelta(days=1), tz)
    second = first.replace(fold=1)
    return first if first.astimezone(UTC) > moment.astimezone(UTC) else second


def local_day(moment: datetime, tz: ZoneInfo) -> date:
    """Return the day the local calendar shows at a moment.

    :raises NaiveMoment: if the moment has no zone
    """
    return from_micros(to_micros(moment), tz).date()


def year_bounds(known_years: Iterable[int] | None) -> tuple[int, int]:
    """Return the first and the final year a calendar may answer for.

    :raises InvalidHours: if the years are none at all, have a gap, or lie outside 1900-2299
    """
    if known_years is None:
        return EARLIEST_YEAR, LATEST_YEAR
    years = sorted(set(known_years))
    if not years:
        raise InvalidHours("no known years: leave them out if every year is known")
    first, final = years[0], years[-1]
    if len(years) != final - first + 1:
        raise InvalidHours(f"known years must follow each other, not {years}")
    if first < EARLIEST_YEAR or final > LATEST_YEAR:
        raise InvalidHours(f"known years must lie in {EARLIEST_YEAR}-{LATEST_YEAR}, not {years}")
    return first, final


def plain_days(days: Iterable[date]) -> frozenset[date]:
    """Return the days as a set.

    :raises InvalidHours: if one is a moment: its day would depend on a zone nobody named
    """
    found = frozenset(days)
    for day in found:
        if isinstance(day, datetime) or not isinstance(day, date):
            raise InvalidHours(f"{day!r} is not a day")
    return found


def weekday_number(name: str) -> int:
    """Return 0 for ``mon`` to 6 for ``sun``.

    :raises InvalidHours: for any other name
    """
    if name not in WEEKDAYS:
        raise InvalidHours(f"{name!r} is not a day of the week; use one of {', '.join(WEEKDAYS)}")
    return WEEKDAYS.index(name)
