"""Changing many cases at once, as it was previewed, and undoing it where nothing came since."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db import connection

from debiet.cases.actions.assigning import lock_turns, note_choice
from debiet.cases.actions.handling import (
    CaseChanges,
    assign_case,
    edit_case,
    pause_case,
    reopen_case,
    resolve_case,
    write_note,
)
from debiet.cases.actions.locking import written
from debiet.cases.actions.snoozing import snooze_case, wake_case
from debiet.cases.models import BulkChange, BulkItem, Case
from debiet.cases.queries.assignment import assignment_rules
from debiet.cases.queries.bulk import Plan, judged, spread_plan, value_of
from debiet.cases.queries.topics import topic_in_use
from debiet.core import audit
from debiet.core.actor import Actor
from debiet.core.errors import NotFound
from debiet.core.operations import action
from debiet.core.references import reference
from debiet.rules.access import Permission
from debiet.rules.assignment import Choice, Way, Why
from debiet.rules.bulk import MOST, BulkKind
from debiet.rules.cases import Priority
from debiet.rules.sla import PauseReason
from debiet.staff import queries as staff
from debiet.staff.takers import colleagues_for
from debiet.staff.visibility import visible


@dataclass(frozen=True, slots=True)
class BulkPlan:
    """What was previewed: the change and the cases as they were seen.

    :param key: made for the preview; the same sent twice is carried out once
    :param value: the employee's or team's id, the topic, the priority, the moment or the reason,
        or who gets which where they are spread
    :param versions: of each case, by its id
    """

    key: str
    kind: BulkKind
    value: str
    versions: Mapping[int, int]


@action(permission=Permission.CHANGE_IN_BULK)
def change_in_bulk(*, plan: BulkPlan, by: Actor, at: datetime) -> int:
    """Carry a previewed change out in one transaction; what would be refused is left and listed.

    :raises EmptyText: if cases are closed without a reason
    :raises NotFound: if there are none, or more than one looks through
    """
    if not 0 < len(plan.versions) <= MOST:
        raise NotFound
    reason = written(plan.value)
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [plan.key])
    if (known := BulkChange.objects.filter(key=plan.key).first()) is not None:
        return known.pk
    employee = staff.employee_of(by.user_id) if by.user_id else None
    if employee is None:
        raise NotFound
    # In one order, so that two who change the same cases wait for each other.
    rows = visible(Case.objects.filter(pk__in=plan.versions), by).select_related("topic")
    locked = list(rows.select_for_update(of=("self",)).order_by("pk"))
    made = BulkChange.objects.create(
        key=plan.key, kind=plan.kind, employee_id=employee.employee_id, made_at=at
    )
    if plan.kind is BulkKind.SPREAD:
        lock_turns(row.team_id for row in locked)
    items = []
    for line in judged(plan.kind, plan.value, plan.versions, viewer=by, at=at):
        if line.case is None:
            continue
        before = value_of(line.case, plan.kind)
        if line.refusal is None:
            _change(line.case, plan.kind, reason, by=by, at=at)
            line.case.refresh_from_db()
        items.append(
            BulkItem(
                bulk=made,
                case=line.case,
                compartment=line.case.compartment,
                before=before,
                version_after=line.case.version,
                refusal=line.refusal or "",
            )
        )
    BulkItem.objects.bulk_create(items)
    facts = {"kind": plan.kind, "changed": sum(not one.refusal for one in items)}
    audit.record(reference("bulk", made.pk), facts=facts)
    return made.pk


def _change(case: Case, kind: BulkKind, value: str, *, by: Actor, at: datetime) -> None:
    seen = {"case_id": case.pk, "seen_version": case.version}
    match kind:
        case BulkKind.ASSIGN:
            assign_case(employee_id=int(value), by=by, at=at, **seen)
        case BulkKind.RELEASE:
            assign_case(employee_id=None, by=by, at=at, **seen)
        case BulkKind.SPREAD:
            _spread(case, spread_plan(value), by=by, at=at)
        case BulkKind.SNOOZE:
            snooze_case(
                case_id=case.pk,
                until=datetime.fromisoformat(value),
                seen_version=case.version,
                by=by,
                at=at,
            )
        case BulkKind.CLOSE:
            write_note(case_id=case.pk, text=value, by=by, at=at)
            resolve_case(topic_code=None, by=by, at=at, **seen)
        case _:
            _edit(case, kind, value, by=by, at=at)


def _spread(case: Case, plan: Plan, *, by: Actor, at: datetime) -> None:
    """Give a case to whom it was planned for; that uses the person's turn."""
    employee_id = int(plan[case.pk])
    assign_case(case_id=case.pk, employee_id=employee_id, seen_version=case.version, by=by, at=at)
    rule = assignment_rules([case.team_id])[case.team_id]
    way = Way.LEAST_LOAD if rule.way is Way.BY_HAND else rule.way
    why = Why.TURN if way is Way.ROUND_ROBIN else Why.LEAST
    note_choice(case, way, rule.version, Choice(employee_id, why), at=at)


