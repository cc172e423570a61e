"""Reading who works here and what they may do."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef, Q

from debiet.core.actor import Actor
from debiet.core.reading import query
from debiet.rules.access import Compartment, Permission, Realm, Role, partner_compartment
from debiet.staff.models import (
    Employee,
    HouseSetting,
    Notification,
    Organization,
    RoleGrant,
    Team,
    TeamMembership,
)
from debiet.staff.permissions import COMPARTMENTS, ROLES
from debiet.staff.visibility import visible


@dataclass(frozen=True, slots=True)
class Colleague:
    """The employee behind a sign-in, for pages and their headings."""

    employee_id: int
    name: str
    organization: str
    team_ids: tuple[int, ...]
    roles: tuple[Role, ...]


@dataclass(frozen=True, slots=True)
class SignedIn:
    """What every page of the desk needs of whoever looks at it."""

    actor: Actor
    colleague: Colleague


@query(personal=False)
def signed_in(user_id: int) -> SignedIn | None:
    """Return the employee behind a sign-in with its actor, in one statement; None if it has left.

    Its permissions and compartments are the union of what its roles hold.
    """
    held = RoleGrant.objects.filter(employee=OuterRef("pk"), revoked_at__isnull=True)
    places = TeamMembership.objects.filter(employee=OuterRef("pk"))
    partners = Organization.objects.filter(is_partner=True)
    employee = (
        Employee.objects.select_related("organization")
        .filter(user_id=user_id, user__is_active=True, left_at__isnull=True)
        .annotate(
            held_roles=ArraySubquery(held.order_by("role").values("role")),
            team_ids=ArraySubquery(places.order_by("team_id").values("team_id")),
            partner_codes=ArraySubquery(partners.values("code")),
        )
        .first()
    )
    if employee is None:
        return None
    roles = tuple(Role(role) for role in employee.held_roles)
    compartments: set[str] = {part for role in roles for part in COMPARTMENTS[role]}
    compartments |= _partner_compartments(
        employee.organization, compartments, employee.partner_codes
    )
    actor = Actor(
        user_id=user_id,
        organization_id=employee.organization_id,
        permissions=frozenset(permission for role in roles for permission in ROLES[role]),
        compartments=frozenset(compartments),
    )
    colleague = Colleague(
        employee_id=employee.pk,
        name=employee.name,
        organization=employee.organization.name,
        team_ids=tuple(employee.team_ids),
        roles=roles,
    )
    return SignedIn(actor, colleague)


@query(personal=False)
def actor_for(user_id: int, *, purpose: str = "") -> Actor | None:
    """Return the actor of a signed-in employee: the union of its roles; None if it has left."""
    found = signed_in(user_id)
    return replace(found.actor, purpose=purpose) if found else None


def _partner_compartments(
    organization: Organization, compartments: set[str], partner_codes: Iterable[str]
) -> set[str]:
    # A partner's employee sees the partner's part; those who see ordinary cases see all partners'.
    if organization.is_partner:
        return {partner_compartment(organization.code)}
    if Compartment.ORDINARY not in compartments:
        return set()
    return {partner_compartment(code) for code in partner_codes}


@query(personal=False)
def roles_of(employee_id: int) -> tuple[Role, ...]:
    """Return the roles an employee holds now."""
    held = RoleGrant.objects.filter(employee_id=employee_id, revoked_at__isnull=True)
    return tuple(Role(role) for role in held.values_list("role", flat=True).order_by("role"))


@query(personal=False)
def employee_of(user_id: int) -> Colleague | None:
    """Return the employee behind a sign-in, or None."""
    employee = (
        Employee.objects.select_related("organization")
        .filter(user_id=user_id, left_at__isnull=True)
        .first()
    )
    if employee is None:
        return None
    teams = TeamMembership.objects.filter(employee=employee).values_list("team_id", flat=True)
    return Colleague(
        employee_id=employee.pk,
        name=employee.name,
        organization=employee.organization.name,
        team_ids=tuple(teams.order_by("team_id")),
        roles=roles_of(employee.pk),
    )


@query(personal=False)
def employee_id_at(address: str) -> int | None:
    """Return who works here and signs in with an address, or None."""
    found = Employee.objects.filter(
        user__realm=Realm.STAFF, user__email__iexact=address.strip(), left_at__isnull=True
    )
    return found.values_list("pk", flat=True).first()


@query(personal=False)
def names(employee_ids: Iterable[int]) -> dict[int, str]:
    """Return the names of employees, also of those who left."""
    return dict(Employee.objects.filter(pk__in=set(employee_ids)).values_list("pk", "name"))


@query(personal=False)
def names_by_user(user_ids: Iterable[int]) -> dict[int, str]:
    """Return the names of employees by their sign-in."""
    wanted = Employee.objects.filter(user_id__in=set(user_ids))
    return dict(wanted.values_list("user_id", "name"))


@query(personal=False)
def teams(*, viewer: Actor) -> list[tuple[int, str]]:
    """Return the teams whose cases the viewer may see, as id and name."""
    return list(visible(Team.objects.all(), viewer).order_by("name").values_list("id", "name"))


@query(personal=False)
def colleagues(*, viewer: Actor) -> list[tuple[int, str]]:
    """Return the employees a case can be given to: those who may answer in the viewer's parts."""
    roles = [role for role in Role if Permission.ANSWER_CASE in ROLES[role]]
    able = Employee.objects.filter(
        left_at__isnull=True, grants__role__in=roles, grants__revoked_at__isnull=True
    ).distinct()
    if Compartment.ORDINARY not in viewer.compartments:
        able = able.filter(organization_id=viewer.organization_id or 0)
    return list(able.order_by("sort_key", "id").values_list("id", "name"))


