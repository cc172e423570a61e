"""Reading the team board: how many cases stand where, and the list behind each number.

Numbers and lists are made of the same conditions, so that they agree.
"""

from collections import Counter
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from enum import StrEnum

from django.db.models import (
    Count,
    DateTimeField,
    ExpressionWrapper,
    F,
    Q,
    QuerySet,
    Value,
)
from django.db.models.functions import TruncDate
from django.utils import timezone

from debiet.cases.models import Case
from debiet.cases.queries.assignment import without_taker
from debiet.cases.queries.topics import label_of
from debiet.cases.queries.worklists import Position, WorklistPage, page_of
from debiet.core.actor import Actor
from debiet.core.dates import start_of_day
from debiet.core.reading import query
from debiet.rules.cases import Carrier, CaseState
from debiet.staff.visibility import visible

HORIZON_DAYS = 7
"""Today and the six days after it."""


class Standing(StrEnum):
    """Where open cases stand; a late one is neither due today nor at risk any more."""

    OPEN = "open"
    DUE_TODAY = "due-today"
    AT_RISK = "at-risk"
    BREACHED = "breached"


@dataclass(frozen=True, slots=True)
class Pick:
    """Which open cases a number counts, and its list shows; nothing asked means any.

    :param day: the day on which they fall due
    :param assignee_id: who has them
    :param is_without_taker: only those that nobody could be given by their team's way
    """

    standing: Standing = Standing.OPEN
    team_id: int | None = None
    topic: str = ""
    carrier: str = ""
    day: date | None = None
    assignee_id: int | None = None
    is_without_taker: bool = False


@dataclass(frozen=True, slots=True)
class Line:
    """The cases of a team, a topic or a carrier, by where they stand."""

    key: str
    name: str
    counts: "Counter[Standing]" = field(default_factory=Counter)


@dataclass(frozen=True, slots=True)
class Board:
    """All open cases that a viewer may see, in numbers; of one team if one is asked for.

    :param due: how many fall due on each day of the horizon, late ones not among them
    """

    total: "Counter[Standing]"
    teams: list[Line]
    topics: list[Line]
    carriers: list[Line]
    due: "Counter[date]"


def _standing(standing: Standing, at: datetime) -> Q:
    today_ends = start_of_day(timezone.localdate(at) + timedelta(days=1))
    match standing:
        case Standing.OPEN:
            return Q(pk__isnull=False)
        case Standing.DUE_TODAY:
            return Q(due_at__gte=at, due_at__lte=today_ends)
        case Standing.AT_RISK:
            return Q(at_risk_at__lte=at, due_at__gte=at)
        case Standing.BREACHED:
            return Q(due_at__lt=at)


def _open(viewer: Actor) -> "QuerySet[Case]":
    # As on the worklists: a merged case is handled as its leading one, and counts once.
    handled = Case.objects.filter(frozen_at__isnull=True, merged_into__isnull=True)
    return visible(handled.exclude(state=CaseState.RESOLVED), viewer)


@query(personal=True)
def board(*, viewer: Actor, at: datetime, team_id: int | None = None) -> Board:
    """Return the board, in one statement."""
    cases = _open(viewer)
    if team_id is not None:
        cases = cases.filter(team_id=team_id)
    end = start_of_day(timezone.localdate(at) + timedelta(days=HORIZON_DAYS))
    # A term that ends with a day ends at midnight: it belongs to the day that ends there.
    day = TruncDate(
        ExpressionWrapper(F("due_at") - Value(timedelta(microseconds=1)), DateTimeField())
    )
    found = Board(Counter(), [], [], [], Counter())
    lines: dict[tuple[str, str], Line] = {}
    groups = cases.annotate(day=day).values_list(
        "team_id", "team__name", "topic__code", "topic__labels", "carrier", "day"
    )
    counted = groups.annotate(
        **{standing.name: Count("pk", filter=_standing(standing, at)) for standing in Standing},
        coming=Count("pk", filter=Q(due_at__gte=at, due_at__lte=end)),
    )
    for team, team_name, topic, labels, carrier, due_on, *numbers in counted.order_by():
        *standings, coming = numbers
        counts = Counter(dict(zip(Standing, standings, strict=True)))
        found.total.update(counts)
        if coming:
            found.due[due_on] += coming
        for kind, key, name in (
            ("team", str(team), team_name),
            ("topic", topic, label_of(labels)),
            ("carrier", carrier, carrier),
        ):
            lines.setdefault((kind, key), Line(key, name)).counts.update(counts)
    for (kind, _key), line in sorted(lines.items(), key=lambda one: _by_urgency(one[1])):
        {"team": found.teams, "topic": found.topics, "carrier": found.carriers}[kind].append(line)
    return found


def _by_urgency(line: Line) -> tuple[int, int, str]:
    return -line.counts[Standing.BREACHED], -line.counts[Standing.OPEN], line.name


@query(personal=True)
def picked(
    pick: Pick, *, viewer: Actor, at: datetime, after: Position | None = None, size: int = 40
) -> WorklistPage:
    """Return one page of the cases behind a number of the board."""
    return page_of(picked_cases(pick, viewer, at), after=after, size=size).alone()


def picked_cases(pick: Pick, viewer: Actor, at: datetime) -> "QuerySet[Case]":
    """Return the open cases behind a number of the board that a viewer may see."""
    cases = _open(viewer).filter(_standing(pick.standing, at))
    if pick.assignee_id is not None:
        cases = cases.filter(assignee_id=pick.assignee_id)
    if pick.is_without_taker:
        cases = cases.filter(without_taker())
    if pick.team_id is not None:
        cases = cases.filter(team_id=pick.team_id)
    if pick.topic:
        cases = cases.filter(topic__code=pick.topic)
    if pick.carrier:
        cases = cases.filter(carrier=Carrier(pick.carrier))
    if pick.day is not None:
        begins, ends = start_of_day(pick.day), start_of_day(pick.day + timedelta(days=1))
        cases = cases.filter(due_at__gt=begins, due_at__lte=ends, due_at__gte=at)
    return cases
