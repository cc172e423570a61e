"""How much open work an employee or a team has: numbers only, for whoever sets up the house."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet

from debiet.cases.models import Callback, Case, FollowUp, InternalTask, Topic
from debiet.cases.queries.topics import label_of
from debiet.core.actor import Actor
from debiet.core.reading import query
from debiet.rules.cases import CallbackState, CaseState
from debiet.rules.internal_tasks import OWED
from debiet.staff.visibility import countable


@dataclass(frozen=True, slots=True)
class HeldWork:
    """What is open with an employee or a team."""

    cases: int
    late: int
    tasks: int
    follow_ups: int
    callbacks: int

    @property
    def is_nothing(self) -> bool:
        """Return whether nothing is open."""
        return not (self.cases or self.tasks or self.follow_ups or self.callbacks)


@query(personal=True)
def work_of(employee_id: int, *, viewer: Actor, at: datetime) -> HeldWork:
    """Return how much an employee has open, of what the viewer may count."""
    return _held(
        viewer,
        at,
        cases=Case.objects.filter(assignee_id=employee_id),
        tasks=InternalTask.objects.filter(employee_id=employee_id),
        follow_ups=FollowUp.objects.filter(employee_id=employee_id),
        callbacks=Callback.objects.filter(case__assignee_id=employee_id),
    )


@query(personal=True)
def work_of_team(team_id: int, *, viewer: Actor, at: datetime) -> HeldWork:
    """Return how much a team has open, of what the viewer may count."""
    return _held(
        viewer,
        at,
        cases=Case.objects.filter(team_id=team_id),
        tasks=InternalTask.objects.filter(team_id=team_id),
        follow_ups=FollowUp.objects.filter(team_id=team_id),
        callbacks=Callback.objects.filter(case__team_id=team_id),
    )


def _held(
    viewer: Actor,
    at: datetime,
    *,
    cases: "QuerySet[Case]",
    tasks: "QuerySet[InternalTask]",
    follow_ups: "QuerySet[FollowUp]",
    callbacks: "QuerySet[Callback]",
) -> HeldWork:
    """Count what is open. How much stands in a closed part is not told to anybody outside of it."""
    cases = countable(cases, viewer).exclude(state=CaseState.RESOLVED)
    return HeldWork(
        cases=cases.count(),
        late=cases.filter(due_at__lt=at).count(),
        tasks=countable(tasks, viewer).filter(state__in=OWED).count(),
        follow_ups=countable(follow_ups, viewer).filter(done_at__isnull=True).count(),
        callbacks=countable(callbacks, viewer).filter(state=CallbackState.PROMISED).count(),
    )


@query(personal=False)
def topics_of_team(team_id: int) -> list[tuple[str, str]]:
    """Return code and label of the topics that a team handles by name."""
    rows = Topic.objects.filter(team_id=team_id, retired_at__isnull=True).order_by("position")
    return [(code, label_of(labels)) for code, labels in rows.values_list("code", "labels")]