@query(personal=False)
def team_id(code: str) -> int | None:
    """Return the id of a team by its code, or None."""
    return Team.objects.filter(code=code).values_list("id", flat=True).first()


@query(personal=False)
def team_compartment(team_id: int) -> str:
    """Return the compartment of what a team handles."""
    return Team.objects.values_list("compartment", flat=True).get(pk=team_id)


@query(personal=False)
def compartment_of_employee(employee_id: int) -> str:
    """Return the compartment of what an employee takes on: a partner's people their partner's."""
    organization = Employee.objects.select_related("organization").get(pk=employee_id).organization
    if organization.is_partner:
        return partner_compartment(organization.code)
    return Compartment.ORDINARY


@query(personal=False)
def lead_ids(team_id: int) -> list[int]:
    """Return the employees who lead a team."""
    leads = TeamMembership.objects.filter(
        team_id=team_id, is_lead=True, employee__left_at__isnull=True
    )
    return list(leads.order_by("employee_id").values_list("employee_id", flat=True))


@query(personal=False)
def everybody() -> list[tuple[int, str]]:
    """Return all who work here, as id and name."""
    here = Employee.objects.filter(left_at__isnull=True)
    return list(here.order_by("sort_key", "id").values_list("id", "name"))


@query(personal=False)
def watchers(employee_id: int) -> list[int]:
    """Return who is told of an employee's suspect looks: the leads of its teams, and every DPO."""
    teams = TeamMembership.objects.filter(employee=employee_id).values("team_id")
    leads = TeamMembership.objects.filter(team__in=teams, is_lead=True)
    dpos = RoleGrant.objects.filter(role=Role.DPO, revoked_at__isnull=True)
    found = Employee.objects.filter(
        Q(pk__in=leads.values("employee_id")) | Q(pk__in=dpos.values("employee_id")),
        left_at__isnull=True,
    ).exclude(pk=employee_id)
    return list(found.order_by("pk").values_list("pk", flat=True))


@query(personal=True)
def unread_notifications(employee_id: int, *, viewer: Actor, limit: int = 20) -> list[Notification]:
    """Return what an employee was told and has not put away, newest first."""
    mine = Notification.objects.filter(employee_id=employee_id, read_at__isnull=True)
    mine = mine.filter(employee__user_id=viewer.user_id or 0)
    return list(visible(mine, viewer).order_by("-id")[:limit])


@query(personal=False)
def house_settings(*, at: datetime) -> dict[str, str]:
    """Return the utility's own choices as they hold at a moment, by their code."""
    holding = HouseSetting.objects.filter(valid_from__lte=at).order_by("valid_from", "id")
    return dict(holding.values_list("code", "value"))
