"""Changing who works here, and telling employees what they should know."""

from datetime import date, datetime, timedelta
from typing import Any

from django.utils.translation import gettext_lazy as _

from debiet.core import audit
from debiet.core.actor import Actor, ActorKind
from debiet.core.dates import start_of_day
from debiet.core.errors import NotFound, Refused
from debiet.core.events import publish
from debiet.core.operations import action
from debiet.core.references import reference
from debiet.identity import actions as identity
from debiet.rules.absence import AbsenceKind
from debiet.rules.access import Compartment, Permission, Role, partner_compartment
from debiet.rules.notices import MailWay, kind_of
from debiet.staff import notice_choices, queries
from debiet.staff.events import EmployeeTold
from debiet.staff.guarding import ROLE_REFUSALS, keep_an_admin, trouble_with
from debiet.staff.house_notices import LAST_ADMIN, ROLE_WAITS, put_away
from debiet.staff.models import (
    Absence,
    Employee,
    HouseSetting,
    Notification,
    Organization,
    RoleGrant,
    RoleRequest,
    Team,
    TeamMembership,
)
from debiet.staff.told import read_by


class SecondOwnOrganization(Refused):
    """One installation serves one utility."""

    code = "staff.second-own-organization"
    message = _("This installation already has its own organization.")


@action(permission=Permission.EDIT_STAFF)
def save_organization(
    *, code: str, name: str, is_partner: bool, by: Actor, at: datetime
) -> Organization:
    """Make an organization, or give it another name.

    :raises SecondOwnOrganization: if there is already another that is no partner
    """
    others = Organization.objects.filter(is_partner=False).exclude(code=code)
    if not is_partner and others.exists():
        raise SecondOwnOrganization
    was = Organization.objects.filter(code=code).values_list("name", flat=True).first()
    organization, _created = Organization.objects.update_or_create(
        code=code, defaults={"name": name, "is_partner": is_partner}
    )
    audit.record(
        reference("organization", code), facts={"changed": audit.changed(name=(was, name))}
    )
    return organization


@action(permission=Permission.EDIT_STAFF)
def save_team(
    *,
    code: str,
    name: str,
    organization_id: int,
    compartment: str | None = None,
    by: Actor,
    at: datetime,
) -> Team:
    """Make a team, or change it; a partner's team handles what stands in the partner's part."""
    organization = Organization.objects.get(pk=organization_id)
    if compartment is None:
        compartment = Compartment.ORDINARY
    if organization.is_partner:
        compartment = partner_compartment(organization.code)
    team, _created = Team.objects.update_or_create(
        code=code,
        defaults={"name": name, "organization": organization, "compartment": compartment},
    )
    audit.record(reference("team", code))
    return team


@action(permission=Permission.EDIT_STAFF)
def hire_employee(
    *, user_id: int, organization_id: int, name: str, by: Actor, at: datetime
) -> Employee:
    """Record that somebody with a staff sign-in works here."""
    employee = Employee.objects.create(
        user_id=user_id, organization_id=organization_id, name=name, sort_key=sort_key(name)
    )
    audit.record(reference("employee", employee.pk))
    return employee


def sort_key(name: str) -> str:
    """Return a name as it is sorted: by its latest word, without accents mattering."""
    parts = name.casefold().split()
    return " ".join(parts[-1:] + parts[:-1])


@action(permission=Permission.EDIT_STAFF)
def grant_role(*, employee_id: int, role: Role, by: Actor, at: datetime) -> None:
    """Give an employee a role; giving it twice changes nothing.

    A command gives any; a person what one person alone may give (`debiet.staff.granting`).

    :raises NotFound: if there is no such employee
    :raises OwnRole: if it would be the actor's own
    :raises OtherHouse: if it is not for who works there
    :raises TwoPeople: if a second person must agree
    """
    if by.kind is ActorKind.USER and (trouble := trouble_with(employee_id, role, by=by)):
        raise ROLE_REFUSALS[trouble]
    _grant, created = RoleGrant.objects.get_or_create(
        employee_id=employee_id,
        role=role,
        revoked_at=None,
        defaults={"granted_at": at, "granted_by": by.user_id},
    )
    if created:
        audit.record(reference("employee", employee_id), facts={"role": role})


