"""Reading a complaint as whoever complained sees it: where it is, by when, and what it may do."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from debiet.cases import queries as cases
from debiet.complaints.models import Complaint, ComplaintEntry
from debiet.complaints.queries.lengths import days_of_law, periods_on
from debiet.complaints.queries.second_line import second_line
from debiet.core.actor import Actor
from debiet.core.reading import query
from debiet.core.references import reference
from debiet.rules.complaint_escalation import AskEffect, ask_effect, first_line_until
from debiet.rules.complaint_referral import ReviewBody
from debiet.rules.complaint_steps import may_step
from debiet.rules.complaints import (
    OWED,
    Assessment,
    ComplaintActor,
    ComplaintStep,
    Ground,
    Outcome,
)
from debiet.rules.sla import Milestone
from debiet.staff.visibility import visible
from debiet.terms import queries as clocks

_STEP = ComplaintStep
_CONCLUDED = frozenset({_STEP.MEDIATED, _STEP.DECIDED})


class Line(StrEnum):
    """Which of the three has a complaint."""

    FIRST = "first"
    OMBUDS = "ombuds"
    SECOND = "second"  # nobody inside decides any more


@dataclass(frozen=True, slots=True)
class OwnComplaint:
    """A complaint as the customer sees it: no names of employees, no notes, no reasons.

    :param owed_at: by when whoever has it now owes an answer, None where none is owed
    :param first_line_at: by when the first line answers; the ombuds function has it after that
    :param first_answered_at: when the first line's answer that holds left the house
    :param office_since: since when the ombuds function has it, or had it
    :param asking: what asking for the ombuds function would do now
    :param bodies: where else the customer can go, in the order in which they are named
    """

    complaint_id: int
    step: ComplaintStep
    line: Line
    is_owed: bool
    expressed_at: datetime
    owed_at: datetime | None
    first_line_at: datetime | None
    acknowledged_at: datetime | None
    first_answered_at: datetime | None
    office_since: datetime | None
    concluded_at: datetime | None
    ended_at: datetime | None
    silent_at: datetime | None
    escalate_until: datetime | None
    asked_for_ombuds_at: datetime | None
    assessment: Assessment | str
    outcome: Outcome | str
    ground: Ground | str
    may_accept: bool
    may_withdraw: bool
    asking: AskEffect
    bodies: tuple[ReviewBody, ...]


@query(personal=True)
def own_complaint(*, viewer: Actor, at: datetime) -> OwnComplaint | None:
    """Return the complaint of the one case that a visitor proved to know, or None."""
    if viewer.case_id is None:
        return None
    rows = visible(Complaint.objects.select_related("case__topic", "office_case"), viewer)
    found = rows.first()
    if found is None:
        return None
    # What the house wrote beside a step is not read here: only that it was taken, and when.
    entries = visible(ComplaintEntry.objects.filter(complaint=found), viewer).order_by("id")
    way = [_Taken(*row) for row in entries.values_list("start", "end", "happened_at")]
    handled_in = found.office_case or found.case
    due = clocks.due_by_milestone(reference=reference("complaint", handled_in.number))
    office_since = _latest(way, {_STEP.OMBUDS})
    concluded_at = _latest(way, _CONCLUDED) or _refused_by_office(way)
    asking = ask_effect(found.step, is_concluded=concluded_at is not None)
    is_over = found.escalate_until is not None and at > found.escalate_until
    return OwnComplaint(
        complaint_id=found.pk,
        step=found.step,
        line=_line(found.step, office_since, concluded_at),
        is_owed=found.step in OWED,
        expressed_at=found.expressed_at,
        owed_at=_owed_at(found, due),
        first_line_at=_first_line_at(due.get(Milestone.FIRST_LINE), found.last_term),
        acknowledged_at=found.acknowledged_at,
        first_answered_at=_first_answered_at(found, way),
        office_since=office_since,
        concluded_at=concluded_at,
        ended_at=way[-1].at if found.step not in OWED and way else None,
        silent_at=found.silent_at,
        escalate_until=found.escalate_until,
        asked_for_ombuds_at=found.asked_for_ombuds_at,
        assessment=found.assessment,
        outcome=found.outcome,
        ground=found.ground,
        may_accept=may_step(found.step, _STEP.ACCEPTED, by=ComplaintActor.CUSTOMER),
        may_withdraw=may_step(found.step, _STEP.WITHDRAWN, by=ComplaintActor.CUSTOMER),
        asking=AskEffect.FINAL if asking is AskEffect.MOVES and is_over else asking,
        bodies=second_line(found.theme, cases.topic_path(found.case.topic.code), at=at),
    )


@dataclass(frozen=True, slots=True)
class _Taken:
    start: str
    end: str
    at: datetime

    @property
    def is_step(self) -> bool:
        return self.start != self.end


def _latest(
    way: list[_Taken], ends: set[ComplaintStep] | frozenset[ComplaintStep]
) -> datetime | None:
    return next((one.at for one in reversed(way) if one.is_step and one.end in ends), None)


def _refused_by_office(way: list[_Taken]) -> datetime | None:
    refused = [one.at for one in way if (one.start, one.end) == (_STEP.OMBUDS, _STEP.REFUSED)]
    return refused[-1] if refused else None


def _first_answered_at(found: Complaint, way: list[_Taken]) -> datetime | None:
    """Return when the first line answered, unless that answer came back."""
    if found.answered_at is None:
        return None
    firsts = [one.at for one in way if one.is_step and one.end == _STEP.ANSWERED]
    firsts += [one.at for one in way if one.end == _STEP.REFUSED and one.start != _STEP.OMBUDS]
    return max(firsts, default=None)


def _line(
    step: ComplaintStep, office_since: datetime | None, concluded_at: datetime | None
) -> Line:
    if step is _STEP.OMBUDS:
        return Line.OMBUDS
    if concluded_at is not None:
        return Line.SECOND
    return Line.OMBUDS if office_since is not None else Line.FIRST


def _first_line_at(by_term: datetime | None, last_term: datetime | None) -> datetime | None:
    if by_term is None:
        return last_term
    return first_line_until(first_line_by=by_term, last_term=last_term)


def _owed_at(found: Complaint, due: dict[Milestone, datetime | None]) -> datetime | None:
    """Return by when an answer is owed; the ombuds function's clocks say by when it owes one."""
    if found.step not in OWED:
        return None
    lengths, days = periods_on(at=found.expressed_at), days_of_law()
    started = found.expressed_at
    return due.get(Milestone.COMPLAINT_ANSWER) or days.calendar_days_due(started, lengths.handled)
