"""What of somebody who left is still open: its team leads are told."""

from collections import defaultdict
from datetime import datetime

from django.db.models import Count

from debiet.cases.models import Case
from debiet.core.actor import Actor
from debiet.core.operations import action
from debiet.core.references import reference
from debiet.rules.access import Permission
from debiet.rules.cases import CaseState
from debiet.staff import actions as staff
from debiet.staff import leaving
from debiet.staff import queries as people


@action(permission=Permission.NOTIFY_EMPLOYEE)
def report_leaver(*, user_id: int, by: Actor, at: datetime) -> int:
    """Tell the leads how many open cases somebody leaves behind; return how many were told.

    Each lead of a team with such cases, by closed part; where none leads it, whoever leads the
    leaver. A second run tells nobody again.
    """
    left = leaving.leaver(user_id)
    if left is None:
        return 0
    leaving.leaver_for_update(left.employee_id)
    counts: dict[tuple[int, str], int] = defaultdict(int)
    for team_id, compartment, count in _left_open(left.employee_id):
        for lead in people.lead_ids(team_id) or left.lead_ids:
            counts[lead, compartment] += count
    return sum(
        staff.notify_employee(
            employee_id=lead,
            kind="employee.left",
            about=reference("employee", left.employee_id),
            compartment=compartment,
            cause=f"left:{left.employee_id}:{left.ended_at.isoformat()}:{compartment}",
            facts={"count": count, "name": left.name},
            by=by,
            at=at,
        )
        for (lead, compartment), count in sorted(counts.items())
        if lead != left.employee_id
    )


def _left_open(employee_id: int) -> list[tuple[int, str, int]]:
    rows = Case.objects.filter(assignee_id=employee_id).exclude(state=CaseState.RESOLVED)
    groups = rows.values_list("team_id", "compartment").annotate(count=Count("pk"))
    return list(groups.order_by("team_id", "compartment"))
