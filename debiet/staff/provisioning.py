"""Employees as another system of the utility manages them: made, changed, ended, back again.

It manages the utility's own people only, and gives nobody a role or a team.
"""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from debiet.core import audit
from debiet.core.actor import Actor
from debiet.core.errors import NotFound, Refused
from debiet.core.operations import action
from debiet.core.reading import query
from debiet.core.references import reference
from debiet.identity import actions as identity
from debiet.rules.access import Permission, Realm
from debiet.staff import actions, leaving
from debiet.staff.guarding import LastAdmin
from debiet.staff.models import Employee, Organization


class NameMissing(Refused):
    """An employee has a name."""

    code = "staff.name-missing"
    message = _("An employee needs a name.")


@dataclass(frozen=True, slots=True)
class Provisioned:
    """An employee as the other system knows it."""

    employee_id: int
    user_name: str
    name: str
    external_id: str
    is_active: bool
    created_at: datetime


@dataclass(frozen=True, slots=True)
class PersonFacts:
    """What the other system says of somebody; None leaves it as it is."""

    user_name: str | None = None
    name: str | None = None
    external_id: str | None = None
    is_active: bool | None = None


@query(personal=False)
def provisioned(employee_id: int) -> Provisioned | None:
    """Return one of the utility's own employees, also one who left; None where there is none."""
    return next(iter(_as_provisioned(_own().filter(pk=employee_id))), None)


@query(personal=False)
def find_provisioned(
    *, user_name: str = "", external_id: str = "", start: int = 1, count: int = 100
) -> tuple[int, list[Provisioned]]:
    """Return how many of the utility's own people there are, and one page of them.

    :param user_name: only who signs in with this address; `external_id` likewise
    :param start: the first one, from 1 on
    """
    found = _own()
    if user_name:
        found = found.filter(user__email__iexact=user_name)
    if external_id:
        found = found.filter(external_id=external_id)
    return found.count(), _as_provisioned(found.order_by("pk")[start - 1 : start - 1 + count])


def _own() -> "QuerySet[Employee]":
    # Whose name was forgotten is nobody any more.
    return Employee.objects.filter(organization__is_partner=False).exclude(
        Q(left_at__isnull=False) & Q(sort_key="")
    )


def _as_provisioned(rows: "QuerySet[Employee]") -> list[Provisioned]:
    return [
        Provisioned(
            employee_id=row.pk,
            user_name=row.user.email,
            name=row.name,
            external_id=row.external_id,
            is_active=row.left_at is None and row.user.is_active,
            created_at=row.user.created_at,
        )
        for row in rows.select_related("user")
    ]


@action(permission=Permission.EDIT_STAFF)
def provision(*, facts: PersonFacts, by: Actor, at: datetime) -> int:
    """Make an employee of the utility's own, without role, team or password.

    :raises NameMissing: if it has no name
    :raises identity.AddressTaken: if somebody signs in with that address
    :raises identity.AddressUnusable: if it is no address
    :raises NotFound: if the utility has no organization yet
    """
    own = Organization.objects.filter(is_partner=False).first()
    if own is None:
        raise NotFound
    if not (facts.name or "").strip():
        raise NameMissing
    user = identity.create_user(
        realm=Realm.STAFF,
        email=facts.user_name or "",
        password=None,
        language="nl",
        by=by,
        at=at,
    )
    employee = actions.hire_employee(
        user_id=user.pk, organization_id=own.pk, name=str(facts.name).strip()[:120], by=by, at=at
    )
    _set_external_id(employee, facts.external_id or "")
    if facts.is_active is False:
        actions.end_employment(employee_id=employee.pk, by=by, at=at)
    return employee.pk


@action(permission=Permission.EDIT_STAFF, atomic=False)
def change_provisioned(*, employee_id: int, facts: PersonFacts, by: Actor, at: datetime) -> None:
    """Change one of the utility's own employees; what stays as it is leaves no trace.

    Who is not active any more has left, at once. Who left and is active again comes back without
    roles and without the old password; a sign-in that an administrator ended stays ended.

    :raises NotFound: if there is no such employee
    :raises NameMissing: if it would have no name
    :raises identity.AddressTaken: if somebody else signs in with the new address
    :raises LastAdmin: if nobody else could set up the house; that is told, and nothing changes
    """
    try:
        take_over(employee_id=employee_id, facts=facts, by=by, at=at)
    except LastAdmin:
        leaving.note_refused(employee_id=employee_id, by=by, at=at)
        raise


@action(permission=Permission.EDIT_STAFF)
def take_over(*, employee_id: int, facts: PersonFacts, by: Actor, at: datetime) -> None:
    """Carry out what the other system says of an employee: all of it or nothing.

    :raises NotFound: if there is no such employee
    :raises NameMissing: if it would have no name
    :raises identity.AddressTaken: if somebody else signs in with the new address
    :raises LastAdmin: if nobody else could set up the house
    """
    employee = _own().select_for_update(of=("self",)).filter(pk=employee_id).first()
    if employee is None:
        raise NotFound
    if facts.name is not None:
        _rename(employee, facts.name.strip()[:120])
    if facts.external_id is not None:
        _set_external_id(employee, facts.external_id)
    if facts.user_name is not None:
        identity.change_address(user_id=employee.user_id, email=facts.user_name, by=by, at=at)
    if facts.is_active is False:
        actions.end_employment(employee_id=employee_id, by=by, at=at)
        identity.deactivate_user(user_id=employee.user_id, by=by, at=at)
    elif facts.is_active:
        leaving.forget_refusal(employee_id=employee_id, by=by, at=at)
        _take_back(employee, by=by, at=at)


def _rename(employee: Employee, name: str) -> None:
    if not name:
        raise NameMissing
    if employee.name != name:
        employee.name, employee.sort_key = name, actions.sort_key(name)
        employee.save(update_fields=["name", "sort_key"])
        audit.record(reference("employee", employee.pk), facts={"changed": "name"})


def _set_external_id(employee: Employee, external_id: str) -> None:
    if employee.external_id != external_id[:120]:
        employee.external_id = external_id[:120]
        employee.save(update_fields=["external_id"])
        audit.record(reference("employee", employee.pk), facts={"changed": "external-id"})


def _take_back(employee: Employee, *, by: Actor, at: datetime) -> None:
    # Whose sign-in an administrator ended, and who did not leave, stays out: roles are still held.
    if employee.left_at is None:
        return
    employee.left_at = None
    employee.save(update_fields=["left_at"])
    identity.reactivate_user(user_id=employee.user_id, by=by, at=at)
    audit.record(reference("employee", employee.pk), facts={"back": True})
