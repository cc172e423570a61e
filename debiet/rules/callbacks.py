"""Calls that were promised: the windows there are to promise, and whether a promise was kept."""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from enum import StrEnum

from debiet.rules.cases import CallbackState

Window = tuple[datetime, datetime]
"""From and until."""

LENGTH = timedelta(hours=2)
NOTICE = timedelta(minutes=15)
"""Nobody promises a window that is all but over, or begins before the phone is down."""


FARTHEST = timedelta(days=366)
"""Nobody promises a call for later than this: somebody mistyped the year."""


class CallbackStanding(StrEnum):
    """How a promised call stands at a moment."""

    COMING = "coming"
    NOW = "now"
    TRIED = "tried"
    BROKEN = "broken"
    ENDED = "ended"


def may_be_promised(*, promised_from: datetime, promised_until: datetime, at: datetime) -> bool:
    """Return whether a window has a length, is not over yet, and is not too far away."""
    return max(promised_from, at) < promised_until <= at + FARTHEST


def is_broken(
    *,
    promised_until: datetime,
    first_tried_at: datetime | None,
    ended_at: datetime | None,
    at: datetime,
) -> bool:
    """Return whether a window passed without a try; a late try does not mend it.

    A promise that was withdrawn while it could still be kept is not broken.
    """
    kept_until = min((moment for moment in (first_tried_at, ended_at) if moment), default=at)
    return kept_until > promised_until


def standing(
    *,
    state: CallbackState,
    promised_from: datetime,
    promised_until: datetime,
    first_tried_at: datetime | None,
    at: datetime,
) -> CallbackStanding:
    """Return how a promised call stands."""
    if state is not CallbackState.PROMISED:
        return CallbackStanding.ENDED
    if is_broken(
        promised_until=promised_until, first_tried_at=first_tried_at, ended_at=None, at=at
    ):
        return CallbackStanding.BROKEN
    if first_tried_at is not None:
        return CallbackStanding.TRIED
    return CallbackStanding.COMING if at < promised_from else CallbackStanding.NOW


def windows(open_spans: Iterable[Window], *, at: datetime, count: int = 4) -> Sequence[Window]:
    """Return the next windows within the opening hours, about two hours each.

    A stretch that is left over at the end of a day and is no longer than an hour joins the window
    before it.

    :param open_spans: when the house is open from now on, in order, in local time
    """
    found: list[Window] = []
    for start, end in open_spans:
        for window in _parts(start, end):
            if window[0] >= at + NOTICE:
                found.append(window)
            if len(found) == count:
                return found
    return found


def _parts(start: datetime, end: datetime) -> Iterable[Window]:
    while start < end:
        until = start + LENGTH
        if end - until <= LENGTH / 2:
            until = end
        yield start, until
        start = until