@action(permission=Permission.EDIT_STAFF)
def revoke_role(*, employee_id: int, role: Role, by: Actor, at: datetime) -> None:
    """Take a role back; from the next request on it is gone.

    :raises LastAdmin: if nobody else could set up the house
    """
    if role is Role.ADMIN:
        keep_an_admin(employee_id)
    held = RoleGrant.objects.filter(employee_id=employee_id, role=role, revoked_at__isnull=True)
    if held.update(revoked_at=at):
        audit.record(reference("employee", employee_id), facts={"role": role})


@action(permission=Permission.EDIT_STAFF)
def join_team(
    *, employee_id: int, team_id: int, is_lead: bool = False, by: Actor, at: datetime
) -> None:
    """Put an employee into a team, or change whether it leads the team."""
    TeamMembership.objects.update_or_create(
        employee_id=employee_id, team_id=team_id, defaults={"is_lead": is_lead}
    )
    audit.record(reference("employee", employee_id), facts={"team": team_id, "lead": is_lead})


@action(permission=Permission.EDIT_STAFF)
def end_employment(
    *, employee_id: int, successor_id: int | None = None, by: Actor, at: datetime
) -> None:
    """Record that an employee has left; doing it twice changes nothing.

    Its sign-in ends with it (open sessions, password, passkeys), from the next request on, and
    its leads are told which cases it leaves open.

    :param successor_id: who gets what it has open
    :raises NotFound: if there is no such employee
    :raises LastAdmin: if nobody else could set up the house
    """
    employee = Employee.objects.select_for_update().filter(pk=employee_id).first()
    if employee is None:
        raise NotFound
    if employee.left_at is not None:
        return
    keep_an_admin(employee_id)
    employee.left_at, employee.leaving_refused_at = at, None
    employee.successor_id = successor_id
    employee.save(update_fields=["left_at", "leaving_refused_at", "successor"])
    put_away(LAST_ADMIN, reference("employee", employee_id), at=at)
    asked = RoleRequest.objects.filter(employee_id=employee_id, decided_at__isnull=True)
    put_away(ROLE_WAITS, *(reference("role-request", one.pk) for one in asked), at=at)
    RoleGrant.objects.filter(employee_id=employee_id, revoked_at__isnull=True).update(revoked_at=at)
    identity.deactivate_user(user_id=employee.user_id, by=by, at=at)
    audit.record(reference("employee", employee_id))


class AbsenceBackwards(Refused):
    """An absence ends before it begins."""

    code = "staff.absence-backwards"
    message = _("The final day is before the first.")


class OwnDeputy(Refused):
    """Nobody stands in for themselves."""

    code = "staff.own-deputy"
    message = _("Choose a colleague as deputy, or nobody: then the team stands in.")


@action(permission=Permission.RECORD_ABSENCE)
def record_absence(
    *,
    employee_id: int,
    first_on: date,
    final_on: date,
    kind: AbsenceKind,
    deputy_id: int | None,
    by: Actor,
    at: datetime,
) -> int:
    """Write down that somebody is away from one day through another: oneself, or of a led team.

    :raises NotFound: if it is neither, or there is no such deputy
    :raises AbsenceBackwards: if the final day is before the first
    :raises OwnDeputy: if the deputy is the absent employee
    """
    _check_absence_is_theirs(employee_id, by)
    if final_on < first_on:
        raise AbsenceBackwards
    if deputy_id == employee_id:
        raise OwnDeputy
    if deputy_id is not None and deputy_id not in dict(queries.colleagues(viewer=by)):
        raise NotFound
    absence = Absence.objects.create(
        employee_id=employee_id,
        from_at=start_of_day(first_on),
        until_at=start_of_day(final_on + timedelta(days=1)),
        kind=kind,
        deputy_id=deputy_id,
    )
    # Not why: the audit outlives what anybody needs to know of it.
    audit.record(reference("employee", employee_id), facts={"absence": absence.pk})
    return absence.pk


