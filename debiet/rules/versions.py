"""Which version holds when: the newest one whose day has come, and those that never will."""

from collections.abc import Iterable
from datetime import date, datetime
from enum import StrEnum
from zoneinfo import ZoneInfo

from debiet.rules.local_time import local_day, start_of_day


class VersionState(StrEnum):
    """Where a version stands."""

    IN_FORCE = "in_force"
    PLANNED = "planned"
    EARLIER = "earlier"
    NEVER_HELD = "never_held"  # a later one held from before its own beginning


def version_states(
    versions: Iterable[tuple[int, datetime]], *, at: datetime
) -> dict[int, VersionState]:
    """Return where each version stands, by its number; a higher number was decided later.

    :param versions: numbers with the moments from which they hold
    """
    known = dict(versions)
    holding = max((number for number, start in known.items() if start <= at), default=None)

    def state(number: int, start: datetime) -> VersionState:
        if number == holding:
            return VersionState.IN_FORCE
        if any(other > number and begins <= start for other, begins in known.items()):
            return VersionState.NEVER_HELD
        return VersionState.PLANNED if start > at else VersionState.EARLIER

    return {number: state(number, start) for number, start in known.items()}


def begins_at(day: date, *, at: datetime, tz: ZoneInfo) -> datetime | None:
    """Return the moment from which a version holds that is to begin on a day.

    Today means from now on; a day that is over gives nothing, because what was promised then stays.
    """
    today = local_day(at, tz)
    if day < today:
        return None
    return at if day == today else start_of_day(day, tz)
