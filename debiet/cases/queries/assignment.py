"""Reading how a team's new cases find somebody, and who would get which."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from django.db import connection
from django.db.models import Count, Exists, OuterRef, Q, Subquery

from debiet.cases.models import AssignmentRule, Case, CaseAssignment
from debiet.cases.queries.topics import label_of, topic_tree
from debiet.core.actor import Actor
from debiet.core.reading import query
from debiet.customers import queries as customers
from debiet.rules.assignment import Choice, Skill, Taker, Task, Way, Why, spread
from debiet.rules.cases import CaseState
from debiet.staff import queries as staff
from debiet.staff.takers import team_takers
from debiet.staff.visibility import visible

NEXT = 5
"""As many cases a preview shows."""


@dataclass(frozen=True, slots=True)
class Rule:
    """How a team's new cases find somebody, as it was set; version 0 was never set."""

    version: int = 0
    way: Way = Way.BY_HAND
    skills: Mapping[int, Skill] = field(default_factory=dict)


@query(personal=False)
def assignment_rules(team_ids: Collection[int]) -> dict[int, Rule]:
    """Return the latest rule of each of some teams."""
    rows = AssignmentRule.objects.filter(team_id__in=team_ids)
    latest = rows.order_by("team_id", "-version").distinct("team_id")
    found = {team_id: Rule() for team_id in team_ids}
    return found | {row.team_id: _rule(row) for row in latest}


def _rule(row: AssignmentRule) -> Rule:
    skills = {
        int(number): Skill(
            takes=said["takes"],
            topics=frozenset(said["topics"]),
            languages=frozenset(said["languages"]),
            segments=frozenset(said["segments"]),
        )
        for number, said in row.skills.items()
    }
    return Rule(row.version, Way(row.way), skills)


@dataclass(frozen=True, slots=True)
class RuleVersion:
    """One version of a team's rule, for its history."""

    version: int
    way: Way
    set_by: str
    set_at: datetime


@query(personal=False)
def rule_versions(team_id: int, *, limit: int = 20) -> list[RuleVersion]:
    """Return the latest versions of a team's rule, newest first."""
    rows = list(AssignmentRule.objects.filter(team_id=team_id).order_by("-version")[:limit])
    names = staff.names(row.set_by for row in rows if row.set_by)
    return [
        RuleVersion(row.version, row.way, names.get(row.set_by or 0, ""), row.set_at)
        for row in rows
    ]


@query(personal=False)
def takers(rules: Mapping[int, Rule], *, at: datetime) -> dict[int, list[Taker]]:
    """Return who of some teams could take cases by their rules, in three statements."""
    people = team_takers(list(rules), at=at)
    loads = _loads({one.employee_id for one in people})
    turns = _turns([(one.team_id, one.employee_id) for one in people])
    found: dict[int, list[Taker]] = {team_id: [] for team_id in rules}
    for one in people:
        found[one.team_id].append(
            Taker(
                employee=one.employee_id,
                compartments=one.compartments,
                is_here=one.is_here,
                skill=rules[one.team_id].skills.get(one.employee_id, Skill()),
                open_cases=loads.get(one.employee_id, 0),
                turn=turns.get((one.team_id, one.employee_id), 0),
            )
        )
    return found


def _loads(employee_ids: Collection[int]) -> dict[int, int]:
    held = Case.objects.exclude(state=CaseState.RESOLVED).filter(
        assignee_id__in=employee_ids, merged_into__isnull=True
    )
    return dict(held.order_by().values_list("assignee_id").annotate(Count("pk")))


def _turns(places: Sequence[tuple[int, int]]) -> dict[tuple[int, int], int]:
    """Return the latest turn of people in teams; each is one look into an index."""
    with connection.cursor() as cursor:
        cursor.execute(
            """
            SELECT place.team, place.employee, (
                SELECT max(id) FROM cases_caseassignment
                WHERE team_id = place.team AND employee_id = place.employee
            )
            FROM unnest(%s::bigint[], %s::bigint[]) AS place (team, employee)
            """,
            [[team for team, _one in places], [one for _team, one in places]],
        )
        return {(team, one): turn or 0 for team, one, turn in cursor.fetchall()}


