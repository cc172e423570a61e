"""Reading the worklists: what falls due first, first; to the last row by keyset."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from django.db.models import F, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Concat, Left

from debiet.cases.models import Case, Interaction
from debiet.cases.queries.aside import back_at, open_follow_ups
from debiet.cases.queries.assignment import given_by_way
from debiet.cases.queries.callbacks import broken, promised
from debiet.cases.queries.ratings import unsettled
from debiet.cases.queries.tasks import owed_tasks
from debiet.cases.queries.topics import label_of
from debiet.cases.queries.waiting import stood_in_for, waiting_for_absent
from debiet.core.actor import Actor
from debiet.core.counting import counts_of, up_to
from debiet.core.reading import query
from debiet.core.together import Reading, joint_query, reading
from debiet.rules.cases import Carrier, CaseState, Direction
from debiet.rules.complaints import Regime
from debiet.rules.statutory_terms import COMPLAINT
from debiet.staff.visibility import visible
from debiet.terms import queries as terms

COUNT_BOUND = 1000
"""Counts stop here: nobody works differently at 1,200 than at 1,000, and the page stays quick."""


class Worklist(StrEnum):
    """The lists an employee works from."""

    MINE = "mine"
    TEAM = "team"
    AT_RISK = "at-risk"
    BREACHED = "breached"
    UNASSIGNED = "unassigned"
    OPEN = "open"
    ASIDE = "aside"


@dataclass(frozen=True, slots=True)
class Scope:
    """Whose lists these are."""

    employee_id: int
    team_ids: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class WorklistRow:
    """A case as a list shows it."""

    case_id: int
    number: str
    subject: str
    first_line: str
    who: str
    carrier: Carrier
    state: CaseState
    topic: str
    assignee: str
    team: str
    opened_at: datetime
    term_started_at: datetime | None
    due_at: datetime | None
    at_risk_at: datetime | None
    is_undetermined: bool
    regime: Regime
    snoozed_until: datetime | None = None
    # Why it has nobody, where its team's way found nobody.
    why_nobody: str = ""


@dataclass(frozen=True, slots=True)
class Position:
    """Where a page ended: the term and the id of its latest row."""

    due_at: datetime | None
    case_id: int


@dataclass(frozen=True, slots=True)
class WorklistPage:
    """Rows, and where the next page begins if there is one."""

    rows: list[WorklistRow]
    next: Position | None


def _listed(worklist: Worklist, scope: Scope, viewer: Actor, at: datetime) -> "QuerySet[Case]":
    handled = Case.objects.filter(merged_into__isnull=True, frozen_at__isnull=True)
    open_cases = visible(handled.exclude(state=CaseState.RESOLVED), viewer)
    match worklist:
        case Worklist.MINE:
            return open_cases.filter(back_at(at), assignee_id=scope.employee_id)
        case Worklist.TEAM:
            return open_cases.filter(back_at(at), team_id__in=scope.team_ids)
        case Worklist.AT_RISK:
            return open_cases.filter(at_risk_at__lte=at, due_at__gte=at)
        case Worklist.BREACHED:
            return open_cases.filter(due_at__lt=at)
        case Worklist.UNASSIGNED:
            return open_cases.filter(back_at(at), assignee__isnull=True)
        case Worklist.OPEN:
            return open_cases
        case Worklist.ASIDE:
            mine = Q(assignee_id=scope.employee_id) | Q(team_id__in=scope.team_ids)
            return open_cases.filter(mine, snoozed_until__isnull=False).exclude(back_at(at))


def _after(cases: "QuerySet[Case]", position: Position | None) -> "list[QuerySet[Case]]":
    """Return what comes after a position, in one or two parts that follow each other.

    NULLS LAST is PostgreSQL's order for ascending: cases without a running term come at the end.
    They are a part of their own, because with an OR between the two each page would read the index
    from its start.
    """
    if position is None:
        return [cases]
    undated = cases.filter(due_at__isnull=True)
    if position.due_at is None:
        return [undated.filter(pk__gt=position.case_id)]
    dated = cases.filter(due_at__gte=position.due_at)
    return [dated.exclude(due_at=position.due_at, pk__lte=position.case_id), undated]


@joint_query(personal=True)
def worklist(
    worklist: Worklist,
    *,
    scope: Scope,
    viewer: Actor,
    at: datetime,
    after: Position | None = None,
    size: int = 40,
    only: "QuerySet[Any] | None" = None,
    besides: "QuerySet[Any] | None" = None,
    regime: Regime | None = None,
) -> Reading[WorklistPage]:
    """Return one page of a worklist, ordered by what falls due, and where the next begins.

    :param only: ids of the cases that are shown, if not all
    :param besides: ids of cases that are left out, such as those of an incident
    :param regime: by which rules the cases that are shown are answered, if not all
    """
    listed = _listed(worklist, scope, viewer, at)
    listed = listed if only is None else listed.filter(pk__in=only)
    listed = listed if besides is None else listed.exclude(pk__in=besides)
    listed = listed if regime is None else listed.filter(regime=regime)
    return page_of(listed, after=after, size=size)


def page_of(
    cases: "QuerySet[Case]", *, after: Position | None = None, size: int = 40
) -> Reading[WorklistPage]:
    """Return how one page of cases that somebody may see is read, ordered by what falls due."""

    def made(*parts: list[Mapping[str, Any]]) -> WorklistPage:
        rows = [row for part in parts for row in part]
        shown = [_row(row) for row in rows[:size]]
        end = shown[-1] if len(rows) > size else None
        return WorklistPage(shown, Position(end.due_at, end.case_id) if end else None)

    # One more than is shown tells whether there is another page.
    return reading(*(_rows(part, size + 1) for part in _after(cases, after)), made=made)


def _rows(cases: "QuerySet[Case]", limit: int) -> "QuerySet[Any, Any]":
    asked = Interaction.objects.filter(case=OuterRef("pk"), direction=Direction.IN)
    first = asked.filter(is_automatic=False).order_by("-id")
    shown = cases.order_by("due_at", "pk").annotate(
        term_started_at=terms.term_start(references=references_of_row(), due_at=OuterRef("due_at")),
        words=Subquery(first.annotate(line=Left("text", 160)).values("line")[:1]),
        customer_name=F("customer__name"),
        assignee_name=F("assignee__name"),
        team_name=F("team__name"),
        topic_labels=F("topic__labels"),
        **given_by_way(),
    )
    return shown.values(
        "id", "number", "subject", "carrier", "state", "opened_at", "due_at", "at_risk_at",
        "term_started_at", "is_undetermined", "contact_name", "contact_email", "words",
        "customer_name", "assignee_name", "team_name", "topic_labels",
        "regime", "snoozed_until", "assignee_id", "given_to", "given_why",
    )[:limit]  # fmt: skip


@query(personal=False)
def references_of_row() -> list[Concat]:
    """Return, as parts of a statement, by which references the case of a row owes something."""
    return [Concat(Value(f"{kind}:"), OuterRef("number")) for kind in ("case", COMPLAINT)]


def _row(row: Mapping[str, Any]) -> WorklistRow:
    return WorklistRow(
        case_id=row["id"],
        number=row["number"],
        subject=row["subject"],
        first_line=" ".join(str(row["words"] or "").split()),
        who=row["customer_name"] or row["contact_name"] or row["contact_email"] or "",
        carrier=row["carrier"],
        state=row["state"],
        topic=label_of(row["topic_labels"]),
        assignee=row["assignee_name"] or "",
        team=row["team_name"],
        opened_at=row["opened_at"],
        term_started_at=row["term_started_at"],
        due_at=row["due_at"],
        at_risk_at=row["at_risk_at"],
        is_undetermined=row["is_undetermined"],
        regime=Regime(row["regime"]),
        snoozed_until=row["snoozed_until"],
        why_nobody=(row["given_why"] or "")
        if row["assignee_id"] is None and row["given_to"] is None
        else "",
    )


CALLBACKS = "callbacks"
BROKEN_CALLBACKS = "callbacks-broken"
LOW_RATINGS = "ratings"
ABSENT = "absent"
FOLLOW_UPS = "follow-ups"
DUE_FOLLOW_UPS = "follow-ups-due"
TASKS = "tasks"
LATE_TASKS = "tasks-late"


@query(personal=True)
def counted(*, scope: Scope, viewer: Actor, at: datetime) -> "dict[str, QuerySet[Any]]":
    """Return what stands on each list, up to `COUNT_BOUND`, to be counted in one statement.

    The calls to make are among them, those of them that are broken promises, the low scores that
    nobody settled, and what cannot wait until absent colleagues are back.
    """
    lists: dict[str, QuerySet[Any]] = {
        worklist_: _listed(worklist_, scope, viewer, at) for worklist_ in Worklist
    }
    lists[CALLBACKS] = promised(viewer)
    lists[BROKEN_CALLBACKS] = broken(promised(viewer), at)
    lists[LOW_RATINGS] = unsettled(viewer)
    lists[ABSENT] = stood_in_for(
        waiting_for_absent(viewer, at),
        employee_id=scope.employee_id,
        team_ids=scope.team_ids,
        at=at,
    )
    lists[FOLLOW_UPS] = open_follow_ups(
        viewer, employee_id=scope.employee_id, team_ids=scope.team_ids
    )
    lists[DUE_FOLLOW_UPS] = lists[FOLLOW_UPS].filter(due_at__lte=at)
    lists[TASKS] = owed_tasks(viewer, team_ids=scope.team_ids)
    lists[LATE_TASKS] = lists[TASKS].filter(due_at__lt=at)
    return {name: up_to(COUNT_BOUND, rows) for name, rows in lists.items()}


@query(personal=True)
def counts(*, scope: Scope, viewer: Actor, at: datetime) -> dict[str, int]:
    """Return how many cases stand on each list, counted up to `COUNT_BOUND`."""
    return counts_of(counted(scope=scope, viewer=viewer, at=at))
