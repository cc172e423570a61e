"""What a file of the ombuds function holds, line by line, as its page shows it."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from django.utils import timezone

from debiet.complaints.models import CorrectiveAction, OmbudsFile, OmbudsQuestion, OmbudsRemedy
from debiet.rules.complaint_duties import Finding, holding
from debiet.rules.complaint_remedies import (
    ACTION_STEPS,
    REMEDY_STEPS,
    ActionStep,
    RemedyKind,
    RemedyStep,
    is_overdue,
)


@dataclass(frozen=True, slots=True)
class QuestionLine:
    """An explanation that was asked."""

    question_id: int
    team: str
    words: str
    asked_at: datetime
    due_at: datetime
    answer: str
    answered_at: datetime | None
    answered_by: str


@dataclass(frozen=True, slots=True)
class FindingLine:
    """Something established.

    :param holds: nothing stands in its place
    """

    finding_id: int
    text: str
    corrects: int | None
    reason: str
    who: str
    found_at: datetime
    holds: bool


@dataclass(frozen=True, slots=True)
class EntryLine:
    """One step that a remedy or a corrective action took: who took it, and why if that was said."""

    end: RemedyStep | ActionStep
    who: str
    reason: str
    happened_at: datetime


@dataclass(frozen=True, slots=True)
class RemedyLine:
    """A remedy, and where it can go from here."""

    remedy_id: int
    version: int
    kind: RemedyKind
    words: str
    amount: Decimal | None
    step: RemedyStep
    owner: str
    due_on: date
    done_on: date | None
    ends: tuple[RemedyStep, ...]
    entries: tuple[EntryLine, ...]


@dataclass(frozen=True, slots=True)
class ActionLine:
    """A corrective action, and where it can go from here."""

    action_id: int
    version: int
    root_cause: str
    words: str
    step: ActionStep
    owner: str
    due_on: date
    done_on: date | None
    is_late: bool
    ends: tuple[ActionStep, ...]
    entries: tuple[EntryLine, ...]


def question_line(one: OmbudsQuestion) -> QuestionLine:
    return QuestionLine(
        question_id=one.pk,
        team=one.team.name,
        words=one.words,
        asked_at=one.asked_at,
        due_at=one.due_at,
        answer=one.answer,
        answered_at=one.answered_at,
        answered_by=one.answered_by.name if one.answered_by else "",
    )


def finding_lines(file: OmbudsFile) -> tuple[FindingLine, ...]:
    rows = list(file.findings.select_related("employee").order_by("id"))
    hold = {one.id for one in holding([Finding(row.pk, row.corrects_id) for row in rows])}
    return tuple(
        FindingLine(
            finding_id=row.pk,
            text=row.text,
            corrects=row.corrects_id,
            reason=row.reason,
            who=row.employee.name if row.employee else "",
            found_at=row.found_at,
            holds=row.pk in hold,
        )
        for row in rows
    )


def remedy_line(one: OmbudsRemedy) -> RemedyLine:
    return RemedyLine(
        remedy_id=one.pk,
        version=one.version,
        kind=one.kind,
        words=one.words,
        amount=one.amount,
        step=one.step,
        owner=one.owner.name,
        due_on=one.due_on,
        done_on=one.done_on,
        ends=tuple(end for start, end in REMEDY_STEPS if start is one.step),
        entries=_entries(one, RemedyStep),
    )


def _entries(
    one: OmbudsRemedy | CorrectiveAction, steps: type[RemedyStep] | type[ActionStep]
) -> tuple[EntryLine, ...]:
    return tuple(
        EntryLine(
            end=steps(entry.end),
            who=entry.employee.name if entry.employee else "",
            reason=entry.reason,
            happened_at=entry.happened_at,
        )
        for entry in sorted(one.entries.all(), key=lambda entry: entry.pk)
    )


def action_line(one: CorrectiveAction, at: datetime) -> ActionLine:
    return ActionLine(
        action_id=one.pk,
        version=one.version,
        root_cause=one.root_cause,
        words=one.words,
        step=one.step,
        owner=one.owner.name,
        due_on=one.due_on,
        done_on=one.done_on,
        is_late=is_overdue(one.step, due_on=one.due_on, on=timezone.localtime(at).date()),
        ends=tuple(end for start, end in ACTION_STEPS if start is one.step),
        entries=_entries(one, ActionStep),
    )
