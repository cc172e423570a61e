"""Teams and roles as groups of a system that manages employees: only those the settings name."""

from collections.abc import Iterable
from datetime import datetime

from django.db.models import QuerySet

from debiet.core import audit
from debiet.core.actor import Actor
from debiet.core.errors import NotFound
from debiet.core.operations import action
from debiet.core.reading import query
from debiet.core.references import parts, reference
from debiet.rules.access import Permission, Role
from debiet.staff import actions
from debiet.staff.models import Employee, Team, TeamMembership


@query(personal=False)
def group_members(target: str) -> list[tuple[int, str]] | None:
    """Return who of the utility's own is in a team or holds a role, as id and name.

    :param target: `team:<code>` or `role:<code>`; None where there is no such
    """
    kind, code = parts(target)
    if kind == "team" and Team.objects.filter(code=code).exists():
        found = _here().filter(memberships__team__code=code)
    elif kind == "role" and code in set(Role):
        found = _here().filter(grants__role=code, grants__revoked_at__isnull=True)
    else:
        return None
    return list(found.order_by("pk").values_list("pk", "name"))


def _here() -> "QuerySet[Employee]":
    return Employee.objects.filter(organization__is_partner=False, left_at__isnull=True)


@action(permission=Permission.EDIT_STAFF)
def change_members(
    *, target: str, added: Iterable[int], removed: Iterable[int], by: Actor, at: datetime
) -> None:
    """Put people into a team or give them a role, and take others out; who is there stays as it is.

    :raises NotFound: if there is no such team or role, or somebody does not work here
    """
    known = group_members(target)
    added, removed = set(added), set(removed)
    if known is None or _here().filter(pk__in=added).count() != len(added):
        raise NotFound
    members = {employee_id for employee_id, _name in known}
    for employee_id in sorted(added - members):
        _put_in(target, employee_id, by=by, at=at)
    for employee_id in sorted(removed & members):
        _take_out(target, employee_id, by=by, at=at)


def _put_in(target: str, employee_id: int, *, by: Actor, at: datetime) -> None:
    kind, code = parts(target)
    if kind == "role":
        actions.grant_role(employee_id=employee_id, role=Role(code), by=by, at=at)
        return
    team = Team.objects.get(code=code)
    actions.join_team(employee_id=employee_id, team_id=team.pk, by=by, at=at)


def _take_out(target: str, employee_id: int, *, by: Actor, at: datetime) -> None:
    kind, code = parts(target)
    if kind == "role":
        actions.revoke_role(employee_id=employee_id, role=Role(code), by=by, at=at)
        return
    TeamMembership.objects.filter(employee_id=employee_id, team__code=code).delete()
    audit.record(reference("employee", employee_id), facts={"left_team": code})
