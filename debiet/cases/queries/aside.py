"""Reading what is put aside, what comes back, and what somebody promised to look at again."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import F, Q, QuerySet, Value
from django.db.models.functions import Coalesce

from debiet.cases.models import Case, CaseLink, FollowUp
from debiet.core.actor import Actor
from debiet.core.reading import query
from debiet.core.together import Reading, joint_query, reading
from debiet.rules.cases import CaseState
from debiet.rules.putting_aside import WakeEvent
from debiet.staff.visibility import visible

CHUNK = 500


def back_at(at: datetime) -> Q:
    """Return the condition for not being put aside at a moment: `is_aside` for the database."""
    return (
        Q(snoozed_until__isnull=True)
        | Q(snoozed_until__lte=at)
        | Q(snooze_past_risk=False, at_risk_at__lte=at)
    )


@query(personal=False)
def waking_case_ids(*, at: datetime) -> list[int]:
    """Return the cases that were put aside and are back by now, for the sweep."""
    aside = Case.objects.filter(snoozed_until__isnull=False).filter(back_at(at))
    return list(aside.order_by("snoozed_until", "id").values_list("id", flat=True)[:CHUNK])


@query(personal=False)
def waiting_for_closing(case_id: int) -> list[int]:
    """Return the cases that are aside until a linked case is closed, where that case is linked."""
    links = CaseLink.objects.filter(
        Q(case_id=case_id) | Q(other_id=case_id), ended_at__isnull=True
    ).values_list("case_id", "other_id")
    linked = {one for pair in links for one in pair} - {case_id}
    waiting = Case.objects.filter(pk__in=linked, snooze_event=WakeEvent.LINKED_CLOSED)
    return list(waiting.order_by("id").values_list("id", flat=True))


@dataclass(frozen=True, slots=True)
class FollowUpRow:
    """Something that somebody promised to look at again."""

    follow_up_id: int
    number: str
    subject: str
    words: str
    due_at: datetime
    who: str
    is_due: bool


def open_follow_ups(
    viewer: Actor, *, employee_id: int, team_ids: tuple[int, ...]
) -> "QuerySet[FollowUp]":
    """Return what an employee and its teams promised and have not done."""
    handled = FollowUp.objects.filter(done_at__isnull=True, case__frozen_at__isnull=True)
    rows = visible(handled, viewer)
    return rows.filter(Q(employee_id=employee_id) | Q(team_id__in=team_ids))


@joint_query(personal=True)
def follow_ups(
    *,
    employee_id: int,
    team_ids: tuple[int, ...],
    viewer: Actor,
    at: datetime,
    limit: int = 100,
) -> Reading[list[FollowUpRow]]:
    """Return what an employee and its teams have to look at again, earliest first."""
    rows = open_follow_ups(viewer, employee_id=employee_id, team_ids=team_ids)
    return _rows(rows.exclude(case__state=CaseState.RESOLVED).order_by("due_at", "id")[:limit], at)


@joint_query(personal=True)
def follow_ups_of_case(case_id: int, *, viewer: Actor, at: datetime) -> Reading[list[FollowUpRow]]:
    """Return what was promised about a case and is not done."""
    rows = visible(FollowUp.objects.filter(case_id=case_id, done_at__isnull=True), viewer)
    return _rows(rows.order_by("due_at", "id"), at)


def _rows(rows: "QuerySet[FollowUp]", at: datetime) -> Reading[list[FollowUpRow]]:
    return reading(
        rows.annotate(
            number=F("case__number"),
            subject=F("case__subject"),
            who=Coalesce(F("employee__name"), F("team__name"), Value("")),
        ),
        made=lambda found: [_row(row, at) for row in found],
    )


def _row(row: Any, at: datetime) -> FollowUpRow:
    return FollowUpRow(
        follow_up_id=row.pk,
        number=row.number,
        subject=row.subject,
        words=row.words,
        due_at=row.due_at,
        who=row.who,
        is_due=row.due_at <= at,
    )


@query(personal=False)
def untold_follow_up_ids(*, at: datetime) -> list[int]:
    """Return the follow-ups that are due and of which nobody was told, for the sweep."""
    due = FollowUp.objects.filter(due_at__lte=at, told_at__isnull=True, done_at__isnull=True)
    due = due.filter(case__frozen_at__isnull=True)
    return list(due.order_by("due_at", "id").values_list("id", flat=True)[:CHUNK])