@action(permission=Permission.RECORD_ABSENCE)
def withdraw_absence(*, absence_id: int, by: Actor, at: datetime) -> None:
    """Take back an absence, or what is left of it.

    :raises NotFound: if it is over, or neither the actor's own nor of a team it leads
    """
    open_ones = Absence.objects.select_for_update(of=("self",)).filter(
        pk=absence_id, withdrawn_at__isnull=True, until_at__gt=at
    )
    absence = open_ones.first()
    if absence is None:
        raise NotFound
    _check_absence_is_theirs(absence.employee_id, by)
    absence.withdrawn_at = at
    absence.save(update_fields=["withdrawn_at"])
    audit.record(reference("employee", absence.employee_id), facts={"absence": absence.pk})


def _check_absence_is_theirs(employee_id: int, by: Actor) -> None:
    own = Employee.objects.filter(user_id=by.user_id or 0, left_at__isnull=True)
    led = TeamMembership.objects.filter(employee__in=own, is_lead=True).values("team_id")
    members = TeamMembership.objects.filter(employee_id=employee_id, team__in=led)
    if not own.filter(pk=employee_id).exists() and not members.exists():
        raise NotFound


@action(permission=Permission.NOTIFY_EMPLOYEE)
def notify_employee(
    *,
    employee_id: int,
    kind: str,
    about: str,
    compartment: str,
    cause: str,
    facts: dict[str, Any] | None = None,
    by: Actor,
    at: datetime,
) -> bool:
    """Tell an employee something, in the desk or by mail, as it chose for things of this kind.

    Return False if it was told this cause before, or wants to be told of the kind nowhere.

    :param cause: names what happened, once for ever, such as `level:123:75`
    """
    if Notification.objects.filter(employee_id=employee_id, cause=cause).exists():
        return False
    told = kind_of(kind, level=(facts or {}).get("level"))
    choice = notice_choices.choice_of(employee_id, told)
    if not choice.is_told:
        return False
    notification, created = Notification.objects.get_or_create(
        employee_id=employee_id,
        cause=cause,
        defaults={
            "kind": kind,
            "about": about,
            "compartment": compartment,
            "facts": facts or {},
            "happened_at": at,
            "in_desk": choice.in_desk,
            "mail": choice.mail,
        },
    )
    if created:
        audit.record(about, compartment=compartment, facts={"told": employee_id, "cause": cause})
    if created and choice.mail is MailWay.AT_ONCE:
        publish(EmployeeTold(notification_id=notification.pk))
    return created


@action(permission=Permission.READ_NOTICES)
def put_notification_away(*, notification_id: int, by: Actor, at: datetime) -> None:
    """Mark one of the actor's own notifications as read.

    :raises NotFound: if it is somebody else's or does not exist
    """
    mine = Notification.objects.filter(pk=notification_id, employee__user_id=by.user_id or 0)
    if not mine.filter(compartment__in=read_by(by).compartments).exists():
        raise NotFound
    if mine.filter(read_at__isnull=True).update(read_at=at):
        audit.record(reference("notification", notification_id))


@action(permission=Permission.EDIT_STAFF)
def save_house_setting(
    *, code: str, value: str, valid_from: datetime, by: Actor, at: datetime
) -> None:
    """Write down a choice of the utility's own; the same one again changes nothing."""
    known = HouseSetting.objects.filter(code=code, valid_from__lte=valid_from)
    if known.order_by("-valid_from", "-id").values_list("value", flat=True).first() == value:
        return
    HouseSetting.objects.create(code=code, value=value, valid_from=valid_from)
    audit.record(reference("setting", code), facts={"value": value})
