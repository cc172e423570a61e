"""Where an employee wants to be told of what: its own choice for each kind of notice."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, time

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef
from django.utils.translation import gettext_lazy as _

from debiet.core import audit
from debiet.core.actor import Actor
from debiet.core.errors import NotFound, Refused
from debiet.core.operations import action
from debiet.core.reading import query
from debiet.core.references import reference
from debiet.rules.access import Permission, Role
from debiet.rules.notices import (
    DIGEST_SETTING,
    KEPT,
    Choice,
    NoticeKind,
    default_choice,
    digest_time,
    kinds_for,
    settled,
)
from debiet.staff.models import Employee, NoticeChoice, RoleGrant
from debiet.staff.queries import house_settings


class MustStay(Refused):
    """Some kinds of notice always stand in the desk."""

    code = "staff.notice-must-stay"
    message = _("This one always stands in the desk; choose only whether a mail tells of it too.")


@query(personal=False)
def choice_of(employee_id: int, kind: NoticeKind) -> Choice:
    """Return where something of a kind goes for an employee, by its choice or its roles."""
    held = RoleGrant.objects.filter(employee=employee_id, revoked_at__isnull=True)
    rows = NoticeChoice.objects.filter(employee=employee_id, kind=kind)
    chosen = next((Choice(row.in_desk, row.mail) for row in rows), None)
    return settled(kind, chosen, map(Role, held.values_list("role", flat=True)))


@dataclass(frozen=True, slots=True)
class OwnChoices:
    """What somebody can be told of and where it goes, and when its digest leaves.

    :param digest_at: its own moment; nothing where it keeps to that of the house
    """

    choices: Mapping[NoticeKind, Choice]
    digest_at: time | None
    house_digest_at: time


@query(personal=True)
def own_choices(*, viewer: Actor, at: datetime) -> OwnChoices:
    """Return the choices of the viewer itself.

    :raises NotFound: if no employee looks
    """
    employee = _own(viewer)
    roles = tuple(Role(role) for role in employee.held_roles)  # type: ignore[attr-defined]
    rows = NoticeChoice.objects.filter(employee=employee)
    chosen = {row.kind: Choice(row.in_desk, row.mail) for row in rows}
    return OwnChoices(
        choices={kind: settled(kind, chosen.get(kind), roles) for kind in kinds_for(roles)},
        digest_at=employee.digest_at,
        house_digest_at=house_digest_at(at=at),
    )


@query(personal=False)
def house_digest_at(*, at: datetime) -> time:
    """Return when digests leave for who chose no moment."""
    return digest_time(house_settings(at=at).get(DIGEST_SETTING))


@action(permission=Permission.READ_NOTICES)
def choose_notices(
    *, choices: Mapping[NoticeKind, Choice], digest_at: time | None, by: Actor, at: datetime
) -> None:
    """Keep where the actor itself wants to be told of what, from now on.

    What its roles have anyway leaves no row, so that it goes on following the roles.

    :raises MustStay: if something would leave the desk that always stands there
    :raises NotFound: if it names a kind that the actor is never told of
    """
    employee = _own(by)
    roles = tuple(Role(role) for role in employee.held_roles)  # type: ignore[attr-defined]
    if not set(choices) <= set(kinds_for(roles)):
        raise NotFound
    if any(kind in KEPT and not choice.in_desk for kind, choice in choices.items()):
        raise MustStay
    for kind, choice in choices.items():
        mine = NoticeChoice.objects.filter(employee=employee, kind=kind)
        if choice == default_choice(kind, roles):
            mine.delete()
        elif not mine.filter(in_desk=choice.in_desk, mail=choice.mail).exists():
            NoticeChoice.objects.update_or_create(
                employee=employee,
                kind=kind,
                defaults={"in_desk": choice.in_desk, "mail": choice.mail, "chosen_at": at},
            )
    Employee.objects.filter(pk=employee.pk).update(digest_at=digest_at)
    audit.record(
        reference("employee", employee.pk), facts={"notice_kinds": sorted(map(str, choices))}
    )


def _own(actor: Actor) -> Employee:
    held = RoleGrant.objects.filter(employee=OuterRef("pk"), revoked_at__isnull=True)
    mine = Employee.objects.filter(user_id=actor.user_id or 0, left_at__isnull=True)
    employee = mine.annotate(held_roles=ArraySubquery(held.values("role"))).first()
    if employee is None:
        raise NotFound
    return employee
