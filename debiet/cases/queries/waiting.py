"""What cannot wait until absent colleagues are back: new messages, and what falls due soon."""

from datetime import datetime, timedelta
from enum import StrEnum

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from debiet.cases.models import Case, Interaction
from debiet.core.actor import Actor
from debiet.core.dates import start_of_day
from debiet.rules.cases import CaseState, Direction
from debiet.staff import queries as staff
from debiet.staff.visibility import visible


class Waiting(StrEnum):
    """Why the case of somebody who is away cannot wait until that person is back."""

    NEW_MESSAGE = "new-message"  # the customer wrote since
    SOON = "soon"  # it is late, at risk, or falls due before tomorrow ends


def waiting_for_absent(
    viewer: Actor, at: datetime, waiting: Waiting | None = None
) -> "QuerySet[Case]":
    """Return the open cases of colleagues who are away that cannot wait until they are back."""
    cases = (
        visible(Case.objects.exclude(state=CaseState.RESOLVED), viewer)
        .filter(frozen_at__isnull=True, merged_into__isnull=True)
        .filter(staff.is_absent(employee=OuterRef("assignee_id"), at=at))
        .annotate(away_since=staff.absent_since(employee=OuterRef("assignee_id"), at=at))
    )
    asked = Interaction.objects.filter(
        direction=Direction.IN, is_automatic=False, recorded_at__gte=OuterRef("away_since")
    )
    here, merged = asked.filter(case=OuterRef("pk")), asked.filter(case__merged_into=OuterRef("pk"))
    tomorrow_ends = start_of_day(timezone.localdate(at) + timedelta(days=2))
    reasons = {
        Waiting.NEW_MESSAGE: Q(Exists(here)) | Q(Exists(merged)),
        Waiting.SOON: Q(due_at__lte=tomorrow_ends) | Q(at_risk_at__lte=at),
    }
    if waiting is not None:
        return cases.filter(reasons[waiting])
    return cases.filter(reasons[Waiting.NEW_MESSAGE] | reasons[Waiting.SOON])


def stood_in_for(
    cases: "QuerySet[Case]", *, employee_id: int, team_ids: tuple[int, ...], at: datetime
) -> "QuerySet[Case]":
    """Return those of some cases for which somebody stands in, as deputy or with the team."""
    stands_in = staff.is_stood_in_for(
        employee=OuterRef("assignee_id"), by_employee_id=employee_id, at=at
    )
    return cases.filter(Q(team_id__in=team_ids) | Q(stands_in)).exclude(assignee_id=employee_id)
