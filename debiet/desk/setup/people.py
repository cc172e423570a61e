"""Who works here: the list, one employee, and what may be changed of it."""

from datetime import date
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from debiet.cases import actions as cases
from debiet.cases import queries as case_queries
from debiet.core.errors import Refused
from debiet.core.references import reference
from debiet.desk import access, frame
from debiet.desk.access import DeskRequest, employees
from debiet.desk.setup.editing import Effect, Screen, edit
from debiet.desk.setup.history import lines_of
from debiet.desk.setup.people_forms import EndForm, NewEmployeeForm, PersonForm
from debiet.rules.access import Permission
from debiet.staff import employing, granting, leaving, places
from debiet.staff import queries as staff
from debiet.staff.employing import EmployeeLine, Person

AT_ONCE = 30
"""So many of what a change touches are named; of the rest only the number is told."""


@employees(Permission.EDIT_STAFF)
def people(request: DeskRequest) -> HttpResponse:
    """List who works here, or who left."""
    has_left = request.GET.get("left") == "1"
    facts = {
        "people": employing.employees(has_left=has_left),
        "teams": {one.team_id: one.name for one in places.all_teams()},
        "has_left": has_left,
        "waiting": {one.employee_id for one in granting.waiting(viewer=access.actor(request))},
    }
    return frame.show(request, "desk/setup/employees.html", facts, current="setup")


def found(employee_id: int, *, is_here: bool = False) -> EmployeeLine:
    """Return an employee.

    :param is_here: only one who works here
    :raises Http404: where there is none
    """
    one = employing.employee(employee_id)
    if one is None or (is_here and one.left_at is not None):
        raise Http404
    return one


@employees(Permission.EDIT_STAFF)
def person(request: DeskRequest, employee_id: int) -> HttpResponse:
    """Show an employee: teams, roles, what is open with it, and what was changed."""
    one = found(employee_id)
    roles = granting.grants(employee_id)
    waiting = granting.waiting(viewer=access.actor(request), employee_id=employee_id)
    by = {pk for grant in roles for pk in (grant.given_by, grant.approved_by) if pk}
    facts = {
        "person": one,
        "teams": [
            (row, row.team_id in one.lead_ids)
            for row in places.all_teams()
            if row.team_id in one.team_ids
        ],
        "roles": roles,
        "waiting": waiting,
        "names": staff.names_by_user(by | {row.asked_by for row in waiting}),
        "work": case_queries.work_of(employee_id, viewer=access.actor(request), at=request.at),
        "history": lines_of(reference("employee", employee_id)),
        "final_on": leaving.final_day(employee_id),
        "is_self": one.user_id == request.signed_in.actor.user_id,
    }
    return frame.show(request, "desk/setup/employee.html", facts, current="setup")


def _address(employee_id: int) -> str:
    return reverse("desk:setup-employee", args=[employee_id])


@employees(Permission.EDIT_STAFF)
def new(request: DeskRequest) -> HttpResponse:
    """Take somebody on."""
    form = NewEmployeeForm(request.POST or None, organizations=places.organizations())

    def effects(values: dict[str, Any]) -> list[Effect]:
        return [
            Effect(
                _("%(email)s becomes a sign-in; its owner chooses a password as if forgotten.")
                % {"email": values["email"]}
            ),
            Effect(_("Until a role is given, it opens nothing."), tone="soon"),
        ]

    def apply(values: dict[str, Any]) -> HttpResponse:
        employee_id = employing.employ(
            person=Person(values["name"], frozenset(), frozenset()),
            email=values["email"],
            language=values["language"],
            organization_id=values["organization"],
            by=access.actor(request),
            at=request.at,
        )
        messages.success(request, _("Employed. Give teams and roles now."))
        return redirect("desk:setup-employee", employee_id=employee_id)

    back = (reverse("desk:setup-employees"), _("Employees"))
    return edit(
        request,
        form,
        Screen(title=_("Employ somebody"), back=back, apply=_("Employ")),
        effects=effects,
        apply=apply,
    )


@employees(Permission.EDIT_STAFF)
def change(request: DeskRequest, employee_id: int) -> HttpResponse:
    """Change the name and the teams of somebody."""
    one = found(employee_id, is_here=True)
    teams = [row for row in places.all_teams() if row.organization_id == one.organization_id]
    open_teams = [row for row in teams if row.retired_at is None or row.team_id in one.team_ids]
    form = PersonForm(request.POST or None, teams=open_teams, person=one)
    names = {row.team_id: row.name for row in open_teams}

    def apply(values: dict[str, Any]) -> HttpResponse:
        employing.change_employee(
            employee_id=employee_id, person=form.person(), by=access.actor(request), at=request.at
        )
        messages.success(request, _("It holds from now on."))
        return redirect("desk:setup-employee", employee_id=employee_id)

    return edit(
        request,
        form,
        Screen(title=_("Name and teams"), back=(_address(employee_id), one.name)),
        effects=lambda values: team_effects(one, form.person(), names),
        apply=apply,
    )


