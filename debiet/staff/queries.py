"""Reading who works here and what they may do."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery
from django.db.models.expressions import Combinable
from django.utils import timezone

from debiet.core import outgoing
from debiet.core.actor import Actor
from debiet.core.reading import query
from debiet.core.together import Reading, joint_query, reading
from debiet.rules.absence import AbsenceKind, stand_in
from debiet.rules.access import Compartment, Permission, Realm, Role, partner_compartment
from debiet.staff.models import (
    Absence,
    Employee,
    HouseSetting,
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
    is_outgoing_off: bool = False


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
        .exclude(user__ends_at__lte=timezone.now())
        .annotate(
            held_roles=ArraySubquery(held.order_by("role").values("role")),
            team_ids=ArraySubquery(places.order_by("team_id").values("team_id")),
            partner_codes=ArraySubquery(partners.values("code")),
            is_outgoing_on=outgoing.is_on_expression(),
        )
        .first()
    )
    if employee is None:
        return None
    roles = tuple(Role(role) for role in employee.held_roles)
    compartments: set[str] = {part for role in roles for part in COMPARTMENTS[role]}
    compartments |= partner_compartments(
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
    return SignedIn(actor, colleague, is_outgoing_off=not employee.is_outgoing_on)


@query(personal=False)
def actor_for(user_id: int, *, purpose: str = "") -> Actor | None:
    """Return the actor of a signed-in employee: the union of its roles; None if it has left."""
    found = signed_in(user_id)
    return replace(found.actor, purpose=purpose) if found else None


@query(personal=False)
def partner_compartments(
    organization: Organization, compartments: set[str], partner_codes: Iterable[str]
) -> set[str]:
    """Return a partner's part for its people, all partners' for who sees ordinary cases."""
    if organization.is_partner:
        return {partner_compartment(organization.code)}
    if Compartment.ORDINARY not in compartments:
        return set()
    return {partner_compartment(code) for code in partner_codes}


@query(personal=False)
def partner_names() -> dict[str, str]:
    """Return the name of each partner by its closed part."""
    partners = Organization.objects.filter(is_partner=True).values_list("code", "name")
    return {partner_compartment(code): name for code, name in partners}


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
def names(employee_ids: Iterable[int] | None = None) -> dict[int, str]:
    """Return the names of employees, of all where none are named; also of those who left."""
    meant = Q() if employee_ids is None else Q(pk__in=set(employee_ids))
    return dict(Employee.objects.filter(meant).values_list("pk", "name"))


@query(personal=False)
def names_by_user(user_ids: Iterable[int]) -> dict[int, str]:
    """Return the names of employees by their sign-in."""
    wanted = Employee.objects.filter(user_id__in=set(user_ids))
    return dict(wanted.values_list("user_id", "name"))


@query(personal=False)
def teams(*, viewer: Actor) -> list[tuple[int, str]]:
    """Return the teams whose cases the viewer may see, as id and name."""
    rows = visible(Team.objects.filter(retired_at__isnull=True), viewer)
    return list(rows.order_by("name").values_list("id", "name"))


@query(personal=False)
def teams_with_parts(*, viewer: Actor) -> list[tuple[int, str, str]]:
    """Return the teams whose cases the viewer may see, as id, name and compartment."""
    rows = visible(Team.objects.filter(retired_at__isnull=True), viewer).order_by("name")
    return list(rows.values_list("id", "name", "compartment"))


@joint_query(personal=False)
def colleagues(*, viewer: Actor) -> Reading[list[tuple[int, str]]]:
    """Return the employees a case can be given to: those who may answer in the viewer's parts."""
    roles = [role for role in Role if Permission.ANSWER_CASE in ROLES[role]]
    able = Employee.objects.filter(
        left_at__isnull=True, grants__role__in=roles, grants__revoked_at__isnull=True
    ).distinct()
    if Compartment.ORDINARY not in viewer.compartments:
        able = able.filter(organization_id=viewer.organization_id or 0)
    return reading(able.order_by("sort_key", "id").values_list("id", "name"), made=list)


@query(personal=False)
def team_id(code: str) -> int | None:
    """Return the id of a team by its code, or None."""
    return Team.objects.filter(code=code).values_list("id", flat=True).first()


@query(personal=False)
def team_compartment(team_id: int) -> str:
    """Return the compartment of what a team handles."""
    return Team.objects.values_list("compartment", flat=True).get(pk=team_id)


@query(personal=False)
def lead_ids(team_id: int) -> list[int]:
    """Return the employees who lead a team."""
    leads = TeamMembership.objects.filter(
        team_id=team_id, is_lead=True, employee__left_at__isnull=True
    )
    return list(leads.order_by("employee_id").values_list("employee_id", flat=True))


@dataclass(frozen=True, slots=True)
class AbsenceRow:
    """An absence as its employee and the leads see it."""

    absence_id: int
    employee_id: int
    name: str
    first_on: date
    final_on: date
    kind: AbsenceKind
    deputy: str
    is_now: bool


@query(personal=True)
def absences(*, viewer: Actor, at: datetime) -> list[AbsenceRow]:
    """Return the absences that are not over: the viewer's own, and those of the teams it leads."""
    theirs = Absence.objects.filter(
        employee__in=_own_and_led(viewer), until_at__gt=at, withdrawn_at__isnull=True
    ).select_related("employee", "deputy")
    return [
        AbsenceRow(
            absence_id=row.pk,
            employee_id=row.employee_id,
            name=row.employee.name,
            first_on=timezone.localdate(row.from_at),
            final_on=timezone.localdate(row.until_at - timedelta(days=1)),
            kind=row.kind,
            deputy=row.deputy.name if row.deputy else "",
            is_now=row.from_at <= at,
        )
        for row in theirs.order_by("from_at", "employee__sort_key", "id")
    ]


