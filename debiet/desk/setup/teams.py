"""Teams and organizations: the lists, and what may be changed of them."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from debiet.cases import actions as cases
from debiet.cases import queries as case_queries
from debiet.core.references import reference
from debiet.core.words import Words
from debiet.desk import frame, labels
from debiet.desk.access import DeskRequest, actor, employees
from debiet.desk.forms import Choices, Form
from debiet.desk.setup.editing import Effect, Screen, edit
from debiet.desk.setup.history import lines_of
from debiet.rules.access import Compartment, Permission
from debiet.staff import places
from debiet.staff.places import OrganizationLine, TeamLine

CODE_HELP = gettext_lazy("Small letters, figures and hyphens. It is never changed again.")


class CodeAndName(Form):
    """A code for good, and a name."""

    name = "new"
    code = forms.CharField(label=gettext_lazy("Code"), max_length=40, help_text=CODE_HELP)
    title = forms.CharField(label=gettext_lazy("Name"), max_length=120)


class NewTeamForm(CodeAndName):
    """A team."""

    organization = forms.TypedChoiceField(label=gettext_lazy("Organization"), coerce=int)
    part = forms.ChoiceField(
        label=gettext_lazy("Works in"),
        choices=[(str(part), labels.word(part, "compartment")) for part in places.PARTS],
        help_text=gettext_lazy("A partner's team always works in the part of that partner."),
    )

    def __init__(self, data: Any = None, *, organizations: Choices, **options: Any) -> None:
        super().__init__(data, **options)
        self.fields["organization"].choices = organizations  # type: ignore[attr-defined]


class NameForm(Form):
    """Another name."""

    name = "rename"
    title = forms.CharField(label=gettext_lazy("Name"), max_length=120)


class RetireForm(Form):
    """Where the work and the people of a team go."""

    name = "retire"
    to = forms.TypedChoiceField(label=gettext_lazy("Its work goes to"), coerce=int)
    people_too = forms.BooleanField(
        label=gettext_lazy("Its people join that team"), required=False, initial=True
    )

    def __init__(self, data: Any = None, *, teams: Choices, **options: Any) -> None:
        super().__init__(data, **options)
        self.fields["to"].choices = [("", ""), *teams]  # type: ignore[attr-defined]


def part_words(line: TeamLine | OrganizationLine) -> Words:
    """Return where a team works, in words: the house's closed part, or its partner's own."""
    if line.is_partner:
        return _("the partner's own part")
    return labels.word(getattr(line, "compartment", Compartment.ORDINARY), "compartment")


@employees(Permission.EDIT_STAFF)
def teams(request: DeskRequest) -> HttpResponse:
    """List the teams, those that are no more at the end."""
    facts = {"teams": [(row, part_words(row)) for row in places.all_teams()]}
    return frame.show(request, "desk/setup/teams.html", facts, current="setup")


def _team(team_id: int, *, is_there: bool = False) -> TeamLine:
    line = next((row for row in places.all_teams() if row.team_id == team_id), None)
    if line is None or (is_there and line.retired_at is not None):
        raise Http404
    return line


def _address(team_id: int) -> str:
    return reverse("desk:setup-team", args=[team_id])


@employees(Permission.EDIT_STAFF)
def team(request: DeskRequest, team_id: int) -> HttpResponse:
    """Show a team: its people, its topics, what is open with it, and what was changed."""
    line = _team(team_id)
    facts = {
        "team": line,
        "part": part_words(line),
        "members": places.members(team_id),
        "topics": case_queries.topics_of_team(team_id),
        "work": case_queries.work_of_team(team_id, viewer=actor(request), at=request.at),
        "history": lines_of(reference("team", line.code)),
    }
    return frame.show(request, "desk/setup/team.html", facts, current="setup")


@employees(Permission.EDIT_STAFF)
def new_team(request: DeskRequest) -> HttpResponse:
    """Make a team."""
    organizations = places.organizations()
    form = NewTeamForm(
        request.POST or None,
        organizations=[(one.organization_id, one.name) for one in organizations],
    )

    def effects(values: dict[str, Any]) -> list[Effect]:
        partners = {one.organization_id for one in organizations if one.is_partner}
        is_partner = values["organization"] in partners
        own = labels.word(values["part"], "compartment")
        where = _("the partner's own part") if is_partner else own
        return [
            Effect(_("What it handles stands in: %(part)s.") % {"part": where}),
            Effect(_("It has no people and no topics yet."), tone="soon"),
        ]

    def apply(values: dict[str, Any]) -> HttpResponse:
        team_id = places.add_team(
            code=values["code"],
            name=values["title"],
            organization_id=values["organization"],
            compartment=values["part"],
            by=actor(request),
            at=request.at,
        )
        messages.success(request, _("The team is there."))
        return redirect("desk:setup-team", team_id=team_id)

    screen = Screen(title=_("Make a team"), back=(reverse("desk:setup-teams"), _("Teams")))
    return edit(request, form, screen, effects=effects, apply=apply)


@employees(Permission.EDIT_STAFF)
def rename_team(request: DeskRequest, team_id: int) -> HttpResponse:
    """Give a team another name."""
    line = _team(team_id)
    form = NameForm(request.POST or None, initial={"title": line.name})

    def apply(values: dict[str, Any]) -> HttpResponse:
        places.rename_team(team_id=team_id, name=values["title"], by=actor(request), at=request.at)
        messages.success(request, _("It holds from now on."))
        return redirect("desk:setup-team", team_id=team_id)

    screen = Screen(title=_("Rename a team"), back=(_address(team_id), line.name))
    return edit(
        request,
        form,
        screen,
        effects=lambda values: _renamed(line.name, values["title"]),
        apply=apply,
    )


def _renamed(before: str, after: str) -> list[Effect]:
    if before == after.strip():
        return []
    words = _("“%(before)s” is called “%(after)s” from now on, on old cases too.")
    return [Effect(words % {"before": before, "after": after.strip()})]


@employees(Permission.EDIT_STAFF)
def retire_team(request: DeskRequest, team_id: int) -> HttpResponse:
    """Let a team be no more, after showing where what it has goes."""
    line = _team(team_id, is_there=True)
    others = [
        (row.team_id, row.name)
        for row in places.all_teams()
        if row.compartment == line.compartment and row.retired_at is None and row.team_id != team_id
    ]
    form = RetireForm(request.POST or None, teams=others)

    def effects(values: dict[str, Any]) -> list[Effect]:
        to = dict(others)[values["to"]]
        return retire_effects(request, line, to, people_too=values["people_too"])

    def apply(values: dict[str, Any]) -> HttpResponse:
        cases.retire_team(
            team_id=team_id,
            to_team_id=values["to"],
            people_too=values["people_too"],
            by=actor(request),
            at=request.at,
        )
        messages.success(request, _("The team is no more. Its open work moves now."))
        return redirect("desk:setup-team", team_id=values["to"])

    screen = Screen(
        title=_("Let a team be no more: %(team)s") % {"team": line.name},
        back=(_address(team_id), line.name),
        intro="" if others else _("No other team works in the same closed part. Make one first."),
        apply=_("Let it be no more"),
    )
    return edit(request, form, screen, effects=effects, apply=apply)


def retire_effects(
    request: DeskRequest, line: TeamLine, to: str, *, people_too: bool
) -> list[Effect]:
    """Return what follows when a team is no more, in words."""
    work = case_queries.work_of_team(line.team_id, viewer=actor(request), at=request.at)
    topics = case_queries.topics_of_team(line.team_id)
    members = places.members(line.team_id)
    found = [
        Effect(
            ngettext(
                "%(count)s open case goes to %(team)s; who has it keeps it.",
                "%(count)s open cases go to %(team)s; who has them keeps them.",
                work.cases,
            )
            % {"count": work.cases, "team": to},
            tone="soon" if work.cases else "calm",
        )
    ]
    if topics:
        rows = [(label, reverse("desk:setup-topic", args=[code])) for code, label in topics]
        found.append(Effect(_("%(team)s handles from now on:") % {"team": to}, rows=rows))
    if work.tasks or work.follow_ups:
        found.append(Effect(_("Internal tasks and follow-ups of the team go along.")))
    if members and people_too:
        rows = [(name, "") for _pk, name, _is_lead in members]
        found.append(Effect(_("These join %(team)s:") % {"team": to}, rows=rows))
    elif members:
        words = _("Its people stay without its work; who is in no other team sees only own cases.")
        found.append(Effect(words, tone="soon"))
    found.append(Effect(_("Closed cases keep the team's name.")))
    return found


@employees(Permission.EDIT_STAFF)
def organizations(request: DeskRequest) -> HttpResponse:
    """List our own organization and its partners."""
    facts = {"organizations": places.organizations()}
    return frame.show(request, "desk/setup/organizations.html", facts, current="setup")


@employees(Permission.EDIT_STAFF)
def new_partner(request: DeskRequest) -> HttpResponse:
    """Make a partner."""
    form = CodeAndName(request.POST or None)

    def effects(values: dict[str, Any]) -> list[Effect]:
        return [
            Effect(_("It gets a closed part of its own: its people see what its teams handle.")),
            Effect(_("Our own people who see customer service see that part as well."), "soon"),
        ]

    def apply(values: dict[str, Any]) -> HttpResponse:
        places.add_partner(
            code=values["code"], name=values["title"], by=actor(request), at=request.at
        )
        messages.success(request, _("The partner is there. Make its team, then its people."))
        return redirect("desk:setup-organizations")

    back = (reverse("desk:setup-organizations"), _("Organizations"))
    screen = Screen(title=_("Make a partner"), back=back)
    return edit(request, form, screen, effects=effects, apply=apply)


@employees(Permission.EDIT_STAFF)
def rename_organization(request: DeskRequest, organization_id: int) -> HttpResponse:
    """Give an organization another name."""
    rows = {one.organization_id: one for one in places.organizations()}
    line = rows.get(organization_id)
    if line is None:
        raise Http404
    form = NameForm(request.POST or None, initial={"title": line.name})

    def apply(values: dict[str, Any]) -> HttpResponse:
        places.rename_organization(
            organization_id=organization_id,
            name=values["title"],
            by=actor(request),
            at=request.at,
        )
        messages.success(request, _("It holds from now on."))
        return redirect("desk:setup-organizations")

    screen = Screen(
        title=_("Rename an organization"),
        back=(reverse("desk:setup-organizations"), _("Organizations")),
        template="desk/setup/organization.html",
        facts={"history": lines_of(reference("organization", line.code))},
    )
    return edit(
        request,
        form,
        screen,
        effects=lambda values: _renamed(line.name, values["title"]),
        apply=apply,
    )
