"""What a telephone exchange tells of a call: its signs come in any order, and more than once."""

from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from enum import StrEnum


class CallEvent(StrEnum):
    """What an exchange tells of a call."""

    RINGING = "ringing"
    ANSWERED = "answered"
    ENDED = "ended"
    ABANDONED = "abandoned"


class CallReason(StrEnum):
    """Why a call needs no contact."""

    WRONG_NUMBER = "wrong-number"
    SILENT = "silent"
    INTERNAL = "internal"
    CALLED_AGAIN = "called-again"


EARLIEST = datetime(2000, 1, 1, tzinfo=UTC)
AHEAD = timedelta(minutes=5)
"""A clock that is further ahead than this is wrong, and its moments are not believed."""


def is_believable(moment: datetime, *, at: datetime) -> bool:
    """Return whether an exchange whose clock is right can tell of this moment."""
    return EARLIEST <= moment <= at + AHEAD


@dataclass(frozen=True, slots=True)
class CallTimes:
    """When a call began, was answered and ended, as far as is known."""

    started_at: datetime
    answered_at: datetime | None = None
    ended_at: datetime | None = None

    @property
    def is_abandoned(self) -> bool:
        """Return whether it ended before anybody answered."""
        return self.ended_at is not None and self.answered_at is None

    @property
    def waiting(self) -> timedelta | None:
        """Return how long the caller waited, or None while it waits."""
        until = self.answered_at or self.ended_at
        return until - self.started_at if until else None


def heard(known: CallTimes | None, event: CallEvent, moment: datetime) -> CallTimes:
    """Return what is known of a call after one more sign of it.

    The order does not matter, nor how often a sign comes: the earliest sign of any kind is the
    beginning, the earliest answer and the latest end count.
    """
    times = known or CallTimes(moment)
    times = replace(times, started_at=min(times.started_at, moment))
    if event is CallEvent.ANSWERED:
        return replace(times, answered_at=min(times.answered_at or moment, moment))
    if event in (CallEvent.ENDED, CallEvent.ABANDONED):
        return replace(times, ended_at=max(times.ended_at or moment, moment))
    return times
