"""Employees who leave: on a day that was planned, or at once.

Whoever has left signs in no more, and its open sessions end with their next request. That hangs on
the moment kept with the sign-in, not on a job: the job that follows within a minute takes back the
roles and has the open cases reported.
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Exists, OuterRef, Q

from debiet.core import audit
from debiet.core.actor import Actor
from debiet.core.dates import start_of_day
from debiet.core.errors import NotFound
from debiet.core.events import publish
from debiet.core.operations import action
from debiet.core.reading import query
from debiet.core.references import reference
from debiet.identity import actions as identity
from debiet.rules.access import Permission, Role
from debiet.rules.notices import HOUSE
from debiet.staff import actions
from debiet.staff.events import LeavingRefused
from debiet.staff.guarding import LastAdmin
from debiet.staff.house_notices import LAST_ADMIN, put_away, who_may
from debiet.staff.models import Employee, RoleGrant, TeamMembership


@dataclass(frozen=True, slots=True)
class Leaver:
    """An employee whose sign-in was ended.

    :param lead_ids: who leads a team that it was in
    :param successor_id: who gets what it has open
    """

    employee_id: int
    name: str
    ended_at: datetime
    lead_ids: tuple[int, ...]
    successor_id: int | None


@action(permission=Permission.EDIT_STAFF)
def plan_leaving(*, employee_id: int, final_on: date | None, by: Actor, at: datetime) -> None:
    """Say on which day somebody works here for the last time; None takes that back.

    :raises NotFound: if there is no such employee, or it has left
    """
    employee = Employee.objects.filter(pk=employee_id, left_at__isnull=True).first()
    if employee is None:
        raise NotFound
    ends_at = start_of_day(final_on + timedelta(days=1)) if final_on else None
    identity.plan_end(user_id=employee.user_id, ends_at=ends_at, by=by, at=at)
    _forget_refusal(employee, at=at)
    facts = {"final_on": final_on.isoformat() if final_on else None}
    audit.record(reference("employee", employee_id), facts=facts)


def _forget_refusal(employee: Employee, *, at: datetime) -> None:
    if employee.leaving_refused_at is not None:
        employee.leaving_refused_at = None
        employee.save(update_fields=["leaving_refused_at"])
        put_away(LAST_ADMIN, reference("employee", employee.pk), at=at)


@query(personal=False)
def due_to_leave(*, at: datetime) -> list[int]:
    """Return the employees whose final day is over and who are still written down as here.

    Who was refused as the only admin is due again once there is another one, and not before.
    """
    admins = RoleGrant.objects.filter(role=Role.ADMIN, revoked_at__isnull=True)
    others = admins.exclude(employee=OuterRef("pk"))
    due = Employee.objects.filter(
        Q(leaving_refused_at__isnull=True) | Exists(others),
        left_at__isnull=True,
        user__ends_at__lte=at,
    )
    return list(due.order_by("pk").values_list("pk", flat=True))


@action(permission=Permission.EDIT_STAFF, atomic=False)
def leave_when_due(*, employee_id: int, by: Actor, at: datetime) -> bool:
    """Carry out what follows from a final day; False where the only admin would go.

    That is written down once and told to whoever can do something about it. The sign-in is over
    all the same.

    :raises NotFound: if there is no such employee
    """
    try:
        actions.end_employment(employee_id=employee_id, by=by, at=at)
    except LastAdmin:
        note_refused(employee_id=employee_id, by=by, at=at)
        return False
    return True


@action(permission=Permission.EDIT_STAFF)
def note_refused(*, employee_id: int, by: Actor, at: datetime) -> None:
    """Write down that somebody should have left and is the only admin; twice changes nothing."""
    rows = Employee.objects.filter(
        pk=employee_id, left_at__isnull=True, leaving_refused_at__isnull=True
    )
    if rows.update(leaving_refused_at=at):
        audit.record(reference("employee", employee_id), facts={"refused": LastAdmin.code})
        publish(LeavingRefused(employee_id=employee_id))


@action(permission=Permission.EDIT_STAFF)
def forget_refusal(*, employee_id: int, by: Actor, at: datetime) -> None:
    """Let it be that somebody should have left, unless its final day is over."""
    here = Employee.objects.select_for_update(of=("self",)).filter(pk=employee_id)
    employee = here.exclude(user__ends_at__lte=at).first()
    if employee is not None:
        _forget_refusal(employee, at=at)


@action(permission=Permission.NOTIFY_EMPLOYEE)
def tell_of_last_admin(*, employee_id: int, by: Actor, at: datetime) -> int:
    """Tell whoever can agree to another admin; return how many. A second run tells nobody again."""
    row = Employee.objects.filter(pk=employee_id, leaving_refused_at__isnull=False).first()
    if row is None or row.leaving_refused_at is None:
        return 0
    return sum(
        actions.notify_employee(
            employee_id=told,
            kind="employee.last-admin",
            about=reference("employee", employee_id),
            compartment=HOUSE,
            cause=f"last-admin:{employee_id}:{row.leaving_refused_at.isoformat()}",
            facts={"name": row.name},
            by=by,
            at=row.leaving_refused_at,
        )
        for told, _user in who_may(Permission.APPROVE_ROLE)
    )


@query(personal=False)
def final_day(employee_id: int) -> date | None:
    """Return the day on which somebody works here for the last time, None where none is planned."""
    rows = Employee.objects.filter(pk=employee_id, left_at__isnull=True)
    ends_at = rows.values_list("user__ends_at", flat=True).first()
    return (ends_at - timedelta(microseconds=1)).date() if ends_at else None


@query(personal=False)
def leaver(user_id: int) -> Leaver | None:
    """Return the employee behind a sign-in that was ended, None where there is no such."""
    employee = (
        Employee.objects.select_related("user")
        .filter(user_id=user_id, user__is_active=False, user__ends_at__isnull=False)
        .first()
    )
    if employee is None or employee.user.ends_at is None:
        return None
    teams = TeamMembership.objects.filter(employee=employee).values("team_id")
    leads = TeamMembership.objects.filter(
        team__in=teams, is_lead=True, employee__left_at__isnull=True
    ).exclude(employee=employee)
    return Leaver(
        employee_id=employee.pk,
        name=employee.name,
        ended_at=employee.user.ends_at,
        lead_ids=tuple(sorted(set(leads.values_list("employee_id", flat=True)))),
        successor_id=employee.successor_id,
    )


@query(personal=False)
def leaver_for_update(employee_id: int) -> bool:
    """Keep others from moving or telling what somebody leaves open until the transaction ends.

    Whoever also locks its cases locks this first.
    """
    # No key of it changes: who only refers to the employee need not wait.
    rows = Employee.objects.select_for_update(no_key=True).filter(pk=employee_id)
    return rows.values_list("pk", flat=True).first() is not None


@query(personal=False)
def user_id_of(employee_id: int) -> int | None:
    """Return the sign-in of an employee, also of one who left."""
    return Employee.objects.filter(pk=employee_id).values_list("user_id", flat=True).first()


@query(personal=False)
def people_with_sign_ins() -> list[tuple[int, int, str]]:
    """Return all who work here, as employee, sign-in and name."""
    here = Employee.objects.filter(left_at__isnull=True).order_by("sort_key", "id")
    return list(here.values_list("id", "user_id", "name"))
