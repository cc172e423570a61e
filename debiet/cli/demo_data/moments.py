"""Moments of the demo's past: in the office's hours, with so much of a term used up."""

from datetime import date, datetime, time, timedelta
from random import Random
from typing import Any

from debiet.rules.working_time import WorkingHours


def hours_from(definition: dict[str, Any]) -> WorkingHours:
    """Return a calendar of hours from its definition in the profile."""
    return WorkingHours(
        tz=definition["tz"],
        weekly=definition["weekly"],
        holidays={date.fromisoformat(day) for day in definition.get("holidays", ())},
        overrides={
            date.fromisoformat(day): hours for day, hours in definition.get("overrides", {}).items()
        },
        known_years=definition.get("known_years"),
    )


def before(hours: WorkingHours, moment: datetime, used: timedelta) -> datetime:
    """Return the latest minute from which so much working time was used up at a moment."""
    early, late = moment - timedelta(days=60), moment
    while late - early > timedelta(minutes=1):
        middle = early + (late - early) / 2
        if hours.between(middle, moment) >= used:
            early = middle
        else:
            late = middle
    return early.replace(second=0, microsecond=0)


def some_time(hours: WorkingHours, first: datetime, final: datetime, chance: Random) -> datetime:
    """Return a moment between two, at which people write: from 7 to 23 hours local time."""
    day = first + (final - first) * chance.random()
    local = day.astimezone(hours.tz).date()
    at = time(chance.choice((7, *range(8, 23), 9, 10, 11, 14, 20)), chance.randrange(60))
    return datetime.combine(local, at, tzinfo=hours.tz)


def some_office_time(
    hours: WorkingHours, first: datetime, final: datetime, chance: Random
) -> datetime:
    """Return a moment between two, at which the office is open."""
    day = first + (final - first) * chance.random()
    midnight = datetime.combine(day.astimezone(hours.tz).date(), time(), tzinfo=hours.tz)
    return hours.add(midnight, timedelta(minutes=chance.randrange(8 * 60 - 15)))
