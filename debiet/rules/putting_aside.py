"""Putting a case aside: until when, what wakes it, and never past its risk without saying so."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final

LONGEST: Final = timedelta(days=90)
"""Nobody means to put something aside for longer; a forgotten year helps no customer."""


class WakeEvent(StrEnum):
    """What a case that is put aside waits for, besides its latest moment."""

    MOMENT = "moment"
    MESSAGE = "message"
    TASK = "task"
    LINKED_CLOSED = "linked-closed"


class AsideRefusal(StrEnum):
    """Why a case cannot be put aside so."""

    PAST = "past"
    TOO_LONG = "too-long"
    PAST_RISK = "past-risk"


@dataclass(frozen=True, slots=True)
class Aside:
    """A case that is put aside.

    :param until: when it comes back at the latest
    :param is_past_risk: whether somebody said that this may be after its term is at risk
    """

    until: datetime
    is_past_risk: bool = False


def put_aside(
    *,
    at: datetime,
    until: datetime | None,
    at_risk_at: datetime | None,
    knows_risk: bool = False,
) -> Aside | AsideRefusal:
    """Return until when a case is put aside, or why it cannot be.

    :param until: the chosen moment; nothing if only an event is waited for: then it comes back
        when its term is at risk, and after 90 days at the latest
    :param at_risk_at: when its term is at risk; nothing if none runs
    :param knows_risk: whether the employee said that it may be longer than that
    """
    latest = at + LONGEST
    if until is None:
        is_bound = at_risk_at is not None and not knows_risk
        until = min(at_risk_at, latest) if is_bound and at_risk_at else latest
        if until <= at:
            return AsideRefusal.PAST_RISK
        return Aside(until, is_past_risk=knows_risk)
    if until <= at:
        return AsideRefusal.PAST
    if until > latest:
        return AsideRefusal.TOO_LONG
    is_past_risk = at_risk_at is not None and until > at_risk_at
    if is_past_risk and not knows_risk:
        return AsideRefusal.PAST_RISK
    return Aside(until, is_past_risk=is_past_risk)


def is_aside(
    *, until: datetime | None, is_past_risk: bool, at_risk_at: datetime | None, at: datetime
) -> bool:
    """Return whether a case is out of the worklists at a moment.

    A term that came to be at risk earlier than it was when the case was put aside brings it back.
    """
    if until is None or until <= at:
        return False
    return is_past_risk or at_risk_at is None or at_risk_at > at
