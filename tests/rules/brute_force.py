"""Working time the slow way: walk the wall clock minute by minute. Shares no code with the product.

A definition is what people write down: zone, hours by weekday, holidays, overrides. A minute counts
if the wall clock in it reads a time inside the hours of that day, or of the day before where those
cross midnight, and no pause covers it.
"""

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

MINUTE = timedelta(minutes=1)
NAMES = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"]


@dataclass
class Definition:
    tz: str
    weekly: dict[str, list[tuple[str, str]]]
    holidays: set[date] = field(default_factory=set)
    overrides: dict[date, list[tuple[str, str]]] = field(default_factory=dict)

    def hours(self, day: date) -> list[tuple[str, str]]:
        if day in self.overrides:
            return self.overrides[day]
        if day in self.holidays:
            return []
        return self.weekly.get(NAMES[day.weekday()], [])

    def is_open(self, moment: datetime) -> bool:
        wall = moment.astimezone(ZoneInfo(self.tz))
        clock, today = wall.isoformat()[11:16], wall.date()
        for start, end in self.hours(today):
            if start <= clock < end or (end <= start and clock >= start):
                return True
        return any(
            end <= start and clock < end for start, end in self.hours(today - timedelta(days=1))
        )


def counts(definition, moment, pauses):
    paused = any(start <= moment < end for start, end in pauses)
    return not paused and definition.is_open(moment)


def between(definition, start, end, pauses=()):
    """Return the counted minutes; start and end lie on whole minutes."""
    moment, total = start.astimezone(UTC), timedelta()
    while moment < end:
        total += MINUTE * counts(definition, moment, pauses)
        moment += MINUTE
    return total


def add(definition, start, duration, pauses=(), limit=timedelta(days=7)):
    """Return the deadline, or nothing if it lies beyond the limit."""
    moment, left = start.astimezone(UTC), duration
    beyond = moment + limit
    while moment < beyond:
        if counts(definition, moment, pauses):
            if left == timedelta():
                return moment
            left -= MINUTE
            if left == timedelta():
                return moment + MINUTE
        moment += MINUTE
    return None