def _edit(
    case: Case,
    kind: BulkKind,
    value: str,
    *,
    finds_somebody: bool = True,
    by: Actor,
    at: datetime,
) -> None:
    changes = CaseChanges(
        subject=case.subject,
        topic_code=value if kind is BulkKind.TOPIC else case.topic.code,
        priority=Priority(value) if kind is BulkKind.PRIORITY else case.priority,
        team_id=int(value) if kind is BulkKind.TEAM else case.team_id,
        assignee_id=case.assignee_id,
    )
    edit_case(
        case_id=case.pk,
        changes=changes,
        seen_version=case.version,
        finds_somebody=finds_somebody,
        by=by,
        at=at,
    )


@action(permission=Permission.CHANGE_IN_BULK)
def undo_bulk(*, bulk_id: int, by: Actor, at: datetime) -> None:
    """Take one's own change back for the cases that nobody changed since; twice is once.

    What cannot be had again, such as a colleague who left, leaves that case as it is.

    :raises NotFound: if it is not the actor's own
    """
    made = BulkChange.objects.select_for_update().filter(
        pk=bulk_id, employee__user_id=by.user_id or 0
    )
    bulk = made.first()
    if bulk is None:
        raise NotFound
    if bulk.undone_at is not None:
        return
    items = visible(BulkItem.objects.filter(bulk=bulk, refusal=""), by).order_by("case_id")
    for item in items:
        case = (
            Case.objects.select_for_update(of=("self",))
            .select_related("topic")
            .get(pk=item.case_id)
        )
        is_given = _was_only_given(case, bulk, item)
        if (case.version != item.version_after and not is_given) or case.merged_into_id is not None:
            continue
        if case.frozen_at is not None or not _is_there(case, bulk.kind, item.before, by=by):
            continue
        if is_given:
            case.assignee_id = None
        _take_back(case, bulk.kind, item.before, by=by, at=at)
        item.is_undone = True
        item.save(update_fields=["is_undone"])
    bulk.undone_at = at
    bulk.save(update_fields=["undone_at"])
    audit.record(reference("bulk", bulk.pk), facts={"undone": True})


def _is_there(case: Case, kind: BulkKind, before: str, *, by: Actor) -> bool:
    """Return whether what a case had before can still be had: a colleague leaves, a topic goes."""
    match kind:
        case BulkKind.ASSIGN | BulkKind.SPREAD | BulkKind.RELEASE:
            return not before or int(before) in dict(colleagues_for(case.compartment, viewer=by))
        case BulkKind.TEAM:
            return int(before) in dict(staff.teams(viewer=by))
        case BulkKind.TOPIC:
            return topic_in_use(before) == before
        case _:
            return True


def _was_only_given(case: Case, bulk: BulkChange, item: BulkItem) -> bool:
    """Return whether nothing came since a case was moved but that its new team's way gave it."""
    latest = case.assignments.order_by("-pk").first()
    return (
        bulk.kind is BulkKind.TEAM
        and case.version == item.version_after + 1
        and latest is not None
        and latest.at >= bulk.made_at
        and (latest.team_id, latest.employee_id) == (case.team_id, case.assignee_id)
    )


def _take_back(case: Case, kind: BulkKind, before: str, *, by: Actor, at: datetime) -> None:
    seen = {"case_id": case.pk, "seen_version": case.version}
    match kind:
        case BulkKind.ASSIGN | BulkKind.SPREAD | BulkKind.RELEASE:
            employee_id = int(before) if before else None
            assign_case(employee_id=employee_id, by=by, at=at, **seen)
        case BulkKind.SNOOZE:
            wake_case(case_id=case.pk, reason="undone", by=by, at=at)
        case BulkKind.CLOSE:
            reopen_case(by=by, at=at, **seen)
            if before:
                seen["seen_version"] += 1
                pause_case(reason=PauseReason(before), by=by, at=at, **seen)
        case _:
            _edit(case, kind, before, finds_somebody=False, by=by, at=at)
