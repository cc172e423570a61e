"""Which cases that nobody could take somebody could take by now."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from django.db.models import Case as When
from django.db.models import QuerySet, Value
from django.db.models import When as Then

from debiet.cases.models import AssignmentRule, Case
from debiet.cases.queries.assignment import (
    assignment_rules,
    given_by_way,
    takers,
    without_taker,
)
from debiet.cases.queries.topics import topic_tree
from debiet.core.reading import query
from debiet.rules.assignment import Task, Way, Why, choose
from debiet.rules.cases import CaseState

AT_ONCE = 200
"""More are given by the next runs: each locks its team's turns for a moment."""

KIND = ("team_id", "topic__code", "language", "segment", "compartment")
"""What decides who may take a case, but for who is close to its customer."""


@query(personal=False)
def takable_by_now(*, at: datetime, limit: int = AT_ONCE) -> list[int]:
    """Return open cases that nobody could take, and of whose kind somebody can, due first first.

    Those that were too close to everybody come after all others: who is close is looked up for
    each of them when it is given.
    """
    found: list[int] = []
    for kind in _takable_kinds(at):
        later = When(Then(given_why=Why.TOO_CLOSE, then=Value(1)), default=Value(0))
        rows = _waiting().filter(**kind).annotate(**given_by_way())
        ordered = rows.annotate(later=later).order_by("later", "due_at", "pk")
        found += ordered.values_list("pk", flat=True)[: limit - len(found)]
        if len(found) == limit:
            break
    return found


def _waiting() -> "QuerySet[Case]":
    # What is put aside waits for its moment.
    open_ones = Case.objects.exclude(state=CaseState.RESOLVED).filter(
        without_taker(), merged_into__isnull=True, snoozed_until__isnull=True, snooze_event=""
    )
    return open_ones


def _takable_kinds(at: datetime) -> Iterator[dict[str, Any]]:
    teams = AssignmentRule.objects.values_list("team_id", flat=True).distinct()
    rules = assignment_rules(list(teams))
    rules = {team: rule for team, rule in rules.items() if rule.way is not Way.BY_HAND}
    kinds = list(_waiting().filter(team__in=rules).values(*KIND).distinct().order_by(*KIND))
    if not kinds:
        return
    people = takers({kind["team_id"]: rules[kind["team_id"]] for kind in kinds}, at=at)
    tree = topic_tree()
    for kind in kinds:
        task = Task(
            topic_path=tree[kind["topic__code"]],
            language=kind["language"],
            segment=str(kind["segment"]),
            compartment=kind["compartment"],
        )
        team_id = kind["team_id"]
        if choose(rules[team_id].way, task, people[team_id]).employee is not None:
            yield kind
