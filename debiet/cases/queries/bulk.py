"""Reading what a change of many cases would do, and what it did."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from debiet.cases.models import BulkChange, BulkItem, Case
from debiet.cases.queries.assignment import (
    assignment_rules,
    assignment_tasks,
    spread_by_rule,
    takers,
)
from debiet.core.actor import Actor
from debiet.core.reading import query
from debiet.rules.assignment import Why, obstacle
from debiet.rules.bulk import BulkCase, BulkKind, BulkRefusal, bulk_refusal
from debiet.rules.cases import CaseState
from debiet.staff import queries as staff
from debiet.staff.visibility import visible


@dataclass(frozen=True, slots=True)
class BulkLine:
    """One case of many, and why it would be left as it is.

    :param to: whom it would be spread to
    """

    case: Case | None
    refusal: BulkRefusal | None
    to: str = ""

    @property
    def number(self) -> str:
        """Return its number, "" for one that is not there."""
        return self.case.number if self.case else ""

    @property
    def subject(self) -> str:
        """Return its subject."""
        return self.case.subject if self.case else ""


def value_of(case: Case, kind: BulkKind) -> str:
    """Return what a case has of what a change is about."""
    match kind:
        case BulkKind.ASSIGN | BulkKind.SPREAD | BulkKind.RELEASE:
            return str(case.assignee_id or "")
        case BulkKind.TEAM:
            return str(case.team_id)
        case BulkKind.TOPIC:
            return case.topic.code
        case BulkKind.PRIORITY:
            return str(case.priority)
        case BulkKind.SNOOZE:
            return case.snoozed_until.isoformat() if case.snoozed_until else ""
        case BulkKind.CLOSE:
            return ""


RELEASED = "nobody"
"""What a case gets that goes back to its team."""

Plan = Mapping[int, int | Why]


@query(personal=True)
def planned_spread(versions: Mapping[int, int], *, viewer: Actor, at: datetime) -> str:
    """Return who would get which of some cases, as the value of a change; closed ones nobody."""
    no_plan = BulkRefusal.NOBODY_TAKES  # what is not left for any other reason
    lines = judged(BulkKind.SPREAD, "{}", versions, viewer=viewer, at=at)
    open_ones = [line.case.pk for line in lines if line.case and line.refusal is no_plan]
    choices = spread_by_rule(open_ones, viewer=viewer, at=at)
    return json.dumps({str(key): one.employee or one.why for key, one in choices.items()})


def spread_plan(value: str) -> Plan:
    """Return who gets which case, or why nobody does, as a change carries it."""
    return {
        int(key): one if isinstance(one, int) else Why(one)
        for key, one in json.loads(value).items()
    }


def _obstacles(plan: Plan, cases: Mapping[int, Case], at: datetime) -> dict[int, Why | None]:
    """Return for each case why whom it is planned for may not get it now."""
    planned = [case for key, case in cases.items() if isinstance(plan.get(key), int)]
    people = takers(assignment_rules({case.team_id for case in planned}), at=at)
    everybody = {one.employee for ones in people.values() for one in ones}
    found: dict[int, Why | None] = dict.fromkeys(cases, Why.NOBODY_TAKES)
    found |= {key: why for key, why in plan.items() if isinstance(why, Why)}
    for case, task in zip(planned, assignment_tasks(planned, everybody), strict=True):
        taker = next((one for one in people[case.team_id] if one.employee == plan[case.pk]), None)
        found[case.pk] = obstacle(taker, task) if taker else Why.NOBODY_TAKES
    return found


@query(personal=True)
def judged(
    kind: BulkKind, value: str, versions: Mapping[int, int], *, viewer: Actor, at: datetime
) -> list[BulkLine]:
    """Return for each case whether it would be changed, in order of its id."""
    rows = visible(Case.objects.filter(pk__in=versions), viewer).select_related("topic")
    cases = {row.pk: row for row in rows}
    team_part = staff.team_compartment(int(value)) if kind is BulkKind.TEAM else ""
    until = datetime.fromisoformat(value) if kind is BulkKind.SNOOZE else None
    plan = spread_plan(value) if kind is BulkKind.SPREAD else {}
    obstacles = _obstacles(plan, cases, at) if kind is BulkKind.SPREAD else {}
    names = staff.names(one for one in plan.values() if isinstance(one, int))
    return [
        BulkLine(
            cases.get(case_id),
            bulk_refusal(
                _seen(cases.get(case_id), kind),
                kind,
                wanted=_wanted(kind, value, plan.get(case_id)),
                seen_version=version,
                team_part=team_part,
                until=until,
                obstacle=obstacles.get(case_id),
                at=at,
            ),
            names.get(_employee(plan.get(case_id)), ""),
        )
        for case_id, version in sorted(versions.items())
    ]


def _employee(planned: int | Why | None) -> int:
    return planned if isinstance(planned, int) else 0


def _wanted(kind: BulkKind, value: str, planned: int | Why | None) -> str:
    match kind:
        case BulkKind.RELEASE:
            return ""
        case BulkKind.SPREAD:
            return str(planned or "")
        case _:
            return value


def _seen(case: Case | None, kind: BulkKind) -> BulkCase | None:
    if case is None:
        return None
    return BulkCase(
        version=case.version,
        compartment=case.compartment,
        value=value_of(case, kind),
        is_closed=case.state == CaseState.RESOLVED,
        is_merged=case.merged_into_id is not None,
        is_frozen=case.frozen_at is not None,
        at_risk_at=case.at_risk_at,
    )


@query(personal=True)
def versions_of(case_ids: list[int], *, viewer: Actor) -> dict[int, int]:
    """Return the versions of the cases among these that the viewer may see."""
    rows = visible(Case.objects.filter(pk__in=case_ids), viewer)
    return dict(rows.values_list("id", "version"))


@dataclass(frozen=True, slots=True)
class BulkResult:
    """What a change of many cases did."""

    bulk_id: int
    kind: BulkKind
    undone_at: datetime | None
    items: tuple[tuple[str, str, str, bool, str | None], ...]


@query(personal=True)
def bulk_result(bulk_id: int, *, viewer: Actor) -> BulkResult | None:
    """Return one's own change, or None.

    Of each case its number, its subject, why it was left, whether it was undone, who has it now.
    """
    own = BulkChange.objects.filter(pk=bulk_id, employee__user_id=viewer.user_id or 0).first()
    if own is None:
        return None
    rows = visible(BulkItem.objects.filter(bulk=own), viewer).order_by("case_id")
    items = rows.values_list(
        "case__number", "case__subject", "refusal", "is_undone", "case__assignee__name"
    )
    return BulkResult(own.pk, own.kind, own.undone_at, tuple(items))
