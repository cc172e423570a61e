"""Reading who of a team could be given a case: its people, whether they are here, what they see."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef, Q

from debiet.core.actor import Actor
from debiet.core.reading import query
from debiet.core.together import Reading, joint_query, reading
from debiet.rules.access import PARTNER_PART, Compartment, Permission, Role
from debiet.staff.models import Employee, Organization, RoleGrant, TeamMembership
from debiet.staff.permissions import COMPARTMENTS, ROLES
from debiet.staff.queries import is_absent, partner_compartments


@dataclass(frozen=True, slots=True)
class TeamTaker:
    """Somebody of a team who may answer cases."""

    team_id: int
    employee_id: int
    name: str
    is_here: bool
    compartments: frozenset[str]


@query(personal=False)
def team_takers(team_ids: Collection[int], *, at: datetime) -> list[TeamTaker]:
    """Return who of some teams may answer cases, in one statement."""
    held = RoleGrant.objects.filter(employee=OuterRef("employee_id"), revoked_at__isnull=True)
    rows = (
        TeamMembership.objects.filter(
            team_id__in=team_ids, employee__left_at__isnull=True, employee__user__is_active=True
        )
        .select_related("employee__organization")
        .annotate(
            held_roles=ArraySubquery(held.order_by("role").values("role")),
            partner_codes=ArraySubquery(
                Organization.objects.filter(is_partner=True).values("code")
            ),
            is_away=is_absent(employee=OuterRef("employee_id"), at=at),
        )
        .order_by("team_id", "employee__sort_key", "employee_id")
    )
    found = []
    for row in rows:
        roles = [Role(role) for role in row.held_roles]
        if not any(Permission.ANSWER_CASE in ROLES[role] for role in roles):
            continue
        parts: set[str] = {part for role in roles for part in COMPARTMENTS[role]}
        parts |= partner_compartments(row.employee.organization, parts, row.partner_codes)
        found.append(
            TeamTaker(
                row.team_id, row.employee_id, row.employee.name, not row.is_away, frozenset(parts)
            )
        )
    return found


@joint_query(personal=False)
def colleagues_for(part: str, *, viewer: Actor) -> Reading[list[tuple[int, str]]]:
    """Return to whom the viewer can give a case of a part: who may answer it, and sees it."""
    able = Employee.objects.filter(
        _sees(part), left_at__isnull=True, grants__revoked_at__isnull=True
    ).distinct()
    if Compartment.ORDINARY not in viewer.compartments:
        able = able.filter(organization_id=viewer.organization_id or 0)
    return reading(able.order_by("sort_key", "id").values_list("id", "name"), made=list)


def _sees(part: str) -> Q:
    """Return the condition of who answers cases and sees those of a part, as `signed_in` has it."""
    answering = [role for role in Role if Permission.ANSWER_CASE in ROLES[role]]
    if not part.startswith(PARTNER_PART):
        return Q(grants__role__in=[role for role in answering if part in COMPARTMENTS[role]])
    ordinary = [role for role in answering if Compartment.ORDINARY in COMPARTMENTS[role]]
    partners_own = Q(
        organization__is_partner=True,
        organization__code=part.removeprefix(PARTNER_PART),
        grants__role__in=answering,
    )
    return partners_own | Q(organization__is_partner=False, grants__role__in=ordinary)


@query(personal=False)
def teams_sharing_people(team_ids: Collection[int]) -> set[int]:
    """Return some teams, and all that have somebody in common with one of them."""
    people = TeamMembership.objects.filter(team_id__in=team_ids, employee__left_at__isnull=True)
    shared = TeamMembership.objects.filter(employee_id__in=people.values("employee_id"))
    return set(team_ids) | set(shared.values_list("team_id", flat=True))


@query(personal=False)
def led_teams(*, by: Actor) -> list[tuple[int, str, str]]:
    """Return the teams that an employee leads, as id, name and compartment."""
    own = Employee.objects.filter(user_id=by.user_id or 0, left_at__isnull=True)
    led = TeamMembership.objects.filter(employee__in=own, is_lead=True)
    places = led.filter(team__compartment__in=by.compartments).order_by("team__name")
    return list(places.values_list("team_id", "team__name", "team__compartment"))
