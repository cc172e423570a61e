"""Opening in an emergency what somebody may not see: who may, how long, and what follows.

The rule in one sentence: with a reason, with the second factor given once more, for a while, seen
by others, and never what stands in the part of the ombuds office.
"""

from datetime import datetime, timedelta
from enum import StrEnum

from debiet.rules.access import Compartment

SETTING = "break-glass-minutes"
"""The utility's own choice of how long it stays open."""
MINUTES = 30
MOST_MINUTES = 120
REASON_LENGTH = 20
"""Signs that a reason has at least, spaces around it not counted."""
CONFIRMED_FOR = timedelta(minutes=5)
"""How long ago the second factor may have been given."""
REVIEW_WORKING_DAYS = 2
REMINDED_BEFORE = timedelta(days=1)
"""How long before its term who judges is told that a judgment is still owed."""


class Obstacle(StrEnum):
    """Why something is not opened."""

    NOT_CONFIRMED = "not-confirmed"
    NO_REASON = "no-reason"
    OMBUDS = "ombuds"
    NOT_NEEDED = "not-needed"


class Outcome(StrEnum):
    """What a review finds."""

    JUSTIFIED = "justified"
    NOT_JUSTIFIED = "not-justified"


def is_confirmed(
    confirmed_at: datetime | None, *, latest_opened_at: datetime | None, at: datetime
) -> bool:
    """Return whether the second factor was given for this: lately, and after the latest opening."""
    if confirmed_at is None or not at - CONFIRMED_FOR <= confirmed_at <= at:
        return False
    return latest_opened_at is None or confirmed_at > latest_opened_at


def has_reason(words: str) -> bool:
    """Return whether a reason is one that somebody else can judge."""
    return len(" ".join(words.split())) >= REASON_LENGTH


def obstacle(*, compartment: str, sees_it: bool) -> Obstacle | None:
    """Return why a thing is not opened, None where it is."""
    if sees_it:
        return Obstacle.NOT_NEEDED
    return Obstacle.OMBUDS if compartment == Compartment.OMBUDS else None


def minutes(chosen: str | None) -> int:
    """Return how long it stays open: half an hour unless chosen, two hours at most."""
    if chosen is None or not (chosen.isascii() and chosen.isdecimal()):
        return MINUTES
    return min(max(int(chosen), 1), MOST_MINUTES)


def is_open(*, ends_at: datetime, ended_at: datetime | None, at: datetime) -> bool:
    """Return whether it is still open: it ends by itself, or earlier by hand."""
    return at < ends_at and ended_at is None
