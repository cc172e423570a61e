"""Giving employees roles: by one person, or where the role is sensitive by two."""

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext_lazy as _

from debiet.core import audit
from debiet.core.actor import Actor
from debiet.core.errors import NotFound, Refused
from debiet.core.events import publish
from debiet.core.operations import action
from debiet.core.reading import query
from debiet.core.references import reference
from debiet.rules.access import Permission, Role
from debiet.rules.notices import HOUSE
from debiet.rules.staffing import RoleTrouble, may_decide
from debiet.staff import actions
from debiet.staff.events import RoleAsked
from debiet.staff.guarding import trouble_with
from debiet.staff.house_notices import ROLE_WAITS, put_away, who_may
from debiet.staff.models import RoleGrant, RoleRequest


class HeldAlready(Refused):
    """The employee has the role."""

    code = "staff.role-held-already"
    message = _("This employee has the role already.")


class AskedAlready(Refused):
    """The second person was asked already."""

    code = "staff.role-asked-already"
    message = _("A second person was already asked to agree to this.")


class SecondPerson(Refused):
    """The second person is neither who asked nor who would have the role."""

    code = "staff.second-person"
    message = _("Somebody else must decide this: neither who asked nor who would have the role.")


@action(permission=Permission.EDIT_STAFF)
def give_role(*, employee_id: int, role: Role, by: Actor, at: datetime) -> bool:
    """Give an employee a role; return False where a second person is asked to agree first.

    :raises HeldAlready: if the employee has it
    :raises AskedAlready: if a second person was asked already
    :raises OwnRole: if it would be the actor's own
    :raises OtherHouse: if it is not for who works there
    """
    if role in _roles_of(employee_id):
        raise HeldAlready
    trouble = trouble_with(employee_id, role, by=by)
    if trouble is not RoleTrouble.TWO_PEOPLE:
        actions.grant_role(employee_id=employee_id, role=role, by=by, at=at)
        return True
    request, made = RoleRequest.objects.get_or_create(
        employee_id=employee_id,
        role=role,
        decided_at=None,
        defaults={"asked_by": by.user_id or 0, "asked_at": at},
    )
    if not made:
        raise AskedAlready
    audit.record(reference("employee", employee_id), facts={"role": role})
    publish(RoleAsked(request_id=request.pk))
    return False


def _roles_of(employee_id: int) -> set[Role]:
    held = RoleGrant.objects.filter(employee_id=employee_id, revoked_at__isnull=True)
    return {Role(role) for role in held.values_list("role", flat=True)}


@action(permission=Permission.APPROVE_ROLE)
def approve_role(*, request_id: int, by: Actor, at: datetime) -> None:
    """Agree that an employee gets a sensitive role: from its next request on it has it.

    :raises NotFound: if nobody waits for this, or the employee has left
    :raises SecondPerson: if the actor asked for it, or would have it
    """
    request = _decided(request_id, by=by, at=at, is_given=True)
    RoleGrant.objects.get_or_create(
        employee_id=request.employee_id,
        role=request.role,
        revoked_at=None,
        defaults={"granted_at": at, "granted_by": request.asked_by, "approved_by": by.user_id},
    )


@action(permission=Permission.APPROVE_ROLE)
def decline_role(*, request_id: int, by: Actor, at: datetime) -> None:
    """Say no to a sensitive role, or take back that one asked for it.

    :raises NotFound: if nobody waits for this
    """
    _decided(request_id, by=by, at=at, is_given=False)


def _decided(request_id: int, *, by: Actor, at: datetime, is_given: bool) -> RoleRequest:
    rows = RoleRequest.objects.select_for_update(of=("self",)).select_related("employee")
    request = rows.filter(pk=request_id, decided_at__isnull=True).first()
    if request is None or (is_given and request.employee.left_at is not None):
        raise NotFound
    decider = by.user_id or 0
    if is_given and not may_decide(
        decider=decider, asker=request.asked_by, receiver=request.employee.user_id
    ):
        raise SecondPerson
    request.decided_by, request.decided_at, request.is_given = by.user_id, at, is_given
    request.save(update_fields=["decided_by", "decided_at", "is_given"])
    put_away(ROLE_WAITS, reference("role-request", request.pk), at=at)
    about = reference("employee", request.employee_id)
    audit.record(about, facts={"role": request.role, "request": request.pk})
    return request


@action(permission=Permission.NOTIFY_EMPLOYEE)
def tell_role_waits(*, request_id: int, by: Actor, at: datetime) -> int:
    """Tell whoever can be the second person; return how many. A second run tells nobody again."""
    rows = RoleRequest.objects.select_for_update(of=("self",)).select_related("employee")
    request = rows.filter(
        pk=request_id, decided_at__isnull=True, employee__left_at__isnull=True
    ).first()
    if request is None:
        return 0
    return sum(
        actions.notify_employee(
            employee_id=told,
            kind="employee.role-waits",
            about=reference("role-request", request.pk),
            compartment=HOUSE,
            cause=f"role-request:{request.pk}",
            facts={"name": request.employee.name, "role": request.role},
            by=by,
            at=request.asked_at,
        )
        for told, user_id in who_may(Permission.APPROVE_ROLE)
        if may_decide(decider=user_id, asker=request.asked_by, receiver=request.employee.user_id)
    )


@dataclass(frozen=True, slots=True)
class Grant:
    """A role that an employee has, since when, and who gave it.

    :param given_by: a sign-in; None where a command gave it
    """

    employee_id: int
    name: str
    role: Role
    since: datetime
    given_by: int | None
    approved_by: int | None


@query(personal=False)
def grants(employee_id: int | None = None) -> list[Grant]:
    """Return who has which role, of all who work here or of one."""
    rows = RoleGrant.objects.filter(revoked_at__isnull=True, employee__left_at__isnull=True)
    if employee_id is not None:
        rows = rows.filter(employee_id=employee_id)
    rows = rows.select_related("employee").order_by("employee__sort_key", "employee_id", "role")
    return [
        Grant(
            row.employee_id,
            row.employee.name,
            row.role,
            row.granted_at,
            row.granted_by,
            row.approved_by,
        )
        for row in rows
    ]


@dataclass(frozen=True, slots=True)
class Waiting:
    """A role that waits for a second person."""

    request_id: int
    employee_id: int
    name: str
    role: Role
    asked_by: int
    asked_at: datetime
    may_agree: bool


@query(personal=False)
def waiting(*, viewer: Actor, employee_id: int | None = None) -> list[Waiting]:
    """Return what waits for a second person, and whether the viewer can be that one."""
    rows = RoleRequest.objects.filter(decided_at__isnull=True, employee__left_at__isnull=True)
    if employee_id is not None:
        rows = rows.filter(employee_id=employee_id)
    is_allowed = Permission.APPROVE_ROLE in viewer.permissions
    return [
        Waiting(
            row.pk,
            row.employee_id,
            row.employee.name,
            row.role,
            row.asked_by,
            row.asked_at,
            is_allowed
            and may_decide(
                decider=viewer.user_id or 0, asker=row.asked_by, receiver=row.employee.user_id
            ),
        )
        for row in rows.select_related("employee").order_by("asked_at", "pk")
    ]


@query(personal=False)
def is_only_admin(employee_id: int) -> bool:
    """Return whether nobody else sets up the house."""
    held = RoleGrant.objects.filter(role=Role.ADMIN, revoked_at__isnull=True)
    rows = set(held.values_list("employee_id", flat=True))
    return rows == {employee_id}
