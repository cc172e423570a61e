"""The terms of a complaint: from the moment dissatisfaction was first expressed to the dispatch.

They never pause. Days end at 24:00 of the local day, which is 00:00 of the next; the day of
receipt is not counted. How long each is stands in the jurisdiction, and a utility may promise less.
"""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final

from debiet.rules.day_terms import DayCalendar
from debiet.rules.sla_values import in_utc


class ComplaintTerm(StrEnum):
    """A term of a complaint, by the name that jurisdiction and profile have for it."""

    ACKNOWLEDGED = "complaint_acknowledged"
    REFUSED = "complaint_refused"
    HANDLED = "complaint_handled"
    FIRST_LINE = "complaint_first_line"
    SILENT = "complaint_silent"
    ESCALATION = "complaint_escalation"


BY_LAW: Final = frozenset(
    {ComplaintTerm.ACKNOWLEDGED, ComplaintTerm.REFUSED, ComplaintTerm.HANDLED}
)
"""What a utility can make shorter only; the others are its own choice."""


@dataclass(frozen=True, slots=True)
class ComplaintPeriods:
    """How long each term is.

    :param acknowledged: calendar days to the acknowledgement
    :param refused: calendar days within which it may be refused
    :param handled: calendar days to the answer
    :param first_line: working days for the first line, after which the ombuds function has it
    :param silent: calendar days after the answer, then the customer is taken to be content
    :param escalation: months after the answer in which the customer may ask for the ombuds function
    """

    acknowledged: int
    refused: int
    handled: int
    first_line: int
    silent: int
    escalation: int

    def __post_init__(self) -> None:
        if min(getattr(self, field.name) for field in fields(self)) < 1:
            raise ValueError("a term has at least 1 day or month")


class TermLonger(ValueError):
    """A utility cannot give itself more time than the law does."""


def periods(law: Mapping[str, int], own: Mapping[str, int]) -> ComplaintPeriods:
    """Return how long the terms are: the jurisdiction's, or the utility's own where it has one.

    :param law: the days of every term by its name
    :param own: what the utility set, by the same names
    :raises TermLonger: if an own one is longer than the law's
    :raises ValueError: if an own one has no term of that name, or is not at least 1
    """
    unknown = set(own) - set(ComplaintTerm)
    if unknown:
        raise ValueError(f"there is no term {', '.join(sorted(unknown))}")
    for term in BY_LAW:
        if own.get(term, 0) > law[term]:
            raise TermLonger(f"{term}: the law gives {law[term]} days, not {own[term]}")
    days = {**law, **own}
    return ComplaintPeriods(
        acknowledged=days[ComplaintTerm.ACKNOWLEDGED],
        refused=days[ComplaintTerm.REFUSED],
        handled=days[ComplaintTerm.HANDLED],
        first_line=days[ComplaintTerm.FIRST_LINE],
        silent=days[ComplaintTerm.SILENT],
        escalation=days[ComplaintTerm.ESCALATION],
    )


def own_periods(choices: Mapping[str, str]) -> dict[str, int]:
    """Return what a utility chose for the terms of complaints, out of all its choices.

    :param choices: by code; "0" and "" leave a term to the jurisdiction
    """
    own = {term.value: int(choices.get(term) or 0) for term in ComplaintTerm}
    return {term: number for term, number in own.items() if number}


@dataclass(frozen=True, slots=True)
class ComplaintDue:
    """When a complaint falls due: at or before each moment is in time."""

    acknowledge_by: datetime
    refuse_by: datetime
    answer_by: datetime
    first_line_by: datetime


def due(expressed_at: datetime, *, lengths: ComplaintPeriods, days: DayCalendar) -> ComplaintDue:
    """Return when a complaint falls due, counted from the first expression of dissatisfaction.

    :param days: the utility's working days; calendar days need its zone only
    """
    return ComplaintDue(
        acknowledge_by=days.calendar_days_due(expressed_at, lengths.acknowledged),
        refuse_by=days.calendar_days_due(expressed_at, lengths.refused),
        answer_by=days.calendar_days_due(expressed_at, lengths.handled),
        first_line_by=days.working_days_due(expressed_at, lengths.first_line),
    )


def office_due(
    *,
    expressed_at: datetime,
    answered_at: datetime | None,
    escalated_at: datetime,
    lengths: ComplaintPeriods,
    days: DayCalendar,
) -> ComplaintDue:
    """Return when the ombuds function's file falls due.

    A complaint that was not answered keeps its terms: a takeover gives nobody more time. One that
    was answered is a new complaint about that answer: its terms run from the escalation.

    :param answered_at: when an answer that was delivered left the house
    """
    start = expressed_at if answered_at is None else escalated_at
    return due(start, lengths=lengths, days=days)


def silent_at(answered_at: datetime, *, lengths: ComplaintPeriods, days: DayCalendar) -> datetime:
    """Return until when the customer has time to say something about the answer."""
    return days.calendar_days_due(answered_at, lengths.silent)


def escalate_until(
    answered_at: datetime, *, lengths: ComplaintPeriods, days: DayCalendar
) -> datetime:
    """Return until when the customer may ask for the ombuds function: a year from the answer."""
    return days.calendar_months_due(answered_at, lengths.escalation)


def answered_at(
    *, is_oral: bool, dispatched_at: datetime | None, confirmed_at: datetime | None
) -> datetime | None:
    """Return when an answer counts as given: by its dispatch, an oral one by its confirmation's.

    :param dispatched_at: when the written answer left the house
    :param confirmed_at: when the written confirmation of an oral one left the house
    """
    return confirmed_at if is_oral else dispatched_at


def is_in_time(dispatched_at: datetime, due_at: datetime) -> bool:
    """Return whether an answer left in time: 24:00 of the final day is, anything later is not."""
    return in_utc(dispatched_at) <= in_utc(due_at)


def days_taken(expressed_at: datetime, dispatched_at: datetime, *, days: DayCalendar) -> int:
    """Return after how many days an answer left: 0 on the day of receipt itself.

    What leaves at 24:00 leaves on the day that ends then, as for the term.
    """
    left_on = days.day_of(in_utc(dispatched_at) - timedelta(microseconds=1))
    return max(0, (left_on - days.day_of(expressed_at)).days)