@query(personal=True)
def may_be_absent(*, viewer: Actor) -> list[tuple[int, str]]:
    """Return for whom the viewer writes absences down: itself, and the teams it leads."""
    found = Employee.objects.filter(pk__in=_own_and_led(viewer), left_at__isnull=True)
    return list(found.order_by("sort_key", "id").values_list("id", "name"))


def _own_and_led(viewer: Actor) -> "QuerySet[Employee]":
    own = Employee.objects.filter(user_id=viewer.user_id or 0)
    led = TeamMembership.objects.filter(employee__in=own, is_lead=True).values("team_id")
    members = TeamMembership.objects.filter(team__in=led).values("employee_id")
    return Employee.objects.filter(Q(pk__in=own) | Q(pk__in=members))


@query(personal=False)
def is_absent(*, employee: Combinable, at: datetime) -> Exists:
    """Return, as part of another app's statement, whether an employee is away at a moment."""
    return Exists(_away(at).filter(employee=employee))


@query(personal=False)
def absent_since(*, employee: Combinable, at: datetime) -> Subquery:
    """Return, as part of another app's statement, since when somebody is away."""
    return Subquery(_away(at).filter(employee=employee).order_by("from_at").values("from_at")[:1])


@query(personal=False)
def is_stood_in_for(*, employee: Combinable, by_employee_id: int, at: datetime) -> Exists:
    """Return, as part of another app's statement, whether somebody stands in for an employee.

    As the deputy who was named, or as the deputy of a deputy who is away too.
    """
    away = _away(at)
    theirs = away.filter(deputy_id=by_employee_id)
    named = Q(deputy_id=by_employee_id) | Q(deputy_id__in=theirs.values("employee_id"))
    return Exists(away.filter(named, employee=employee))


def _away(at: datetime) -> "QuerySet[Absence]":
    return Absence.objects.filter(
        from_at__lte=at, until_at__gt=at, withdrawn_at__isnull=True, employee__left_at__isnull=True
    )


@query(personal=False)
def stand_ins(employee_ids: Iterable[int], *, at: datetime) -> dict[int, str]:
    """Return the names of those who stand in for employees; none where only the team does."""
    rows = list(_away(at).values_list("employee_id", "deputy_id", "deputy__name"))
    deputies = {employee: deputy for employee, deputy, _name in rows}
    known = {deputy: name for _employee, deputy, name in rows}
    found = {one: stand_in(one, deputies=deputies) for one in employee_ids}
    return {one: known[deputy] for one, deputy in found.items() if deputy is not None}


@dataclass(frozen=True, slots=True)
class TeamPerson:
    """Somebody in a team, with the absences that are not over; not why."""

    team_id: int
    team: str
    employee_id: int
    name: str
    handles_cases: bool
    absences: tuple[tuple[datetime, datetime, int | None], ...]

    def is_away(self, at: datetime) -> bool:
        """Return whether somebody is away at a moment."""
        return any(start <= at < end for start, end, _deputy in self.absences)


@query(personal=True)
def team_people(*, viewer: Actor, at: datetime) -> list[TeamPerson]:
    """Return who is in the teams whose cases the viewer may see, in one statement."""
    roles = [role for role in Role if Permission.ANSWER_CASE in ROLES[role]]
    able = RoleGrant.objects.filter(
        employee=OuterRef("employee_id"), role__in=roles, revoked_at__isnull=True
    )
    coming = Absence.objects.filter(
        employee=OuterRef("employee_id"), until_at__gt=at, withdrawn_at__isnull=True
    ).order_by("from_at")
    rows = (
        TeamMembership.objects.filter(
            team__in=visible(Team.objects.filter(retired_at__isnull=True), viewer),
            employee__left_at__isnull=True,
        )
        .annotate(
            handles=Exists(able),
            starts=ArraySubquery(coming.values("from_at")),
            ends=ArraySubquery(coming.values("until_at")),
            deputies=ArraySubquery(coming.values("deputy_id")),
        )
        .order_by("team__name", "employee__sort_key", "employee_id")
        .values_list(
            "team_id", "team__name", "employee_id", "employee__name", "handles", "starts", "ends",
            "deputies",
        )
    )  # fmt: skip
    return [TeamPerson(*row[:5], tuple(zip(row[5], row[6], row[7], strict=True))) for row in rows]


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


@query(personal=False)
def house_settings(*, at: datetime) -> dict[str, str]:
    """Return the utility's own choices as they hold at a moment, by their code."""
    holding = HouseSetting.objects.filter(valid_from__lte=at).order_by("valid_from", "id")
    return dict(holding.values_list("code", "value"))


@query(personal=False)
def ombuds_office(*, at: datetime) -> tuple[list[int], set[int]]:
    """Return who works for the ombuds function, its leads first, and who of them is away."""
    grants = RoleGrant.objects.filter(role=Role.OMBUDS, revoked_at__isnull=True)
    people = Employee.objects.filter(pk__in=grants.values("employee_id"), left_at__isnull=True)
    leads = TeamMembership.objects.filter(
        team__compartment=Compartment.OMBUDS, is_lead=True, employee__in=people
    )
    first = set(leads.values_list("employee_id", flat=True))
    ids = sorted(people.values_list("pk", flat=True), key=lambda one: (one not in first, one))
    away = people.filter(is_absent(employee=OuterRef("pk"), at=at))
    return ids, set(away.values_list("pk", flat=True))
