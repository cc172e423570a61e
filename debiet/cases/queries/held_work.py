"""How much open work an employee or a team has: numbers only, for whoever sets up the house."""

from dataclasses import dataclass
from datetime import datetime

from debiet.cases.models import Callback, Case, FollowUp, InternalTask, Topic
from debiet.cases.queries.topics import label_of
from debiet.core.reading import query
from debiet.rules.cases import CallbackState, CaseState
from debiet.rules.internal_tasks import OWED


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


@query(personal=False)
def work_of(employee_id: int, *, at: datetime) -> HeldWork:
    """Return how much an employee has open."""
    cases = Case.objects.exclude(state=CaseState.RESOLVED).filter(assignee_id=employee_id)
    return HeldWork(
        cases=cases.count(),
        late=cases.filter(due_at__lt=at).count(),
        tasks=InternalTask.objects.filter(state__in=OWED, employee_id=employee_id).count(),
        follow_ups=FollowUp.objects.filter(done_at__isnull=True, employee_id=employee_id).count(),
        callbacks=Callback.objects.filter(
            state=CallbackState.PROMISED, case__assignee_id=employee_id
        ).count(),
    )


@query(personal=False)
def work_of_team(team_id: int, *, at: datetime) -> HeldWork:
    """Return how much a team has open."""
    cases = Case.objects.exclude(state=CaseState.RESOLVED).filter(team_id=team_id)
    return HeldWork(
        cases=cases.count(),
        late=cases.filter(due_at__lt=at).count(),
        tasks=InternalTask.objects.filter(state__in=OWED, team_id=team_id).count(),
        follow_ups=FollowUp.objects.filter(done_at__isnull=True, team_id=team_id).count(),
        callbacks=Callback.objects.filter(
            state=CallbackState.PROMISED, case__team_id=team_id
        ).count(),
    )


@query(personal=False)
def topics_of_team(team_id: int) -> list[tuple[str, str]]:
    """Return code and label of the topics that a team handles by name."""
    rows = Topic.objects.filter(team_id=team_id, retired_at__isnull=True).order_by("position")
    return [(code, label_of(labels)) for code, labels in rows.values_list("code", "labels")]


@query(personal=False)
def open_on_topic(code: str) -> tuple[int, int]:
    """Return how many cases have a topic: those that are open, and all."""
    rows = Case.objects.filter(topic__code=code)
    return rows.exclude(state=CaseState.RESOLVED).count(), rows.count()
