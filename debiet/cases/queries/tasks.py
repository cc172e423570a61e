"""Reading internal tasks: those of a case, those asked of one's teams, and one with its words."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import F, Q, QuerySet

from debiet.cases.models import ConflictOffer, InternalTask, TaskEntry
from debiet.core.actor import Actor
from debiet.core.reading import query
from debiet.core.together import Reading, joint_query, reading
from debiet.rules.internal_tasks import OWED, TASK_STEPS, ConflictReason, TaskState
from debiet.staff.visibility import visible


@dataclass(frozen=True, slots=True)
class TaskRow:
    """A task as lists show it."""

    task_id: int
    number: str
    subject: str
    team_id: int
    team: str
    who: str
    asked_by: str
    words: str
    state: TaskState
    asked_at: datetime
    due_at: datetime | None
    at_risk_at: datetime | None
    version: int

    @property
    def is_owed(self) -> bool:
        """Return whether an answer is owed."""
        return self.state in OWED

    @property
    def steps(self) -> frozenset[TaskState]:
        """Return where the task can go from here."""
        return TASK_STEPS[self.state]


@dataclass(frozen=True, slots=True)
class TaskWords:
    """One step of a task with its words."""

    state: TaskState
    words: str
    who: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Offer:
    """That a task can be put to the ombuds office as a conflict, and why."""

    offer_id: int
    task_id: int
    team: str
    reason: ConflictReason
    offered_at: datetime


def owed_tasks(viewer: Actor, *, team_ids: tuple[int, ...]) -> "QuerySet[InternalTask]":
    """Return what teams were asked and still owe."""
    handled = InternalTask.objects.filter(case__frozen_at__isnull=True)
    rows = visible(handled.filter(state__in=OWED), viewer)
    return rows.filter(team_id__in=team_ids)


@joint_query(personal=True)
def tasks_of_team(
    *, team_ids: tuple[int, ...], viewer: Actor, limit: int = 100
) -> Reading[list[TaskRow]]:
    """Return what teams were asked and still owe, what falls due first, first."""
    return _rows(owed_tasks(viewer, team_ids=team_ids).order_by("due_at", "id")[:limit])


@joint_query(personal=True)
def tasks_asked_by(employee_id: int, *, viewer: Actor, limit: int = 100) -> Reading[list[TaskRow]]:
    """Return what an employee asked that is owed, or refused and not settled."""
    asked = InternalTask.objects.filter(
        Q(state__in=OWED) | Q(state=TaskState.REFUSED), asked_by_id=employee_id
    )
    return _rows(visible(asked, viewer).order_by("due_at", "id")[:limit])


@joint_query(personal=True)
def tasks_of_case(case_id: int, *, viewer: Actor) -> Reading[list[TaskRow]]:
    """Return what was asked of other teams about a case, in order."""
    return _rows(visible(InternalTask.objects.filter(case_id=case_id), viewer).order_by("id"))


@query(personal=True)
def internal_task(task_id: int, *, viewer: Actor) -> tuple[TaskRow, tuple[TaskWords, ...]] | None:
    """Return a task with all that was said, or None where the viewer may not see it."""
    rows = _rows(visible(InternalTask.objects.filter(pk=task_id), viewer)).alone()
    if not rows:
        return None
    said = visible(TaskEntry.objects.filter(task_id=task_id), viewer)
    words = tuple(
        TaskWords(row.state, row.words, row.employee.name if row.employee else "", row.at)
        for row in said.select_related("employee").order_by("id")
    )
    return rows[0], words


@joint_query(personal=True)
def conflict_offers(case_id: int, *, viewer: Actor) -> Reading[list[Offer]]:
    """Return the tasks of a case that can be put to the ombuds office, and why."""
    rows = visible(ConflictOffer.objects.filter(case_id=case_id, settled_at__isnull=True), viewer)
    return reading(
        rows.order_by("id").annotate(team=F("task__team__name")),
        made=lambda found: [
            Offer(row.pk, row.task_id, row.team, row.reason, row.offered_at) for row in found
        ],
    )


def _rows(rows: "QuerySet[InternalTask]") -> Reading[list[TaskRow]]:
    named = rows.annotate(
        number=F("case__number"),
        subject=F("case__subject"),
        team_name=F("team__name"),
        who=F("employee__name"),
        asker=F("asked_by__name"),
    )
    return reading(named, made=_task_rows)


def _task_rows(rows: list[Any]) -> list[TaskRow]:
    return [
        TaskRow(
            task_id=row.pk,
            number=row.number,
            subject=row.subject,
            team_id=row.team_id,
            team=row.team_name,
            who=row.who or "",
            asked_by=row.asker or "",
            words=row.words,
            state=row.state,
            asked_at=row.asked_at,
            due_at=row.due_at if row.state in OWED else None,
            at_risk_at=row.at_risk_at,
            version=row.version,
        )
        for row in rows
    ]