def team_effects(before: EmployeeLine, after: Person, names: dict[int, str]) -> list[Effect]:
    """Return what changes of an employee, in words."""
    words = []
    if before.name != after.name:
        words.append(Effect(_("From now on the name is %(name)s.") % {"name": after.name}))
    held, leads = set(before.team_ids), set(before.lead_ids)
    for text, ids, tone in (
        (_("Joins %(team)s."), after.team_ids - held, "ok"),
        (_("Leaves %(team)s: its work no longer shows in the list of the team."),
         held - after.team_ids, "soon"),
        (_("Leads %(team)s from now on, and is told when its terms run out."),
         after.lead_ids - leads, "ok"),
        (_("Leads %(team)s no longer."), leads - after.lead_ids, "soon"),
    ):  # fmt: skip
        words += [Effect(text % {"team": names.get(pk, "")}, tone) for pk in sorted(ids)]
    return words


@employees(Permission.EDIT_STAFF)
def end(request: DeskRequest, employee_id: int) -> HttpResponse:
    """End somebody's employment, after showing what it has open."""
    one = found(employee_id, is_here=True)
    able = [row for row in _able(one) if row[0] != employee_id]
    form = EndForm(request.POST or None, colleagues=able)

    def effects(values: dict[str, Any]) -> list[Effect]:
        cases.check_successor(employee_id, values["to"])
        cases.check_final_day(values["final_on"], values["to"], at=request.at)
        if values["final_on"]:
            return later_effects(one, values["final_on"])
        return end_effects(request, one, dict(able).get(values["to"] or 0, ""))

    def apply(values: dict[str, Any]) -> HttpResponse:
        cases.let_go(
            employee_id=employee_id,
            to_employee_id=values["to"],
            final_on=values["final_on"],
            by=access.actor(request),
            at=request.at,
        )
        later = _("The final day is written down.")
        messages.success(request, later if values["final_on"] else _("The employment is ended."))
        return redirect("desk:setup-employee", employee_id=employee_id)

    screen = Screen(
        title=_("End the employment of %(name)s") % {"name": one.name},
        back=(_address(employee_id), one.name),
    )
    return edit(request, form, screen, effects=effects, apply=apply)


@employees(Permission.EDIT_STAFF)
def stay(request: DeskRequest, employee_id: int) -> HttpResponse:
    """Take a final day back."""
    one = found(employee_id, is_here=True)
    if request.method == "POST":
        try:
            leaving.plan_leaving(
                employee_id=one.employee_id, final_on=None, by=access.actor(request), at=request.at
            )
        except Refused as refusal:
            raise Http404 from refusal
        messages.success(request, _("There is no final day any more."))
    return redirect("desk:setup-employee", employee_id=employee_id)


def later_effects(one: EmployeeLine, final_on: date) -> list[Effect]:
    """Return what follows from a final day to come, in words."""
    words = _("%(name)s signs in until and including %(day)s.")
    day = date_format(final_on, "j F Y")
    found = [
        Effect(words % {"name": one.name, "day": day}, tone="soon"),
        Effect(_("Then its roles end, and the leads of its teams are told what it leaves open.")),
        Effect(_("Until then it can be taken back.")),
    ]
    if granting.is_only_admin(one.employee_id):
        found.append(Effect(_("Nobody else is an admin: this will be refused."), tone="late"))
    return found


def _able(one: EmployeeLine) -> list[tuple[int, str]]:
    """Return who may take over: whoever answers cases in the same organization."""
    handlers = {
        row.employee_id: row.name
        for row in employing.employees()
        if row.organization_id == one.organization_id and employing.answers_cases(row.roles)
    }
    return list(handlers.items())


def end_effects(request: DeskRequest, one: EmployeeLine, successor: str) -> list[Effect]:
    """Return what follows from ending an employment, in words."""
    work = case_queries.work_of(one.employee_id, viewer=access.actor(request), at=request.at)
    found = [
        Effect(
            _("%(name)s signs in no more, from the next click on. Its roles end.")
            % {"name": one.name},
            tone="late",
        )
    ]
    counted = [
        ngettext("%(count)s open case", "%(count)s open cases", work.cases),
        ngettext("%(count)s internal task", "%(count)s internal tasks", work.tasks),
        ngettext("%(count)s follow-up", "%(count)s follow-ups", work.follow_ups),
    ]
    counts = (work.cases, work.tasks, work.follow_ups)
    held = [words % {"count": count} for words, count in zip(counted, counts, strict=True) if count]
    if held:
        to = _("to %(name)s") % {"name": successor} if successor else _("to its team, for anybody")
        words = _("What is open goes %(to)s:") % {"to": to}
        found.append(Effect(words, rows=[(row, "") for row in held]))
        if successor:
            found.append(Effect(_("What %(name)s may not see stays with the team.")
                                % {"name": successor}))  # fmt: skip
    else:
        found.append(Effect(_("Nothing is open.")))
    if work.callbacks:
        found.append(
            Effect(
                ngettext(
                    "%(count)s call was promised about its cases: whoever has them makes it.",
                    "%(count)s calls were promised about its cases: whoever has them makes those.",
                    work.callbacks,
                )
                % {"count": work.callbacks},
                tone="soon",
            )
        )
    if count := employing.deputy_count(one.employee_id, at=request.at):
        words = ngettext(
            "It stands in for a colleague in %(count)s absence. Choose another deputy there.",
            "It stands in for colleagues in %(count)s absences. Choose other deputies there.",
            count,
        )
        found.append(Effect(words % {"count": count}, tone="soon"))
    if granting.is_only_admin(one.employee_id):
        found.append(Effect(_("Nobody else is an admin: this will be refused."), tone="late"))
    return found
