"""Reading which cases a move of open clocks touches, by team, as far as somebody may see them."""

from dataclasses import dataclass

from django.db.models import Count, Exists, QuerySet

from debiet.cases.models import Case
from debiet.cases.queries.worklists import Position, WorklistPage, page_of, references_of_row
from debiet.core.actor import Actor
from debiet.core.reading import query
from debiet.rules.moving import MoveEffect, PlanState
from debiet.staff.visibility import visible
from debiet.terms import queries as terms

CHANGED = "changed"
"""Cases with a clock that changed since the preview: listed, not moved."""


@dataclass(frozen=True, slots=True)
class TeamLine:
    """What a move does to the cases of a team that the viewer may see."""

    team_id: int
    team: str
    overdue: int
    rescued: int
    changed: int


@query(personal=True)
def moved_by_team(move_id: int, *, viewer: Actor) -> list[TeamLine]:
    """Return for each team how many of its cases a move makes late, saves, or leaves."""
    touched = visible(Case.objects.filter(_planned(move_id)), viewer)
    rows = touched.values_list("team_id", "team__name").annotate(
        overdue=Count("pk", filter=_planned(move_id, MoveEffect.OVERDUE)),
        rescued=Count("pk", filter=_planned(move_id, MoveEffect.RESCUED)),
        changed=Count("pk", filter=_planned(move_id, CHANGED)),
    )
    return [TeamLine(*row) for row in rows.order_by("team__name")]


@query(personal=True)
def moved_cases(
    move_id: int,
    *,
    what: str,
    team_id: int | None,
    viewer: Actor,
    after: Position | None = None,
) -> WorklistPage:
    """Return one page of the cases to which a move does something.

    :param what: an effect, or `CHANGED`
    """
    cases: QuerySet[Case] = visible(Case.objects.filter(_planned(move_id, what)), viewer)
    if team_id is not None:
        cases = cases.filter(team_id=team_id)
    return page_of(cases, after=after).alone()


def _planned(move_id: int, what: str = "") -> Exists:
    return terms.has_planned(
        move_id,
        references=references_of_row(),
        effect=MoveEffect(what) if what and what != CHANGED else None,
        state=PlanState.CHANGED if what == CHANGED else None,
    )