@query(personal=False)
def assignment_tasks(cases: Iterable[Case], employee_ids: Collection[int]) -> list[Task]:
    """Return what counts of cases that want somebody; each customer is looked up once."""
    tree, close = topic_tree(), {}
    found = []
    for case in cases:
        if case.customer_id and case.customer_id not in close:
            close[case.customer_id] = customers.close_among(
                employee_ids, customer_id=case.customer_id
            )
        found.append(
            Task(
                topic_path=tree[case.topic.code],
                language=case.language,
                segment=str(case.segment),
                compartment=case.compartment,
                close=close.get(case.customer_id, frozenset()) if case.customer_id else frozenset(),
            )
        )
    return found


@query(personal=True)
def spread_by_rule(case_ids: Collection[int], *, viewer: Actor, at: datetime) -> dict[int, Choice]:
    """Return who would get each of some cases by its own team's way, those due first going first.

    A team whose cases are given by hand spreads them by least load.
    """
    rows = visible(Case.objects.filter(pk__in=case_ids), viewer).select_related("topic")
    cases = list(rows.order_by("due_at", "pk"))
    rules = assignment_rules({case.team_id for case in cases})
    people = takers(rules, at=at)
    everybody = {one.employee for ones in people.values() for one in ones}
    tasks = dict(zip(cases, assignment_tasks(cases, everybody), strict=True))
    found: dict[int, Choice] = {}
    for team_id, rule in rules.items():
        own = [case for case in cases if case.team_id == team_id]
        way = Way.LEAST_LOAD if rule.way is Way.BY_HAND else rule.way
        choices, _end = spread(way, [tasks[case] for case in own], people[team_id])
        found |= {case.pk: choice for case, choice in zip(own, choices, strict=True)}
    return found


@dataclass(frozen=True, slots=True)
class NextCase:
    """A case as it came in, and who would get it if it came in now."""

    number: str
    subject: str
    topic: str
    language: str
    segment: str
    employee: str
    why: Why


@query(personal=True)
def next_of_team(team_id: int, rule: Rule, *, viewer: Actor, at: datetime) -> list[NextCase]:
    """Return who would get the team's five latest open cases if they came in now, by a rule."""
    own = visible(Case.objects.filter(team_id=team_id), viewer).select_related("topic")
    open_ones = own.exclude(state=CaseState.RESOLVED).filter(merged_into__isnull=True)
    cases = list(open_ones.order_by("-opened_at", "-pk")[:NEXT])[::-1]
    people = takers({team_id: rule}, at=at)[team_id]
    tasks = assignment_tasks(cases, [one.employee for one in people])
    choices, _end = spread(rule.way, tasks, people)
    names = staff.names(one.employee for one in choices if one.employee)
    return [
        NextCase(
            number=case.number,
            subject=case.subject,
            topic=label_of(case.topic.labels),
            language=case.language,
            segment=case.segment,
            employee=names.get(choice.employee or 0, ""),
            why=choice.why,
        )
        for case, choice in zip(cases, choices, strict=True)
    ]


def without_taker() -> Q:
    """Return the condition of cases that nobody could be given by their team's way, when tried."""
    tried = CaseAssignment.objects.filter(case=OuterRef("pk"))
    later = CaseAssignment.objects.filter(case=OuterRef("case"), pk__gt=OuterRef("pk"))
    latest_to_nobody = tried.filter(~Exists(later), employee__isnull=True)
    return Q(Exists(latest_to_nobody), assignee__isnull=True)


def given_by_way() -> dict[str, Subquery]:
    """Return, as parts of a statement over cases, to whom a team's way gave each, and why."""
    given = CaseAssignment.objects.filter(case=OuterRef("pk")).order_by("-pk")
    return {name: Subquery(given.values(part)[:1]) for name, part in _GIVEN.items()}


_GIVEN = {"given_to": "employee_id", "given_why": "why"}
