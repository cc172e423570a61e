"""Reading what waits for absent colleagues: in numbers, and the list behind each."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Q

from debiet.cases.queries.waiting import Waiting, stood_in_for, waiting_for_absent
from debiet.cases.queries.worklists import Position, Scope, WorklistPage, page_of
from debiet.core.actor import Actor
from debiet.core.reading import query


@dataclass(frozen=True, slots=True)
class AbsentLine:
    """The cases of somebody who is away that cannot wait: with a new message, due soon, in all."""

    employee_id: int
    new_messages: int
    soon: int
    waiting: int


@query(personal=True)
def waiting_by_absent(
    *, viewer: Actor, at: datetime, team_id: int | None = None
) -> dict[int, AbsentLine]:
    """Return for everybody who is away what cannot wait, in one statement."""
    cases = waiting_for_absent(viewer, at)
    if team_id is not None:
        cases = cases.filter(team_id=team_id)
    counts = {
        str(why.name): Count(
            "pk", filter=Q(pk__in=waiting_for_absent(viewer, at, why).values("pk"))
        )
        for why in Waiting
    }
    rows = cases.order_by().values_list("assignee_id").annotate(**counts, together=Count("pk"))
    return {row[0]: AbsentLine(*row) for row in rows}


@query(personal=True)
def absent_cases(
    *,
    scope: Scope | None,
    employee_id: int | None = None,
    waiting: Waiting | None = None,
    team_id: int | None = None,
    viewer: Actor,
    at: datetime,
    after: Position | None = None,
    size: int = 40,
) -> WorklistPage:
    """Return one page of the cases of absent colleagues that cannot wait.

    :param scope: those for which somebody stands in; nothing for all the viewer may see
    """
    cases = waiting_for_absent(viewer, at, waiting)
    if scope is not None:
        cases = stood_in_for(cases, employee_id=scope.employee_id, team_ids=scope.team_ids, at=at)
    if employee_id is not None:
        cases = cases.filter(assignee_id=employee_id)
    if team_id is not None:
        cases = cases.filter(team_id=team_id)
    return page_of(cases, after=after, size=size).alone()
