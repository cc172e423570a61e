"""A complaint as the yearly return counts it: what became of it, and was it answered in time.

`docs/algorithms/complaint-figures.md` defines each word.
"""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Final

from debiet.rules.cases import Carrier, Route, Segment
from debiet.rules.complaint_referral import ReviewBody
from debiet.rules.complaint_terms import days_taken, is_in_time
from debiet.rules.complaints import (
    OWED,
    Assessment,
    ComplaintActor,
    ComplaintStep,
    Component,
    Ground,
    Outcome,
)
from debiet.rules.day_terms import DayCalendar


@dataclass(frozen=True, slots=True, kw_only=True)
class ComplaintFacts:
    """A complaint as it stood when the return was frozen.

    :param expressed_at: the moment it counts from; its local year is the year of receipt
    :param ground: why it was refused, if it was
    :param answered_at: when the first answer or refusal that was delivered left the house
    :param is_silent: the customer said nothing to the answer
    :param called_question_by: who said that it is no complaint, if it is none
    :param carriers: how it came in; several count each
    :param routes: through whom it came in; several count each
    :param bodies: which bodies of the second line raised it
    """

    id: int
    expressed_at: datetime
    step: ComplaintStep
    segment: Segment
    component: Component | None = None
    municipality: str = ""
    assessment: Assessment | None = None
    outcome: Outcome | None = None
    ground: Ground | None = None
    answered_at: datetime | None = None
    is_silent: bool = False
    called_question_by: ComplaintActor | None = None
    carriers: frozenset[Carrier] = frozenset()
    routes: frozenset[Route] = frozenset()
    norms: frozenset[str] = frozenset()
    theme: str = ""
    bodies: frozenset[ReviewBody] = frozenset()


class Fate(StrEnum):
    """What became of a complaint: each has exactly one."""

    NOT_A_COMPLAINT = "not-a-complaint"
    NOT_ADMISSIBLE = "not-admissible"
    FOUNDED = "founded"
    PARTLY_FOUNDED = "partly-founded"
    UNFOUNDED = "unfounded"
    OPEN = "open"
    WITHDRAWN = "withdrawn"
    NOT_ASSESSED = "not-assessed"  # no way leads here; were there one, the sum would show it


_BY_STEP: Final = {
    ComplaintStep.NOT_A_COMPLAINT: Fate.NOT_A_COMPLAINT,
    ComplaintStep.REFUSED: Fate.NOT_ADMISSIBLE,
    ComplaintStep.WITHDRAWN: Fate.WITHDRAWN,
    **dict.fromkeys(OWED, Fate.OPEN),
}


def fate(facts: ComplaintFacts) -> Fate:
    """Return what became of a complaint: by its step, and where that is an answer by what it said.

    One that is with the ombuds function is open, whatever the first line thought of it.
    """
    if facts.step in _BY_STEP:
        return _BY_STEP[facts.step]
    return Fate.NOT_ASSESSED if facts.assessment is None else Fate(facts.assessment)


RIGHTLY: Final = frozenset({Fate.FOUNDED, Fate.PARTLY_FOUNDED})
"""Only these have an outcome and norms."""


class Answered(StrEnum):
    """Whether it was answered in time."""

    IN_TIME = "in-time"
    LATE = "late"
    OWED = "owed"
    OWED_LATE = "owed-late"
    NONE = "none"  # withdrawn before an answer, or refused and nobody to tell


@dataclass(frozen=True, slots=True)
class Frame:
    """By what a return is made.

    :param frozen_at: the moment at which it was made
    :param handled_days: the days of the term for answering
    :param days: any calendar in the utility's zone
    """

    year: int
    frozen_at: datetime
    handled_days: int
    days: DayCalendar


def is_complaint(facts: ComplaintFacts) -> bool:
    """Return whether it counts as a complaint: it was not called something else."""
    return fate(facts) is not Fate.NOT_A_COMPLAINT


def answered(facts: ComplaintFacts, frame: Frame) -> Answered:
    """Return whether a complaint was answered in time, or what it waits for at the freeze."""
    due_at = frame.days.calendar_days_due(facts.expressed_at, frame.handled_days)
    if facts.answered_at is not None:
        return Answered.IN_TIME if is_in_time(facts.answered_at, due_at) else Answered.LATE
    if facts.step not in OWED:
        return Answered.NONE
    return Answered.OWED if is_in_time(frame.frozen_at, due_at) else Answered.OWED_LATE


def days_of(facts: ComplaintFacts, frame: Frame) -> int | None:
    """Return after how many days a complaint was answered; None where it was not."""
    if facts.answered_at is None or not is_complaint(facts):
        return None
    return days_taken(facts.expressed_at, facts.answered_at, days=frame.days)
