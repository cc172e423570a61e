"""Roles: who may do what, who has each, giving one, and agreeing as a second person."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from debiet.core.errors import Refused
from debiet.desk import access, frame, labels
from debiet.desk.access import DeskRequest, employees
from debiet.desk.labels_permissions import PERMISSIONS
from debiet.desk.labels_setup import ROLES as ROLE_WORDS
from debiet.desk.setup.editing import Effect, Screen, edit
from debiet.desk.setup.people import found
from debiet.desk.setup.people_forms import NothingForm, RoleForm
from debiet.rules.access import Permission, Role
from debiet.rules.staffing import SENSITIVE
from debiet.staff import actions, granting
from debiet.staff import queries as staff
from debiet.staff.permissions import COMPARTMENTS, ROLES


@employees(Permission.SEE_ROLES)
def roles(request: DeskRequest) -> HttpResponse:
    """Show who has which role, what waits for a second person, and what each role may do."""
    held, waiting = granting.grants(), granting.waiting(viewer=access.actor(request))
    by = {pk for one in held for pk in (one.given_by, one.approved_by) if pk}
    facts = {
        "held": [
            (role, ROLE_WORDS[role], role in SENSITIVE, [one for one in held if one.role == role])
            for role in Role
        ],
        "waiting": waiting,
        "names": staff.names_by_user(by | {one.asked_by for one in waiting}),
        "columns": [ROLE_WORDS[role] for role in Role],
        "table": [
            (words, [permission in ROLES[role] for role in Role])
            for permission, words in PERMISSIONS.items()
            if any(permission in ROLES[role] for role in Role)
        ],
        "parts": [
            (labels.word(part, "compartment"), [part in COMPARTMENTS[role] for role in Role])
            for part in sorted({part for parts in COMPARTMENTS.values() for part in parts})
        ],
    }
    return frame.show(request, "desk/setup/roles.html", facts, current="setup")


@employees(Permission.EDIT_STAFF)
def give(request: DeskRequest, employee_id: int) -> HttpResponse:
    """Give somebody a role, or ask a second person to agree to it."""
    one = found(employee_id, is_here=True)
    form = RoleForm(request.POST or None, person=one)

    def apply(values: dict[str, Any]) -> HttpResponse:
        is_given = granting.give_role(
            employee_id=employee_id,
            role=Role(values["role"]),
            by=access.actor(request),
            at=request.at,
        )
        if is_given:
            messages.success(request, _("The role is given."))
        else:
            messages.success(request, _("A second person sees it under “Roles” and can agree."))
        return redirect("desk:setup-employee", employee_id=employee_id)

    screen = Screen(
        title=_("Give %(name)s a role") % {"name": one.name},
        back=(reverse("desk:setup-employee", args=[employee_id]), one.name),
    )
    return edit(
        request,
        form,
        screen,
        effects=lambda values: gained(one.roles, Role(values["role"])),
        apply=apply,
    )


def gained(held: tuple[Role, ...], role: Role) -> list[Effect]:
    """Return what a role adds to those that somebody has, in words."""
    has = {permission for one in held for permission in ROLES[one]}
    sees = {part for one in held for part in COMPARTMENTS[one]}
    added = [(str(PERMISSIONS[one]), "") for one in PERMISSIONS if one in ROLES[role] - has]
    effects = []
    if role in SENSITIVE:
        words = _("A second person must agree: an admin or the data protection officer.")
        effects.append(Effect(words, tone="soon"))
    for part in sorted(COMPARTMENTS[role] - sees):
        words = _("Sees what is written down in: %(part)s") % {
            "part": labels.word(part, "compartment")
        }
        effects.append(Effect(words, tone="soon"))
    if added:
        effects.append(Effect(_("May from then on:"), tone="ok", rows=added))
    else:
        effects.append(Effect(_("May do nothing more than now.")))
    return effects


@employees(Permission.EDIT_STAFF)
def take(request: DeskRequest, employee_id: int, role: str) -> HttpResponse:
    """Take a role back from somebody."""
    one = found(employee_id, is_here=True)
    if role not in one.roles:
        raise Http404
    taken = Role(role)
    kept = {permission for held in one.roles if held != taken for permission in ROLES[held]}

    def effects(values: dict[str, Any]) -> list[Effect]:
        lost = [(str(PERMISSIONS[p]), "") for p in PERMISSIONS if p in ROLES[taken] - kept]
        found = [Effect(_("May no longer, from the next click on:"), tone="late", rows=lost)]
        if taken is Role.ADMIN and granting.is_only_admin(employee_id):
            words = _("Nobody else is an admin: this will be refused.")
            found.append(Effect(words, tone="late"))
        return found if lost or len(found) > 1 else [Effect(_("May do all the same as now."))]

    def apply(values: dict[str, Any]) -> HttpResponse:
        actions.revoke_role(
            employee_id=employee_id, role=taken, by=access.actor(request), at=request.at
        )
        messages.success(request, _("The role is taken back."))
        return redirect("desk:setup-employee", employee_id=employee_id)

    screen = Screen(
        title=_("Take a role back from %(name)s: %(role)s")
        % {"name": one.name, "role": ROLE_WORDS[taken]},
        back=(reverse("desk:setup-employee", args=[employee_id]), one.name),
        apply=_("Take it back"),
    )
    return edit(request, NothingForm(request.POST), screen, effects=effects, apply=apply)


@employees(Permission.APPROVE_ROLE)
def agree(request: DeskRequest, request_id: int) -> HttpResponse:
    """Agree as a second person."""
    if request.method == "POST":
        _decide(request, granting.approve_role, request_id, _("The role is given."))
    return redirect("desk:setup-roles")


@employees(Permission.APPROVE_ROLE)
def decline(request: DeskRequest, request_id: int) -> HttpResponse:
    """Say no, or take back that one asked."""
    if request.method == "POST":
        _decide(request, granting.decline_role, request_id, _("The role is not given."))
    return redirect("desk:setup-roles")


def _decide(request: DeskRequest, action: Any, request_id: int, words: str) -> None:
    try:
        action(request_id=request_id, by=access.actor(request), at=request.at)
    except Refused as refusal:
        access.answer_hidden(refusal)
        messages.error(request, str(refusal))
    else:
        messages.success(request, words)
