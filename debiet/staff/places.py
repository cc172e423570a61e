"""Organizations and teams: changing them, letting a team go, and reading them for the desk."""

import re
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from debiet.core import audit
from debiet.core.actor import Actor
from debiet.core.errors import NotFound, Refused
from debiet.core.operations import action
from debiet.core.reading import query
from debiet.core.references import reference
from debiet.rules.access import Compartment, Permission, partner_compartment
from debiet.staff import actions
from debiet.staff.models import Employee, Organization, Team, TeamMembership

_CODE = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
PARTS = (Compartment.ORDINARY, Compartment.OMBUDS, Compartment.HR)
"""The closed parts in which teams of our own house may work."""


class UnusableCode(Refused):
    """A code stands in addresses and files, and is never changed again."""

    code = "staff.unusable-code"
    message = _("A code has small letters, figures and hyphens, such as meter-readers.")


class CodeTaken(Refused):
    """A code means one thing for good."""

    code = "staff.code-taken"
    message = _("This code is taken. Choose another.")


class OtherPart(Refused):
    """What a team has goes to a team behind the same wall."""

    code = "staff.other-part"
    message = _("Choose a team that works in the same closed part and is still there.")


@action(permission=Permission.EDIT_STAFF)
def add_partner(*, code: str, name: str, by: Actor, at: datetime) -> int:
    """Make a partner: what is handled by its teams stands in a closed part of its own.

    :raises UnusableCode: if the code cannot stand in an address
    :raises CodeTaken: if another organization has it
    """
    _check_code(code, is_taken=Organization.objects.filter(code=code).exists())
    made = actions.save_organization(code=code, name=name.strip(), is_partner=True, by=by, at=at)
    return made.pk


@action(permission=Permission.EDIT_STAFF)
def rename_organization(*, organization_id: int, name: str, by: Actor, at: datetime) -> None:
    """Give an organization another name; its code and its closed part stay.

    :raises NotFound: if there is no such organization
    """
    row = Organization.objects.select_for_update().filter(pk=organization_id).first()
    if row is None:
        raise NotFound
    actions.save_organization(
        code=row.code, name=name.strip(), is_partner=row.is_partner, by=by, at=at
    )


@action(permission=Permission.EDIT_STAFF)
def add_team(
    *, code: str, name: str, organization_id: int, compartment: str, by: Actor, at: datetime
) -> int:
    """Make a team.

    :param compartment: of our own house's teams; a partner's work in its own part
    :raises UnusableCode: if the code cannot stand in an address
    :raises CodeTaken: if another team has it
    :raises NotFound: if there is no such organization or part
    """
    _check_code(code, is_taken=Team.objects.filter(code=code).exists())
    is_known = Organization.objects.filter(pk=organization_id).exists()
    if not is_known or compartment not in PARTS:
        raise NotFound
    made = actions.save_team(
        code=code,
        name=name.strip(),
        organization_id=organization_id,
        compartment=compartment,
        by=by,
        at=at,
    )
    return made.pk


@action(permission=Permission.EDIT_STAFF)
def rename_team(*, team_id: int, name: str, by: Actor, at: datetime) -> None:
    """Give a team another name; its code, its work and its closed part stay.

    :raises NotFound: if there is no such team
    """
    row = Team.objects.select_for_update().filter(pk=team_id).first()
    if row is None:
        raise NotFound
    was, row.name = row.name, name.strip()
    row.save(update_fields=["name"])
    audit.record(
        reference("team", row.code), facts={"changed": audit.changed(name=(was, row.name))}
    )


@action(permission=Permission.EDIT_STAFF)
def close_team(*, team_id: int, to_team_id: int, people_too: bool, by: Actor, at: datetime) -> None:
    """Let a team be no more; what it has goes to another one, by `cases.retire_team`.

    :param people_too: whether its people join the other team, each as it was: lead or not
    :raises NotFound: if there is no such team, or it is no more
    :raises OtherPart: if the other works in another closed part, or is no more
    """
    rows = {row.pk: row for row in Team.objects.select_for_update().order_by("pk")}
    team, other = rows.get(team_id), rows.get(to_team_id)
    if team is None or team.retired_at is not None:
        raise NotFound
    if other is None or other == team or other.retired_at is not None:
        raise OtherPart
    if other.compartment != team.compartment:
        raise OtherPart
    if people_too:
        _move_people(team, other, by=by, at=at)
    team.retired_at = at
    team.save(update_fields=["retired_at"])
    audit.record(reference("team", team.code), facts={"to": to_team_id})


def _move_people(team: Team, other: Team, *, by: Actor, at: datetime) -> None:
    there = set(TeamMembership.objects.filter(team=other).values_list("employee_id", flat=True))
    mine = TeamMembership.objects.filter(team=team).order_by("employee_id")
    for row in mine.exclude(employee_id__in=there):
        actions.join_team(
            employee_id=row.employee_id, team_id=other.pk, is_lead=row.is_lead, by=by, at=at
        )


def _check_code(code: str, *, is_taken: bool) -> None:
    if not _CODE.fullmatch(code) or len(code) > 40:
        raise UnusableCode
    if is_taken:
        raise CodeTaken


@dataclass(frozen=True, slots=True)
class OrganizationLine:
    """An organization with how many work there."""

    organization_id: int
    code: str
    name: str
    is_partner: bool
    people: int
    teams: int

    @property
    def part(self) -> str:
        """Return the closed part of a partner's work, "" of our own house."""
        return partner_compartment(self.code) if self.is_partner else ""


@query(personal=False)
def organizations() -> list[OrganizationLine]:
    """Return our own organization, then its partners."""
    here = Count("employees", filter=Q(employees__left_at__isnull=True), distinct=True)
    there = Count("teams", filter=Q(teams__retired_at__isnull=True), distinct=True)
    rows = Organization.objects.annotate(here=here, there=there).order_by("is_partner", "name")
    return [
        OrganizationLine(row.pk, row.code, row.name, row.is_partner, row.here, row.there)
        for row in rows
    ]


@dataclass(frozen=True, slots=True)
class TeamLine:
    """A team with how many work in it."""

    team_id: int
    code: str
    name: str
    organization_id: int
    organization: str
    is_partner: bool
    compartment: str
    people: int
    has_lead: bool
    retired_at: datetime | None


@query(personal=False)
def all_teams() -> list[TeamLine]:
    """Return every team, those that are no more at the end."""
    here = Q(memberships__employee__left_at__isnull=True)
    leads = TeamMembership.objects.filter(
        team=OuterRef("pk"), is_lead=True, employee__left_at__isnull=True
    )
    rows = (
        Team.objects.select_related("organization")
        .annotate(people=Count("memberships", filter=here), has_lead=Exists(leads))
        .order_by("organization__is_partner", "name")
    )
    lines = [
        TeamLine(
            row.pk,
            row.code,
            row.name,
            row.organization_id,
            row.organization.name,
            row.organization.is_partner,
            row.compartment,
            row.people,
            row.has_lead,
            row.retired_at,
        )
        for row in rows
    ]
    return sorted(lines, key=lambda one: one.retired_at is not None)


@query(personal=False)
def members(team_id: int) -> list[tuple[int, str, bool]]:
    """Return who works in a team: id, name, and whether it leads."""
    rows = Employee.objects.filter(memberships__team_id=team_id, left_at__isnull=True)
    return list(rows.order_by("sort_key", "pk").values_list("pk", "name", "memberships__is_lead"))
