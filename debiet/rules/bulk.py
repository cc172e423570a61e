"""Changing many cases at once: what is changed, and what of them is refused and why."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from debiet.rules.assignment import Why
from debiet.rules.putting_aside import AsideRefusal, put_aside

MOST = 200
"""As many cases are changed at once: what somebody can still look through."""


class BulkKind(StrEnum):
    """What is done to many cases at once."""

    ASSIGN = "assign"
    SPREAD = "spread"
    RELEASE = "release"
    TEAM = "team"
    TOPIC = "topic"
    PRIORITY = "priority"
    SNOOZE = "snooze"
    CLOSE = "close"


class BulkRefusal(StrEnum):
    """Why one of many cases is left as it is."""

    GONE = "gone"
    CHANGED = "changed"
    CLOSED = "closed"
    MERGED = "merged"
    FROZEN = "frozen"
    OTHER_COMPARTMENT = "other-compartment"
    PAST_RISK = "past-risk"
    NOBODY_TAKES = "nobody-takes"
    NO_SKILL = "no-skill"
    TOO_CLOSE = "too-close"
    NOBODY_HERE = "nobody-here"
    SAME = "same"


@dataclass(frozen=True, slots=True)
class BulkCase:
    """What counts of a case that is changed with others.

    :param value: what it has now of what is changed
    """

    version: int
    compartment: str
    value: str = ""
    is_closed: bool = False
    is_merged: bool = False
    is_frozen: bool = False
    at_risk_at: datetime | None = None


def bulk_refusal(
    case: BulkCase | None,
    kind: BulkKind,
    *,
    wanted: str,
    seen_version: int,
    team_part: str = "",
    until: datetime | None = None,
    obstacle: Why | None = None,
    at: datetime,
) -> BulkRefusal | None:
    """Return why a case is left as it is, or None if it is changed; the first that holds is told.

    :param case: None where the employee may not see it
    :param wanted: what it gets, in the form of `value`
    :param team_part: the closed part of the team that it gets, if it gets a team
    :param until: until when it is put aside, if it is; nobody confirms a risk for many at once
    :param obstacle: why who it would be spread to may not get it, or why nobody may
    """
    if case is None:
        return BulkRefusal.GONE
    aside = None if until is None else put_aside(at=at, until=until, at_risk_at=case.at_risk_at)
    holding = (
        (BulkRefusal.CHANGED, case.version != seen_version),
        (BulkRefusal.MERGED, case.is_merged),
        (BulkRefusal.FROZEN, case.is_frozen),
        (BulkRefusal.CLOSED, case.is_closed),
        (BulkRefusal.OTHER_COMPARTMENT, team_part not in ("", case.compartment)),
        (BulkRefusal.PAST_RISK, isinstance(aside, AsideRefusal)),
    )
    found = next((reason for reason, holds in holding if holds), None)
    if found is None and obstacle is not None:
        return BulkRefusal(obstacle.value)
    if found is None and kind is not BulkKind.CLOSE and case.value == wanted:
        return BulkRefusal.SAME
    return found
