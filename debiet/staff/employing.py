"""Who works here: taking somebody on, changing name and teams, and reading it for the desk."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef, QuerySet
from django.utils.translation import gettext_lazy as _

from debiet.core import audit
from debiet.core.actor import Actor
from debiet.core.errors import NotFound, Refused
from debiet.core.operations import action
from debiet.core.reading import query
from debiet.core.references import reference
from debiet.identity import actions as identity
from debiet.rules.access import Permission, Realm, Role
from debiet.staff import actions
from debiet.staff.models import (
    Absence,
    Employee,
    Organization,
    RoleGrant,
    Team,
    TeamMembership,
)
from debiet.staff.permissions import ROLES


class OtherOrganization(Refused):
    """Employees work in the teams of their own organization."""

    code = "staff.other-organization"
    message = _("Somebody works in teams of its own organization that are still there.")


class NobodyThere(Refused):
    """A name is needed."""

    code = "staff.no-name"
    message = _("Fill in a name.")


@dataclass(frozen=True, slots=True)
class Person:
    """What is written down of somebody who works here.

    :param lead_ids: of the teams, those that it leads
    """

    name: str
    team_ids: frozenset[int]
    lead_ids: frozenset[int]


@action(permission=Permission.EDIT_STAFF)
def employ(
    *, person: Person, email: str, language: str, organization_id: int, by: Actor, at: datetime
) -> int:
    """Take somebody on: a sign-in without a password, its name and its teams; return who it is.

    It chooses a password by "Forgotten your password?". Roles are given afterwards.

    :raises AddressUnusable: if it is no e-mail address
    :raises AddressTaken: if somebody signs in with it already
    :raises NotFound: if there is no such organization
    :raises OtherOrganization: if a team is another's, or is no more
    """
    if not Organization.objects.filter(pk=organization_id).exists():
        raise NotFound
    name = _name(person)
    _check_teams(person.team_ids, organization_id)
    user = identity.create_user(
        realm=Realm.STAFF, email=email, password=None, language=language, by=by, at=at
    )
    employee = actions.hire_employee(
        user_id=user.pk, organization_id=organization_id, name=name, by=by, at=at
    )
    _place(employee.pk, person, by=by, at=at)
    return employee.pk


@action(permission=Permission.EDIT_STAFF)
def change_employee(*, employee_id: int, person: Person, by: Actor, at: datetime) -> None:
    """Change somebody's name and teams; what is the same already is not touched.

    :raises NotFound: if there is no such employee, or it has left
    :raises OtherOrganization: if a team is another's, or is no more
    """
    rows = Employee.objects.select_for_update().filter(left_at__isnull=True)
    employee = rows.filter(pk=employee_id).first()
    if employee is None:
        raise NotFound
    name = _name(person)
    held = set(employee.memberships.values_list("team_id", flat=True))
    _check_teams(person.team_ids - held, employee.organization_id)
    if employee.name != name:
        employee.name, employee.sort_key = name, actions.sort_key(name)
        employee.save(update_fields=["name", "sort_key"])
        audit.record(reference("employee", employee_id), facts={"renamed": True})
    _place(employee_id, person, by=by, at=at)


@action(permission=Permission.EDIT_STAFF)
def leave_team(*, employee_id: int, team_id: int, by: Actor, at: datetime) -> None:
    """Take an employee out of a team; doing it twice changes nothing."""
    rows = TeamMembership.objects.filter(employee_id=employee_id, team_id=team_id)
    if rows.delete()[0]:
        audit.record(reference("employee", employee_id), facts={"team": team_id, "left": True})


def _name(person: Person) -> str:
    name = " ".join(person.name.replace("\x00", "").split())
    if not name:
        raise NobodyThere
    return name


def _check_teams(team_ids: Collection[int], organization_id: int) -> None:
    own = Team.objects.filter(organization_id=organization_id, retired_at__isnull=True)
    if not set(team_ids) <= set(own.values_list("pk", flat=True)):
        raise OtherOrganization


def _place(employee_id: int, person: Person, *, by: Actor, at: datetime) -> None:
    """Let an employee be in exactly these teams."""
    rows = TeamMembership.objects.filter(employee_id=employee_id)
    held = dict(rows.values_list("team_id", "is_lead"))
    for team_id in sorted(set(held) - person.team_ids):
        leave_team(employee_id=employee_id, team_id=team_id, by=by, at=at)
    for team_id in sorted(person.team_ids):
        is_lead = team_id in person.lead_ids
        if held.get(team_id) is not is_lead:
            actions.join_team(
                employee_id=employee_id, team_id=team_id, is_lead=is_lead, by=by, at=at
            )


@dataclass(frozen=True, slots=True)
class EmployeeLine:
    """An employee as the desk sets it up.

    :param refused_at: since when it should have left and cannot, as the only admin
    """

    employee_id: int
    user_id: int
    name: str
    email: str
    organization_id: int
    organization: str
    is_partner: bool
    team_ids: tuple[int, ...]
    lead_ids: tuple[int, ...]
    roles: tuple[Role, ...]
    left_at: datetime | None
    refused_at: datetime | None = None


@query(personal=False)
def employees(*, has_left: bool = False, limit: int = 500) -> list[EmployeeLine]:
    """Return who works here, or who left, in one statement."""
    rows = Employee.objects.filter(left_at__isnull=not has_left)
    return _lines(rows.order_by("organization__is_partner", "sort_key", "pk")[:limit])


@query(personal=False)
def employee(employee_id: int) -> EmployeeLine | None:
    """Return one employee, also one who left."""
    return next(iter(_lines(Employee.objects.filter(pk=employee_id))), None)


def _lines(rows: "QuerySet[Employee]") -> list[EmployeeLine]:
    places = TeamMembership.objects.filter(employee=OuterRef("pk")).order_by("team__name")
    held = RoleGrant.objects.filter(employee=OuterRef("pk"), revoked_at__isnull=True)
    found = rows.select_related("organization", "user").annotate(
        in_teams=ArraySubquery(places.values("team_id")),
        leads=ArraySubquery(places.filter(is_lead=True).values("team_id")),
        held=ArraySubquery(held.order_by("role").values("role")),
    )
    return [
        EmployeeLine(
            employee_id=row.pk,
            user_id=row.user_id,
            name=row.name,
            email=row.user.email,
            organization_id=row.organization_id,
            organization=row.organization.name,
            is_partner=row.organization.is_partner,
            team_ids=tuple(row.in_teams),
            lead_ids=tuple(row.leads),
            roles=tuple(Role(role) for role in row.held),
            left_at=row.left_at,
            refused_at=row.leaving_refused_at,
        )
        for row in found
    ]


def answers_cases(roles: Collection[Role]) -> bool:
    """Return whether somebody with these roles can have cases."""
    return any(Permission.ANSWER_CASE in ROLES[role] for role in roles)


@query(personal=False)
def deputy_count(employee_id: int, *, at: datetime) -> int:
    """Return in how many absences that are not over an employee stands in for somebody."""
    rows = Absence.objects.filter(deputy_id=employee_id, withdrawn_at__isnull=True)
    return rows.filter(until_at__gt=at).count()
