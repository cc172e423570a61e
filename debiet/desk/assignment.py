"""How a team's new cases find somebody: the way, who takes what, who would get the next ones."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from debiet.cases import actions
from debiet.cases import queries as cases
from debiet.cases.queries import Pick, Rule, Standing
from debiet.core.errors import ChangedMeanwhile, Refused
from debiet.desk import access, frame, labels
from debiet.desk.access import DeskRequest, employees
from debiet.desk.board import list_address
from debiet.desk.forms import Choices, Form, topic_options
from debiet.rules.access import Permission
from debiet.rules.assignment import EVERYTHING, Skill, Way
from debiet.rules.cases import Segment
from debiet.staff.takers import TeamTaker, led_teams, team_takers

PARTS = ("topics", "languages", "segments")


class AssignmentForm(Form):
    """The way, and for each person whether it takes part and what it takes."""

    name = "assignment"
    way = forms.ChoiceField(
        label=gettext_lazy("How do new cases find somebody?"),
        choices=lambda: [(way, labels.word(way, "assignment-way")) for way in Way],
        widget=forms.RadioSelect,
    )
    seen_version = forms.IntegerField(widget=forms.HiddenInput, min_value=0)

    def __init__(
        self,
        data: Any = None,
        *,
        people: Sequence[TeamTaker],
        rule: Rule,
        topics: Choices,
    ) -> None:
        self.people, self.rule = people, rule
        initial: dict[str, Any] = {"way": rule.way, "seen_version": rule.version}
        super().__init__(data, initial=initial)
        options: dict[str, tuple[Any, Choices]] = {
            "topics": (pgettext_lazy("of what somebody takes", "Topics"), topics),
            "languages": (gettext_lazy("Languages"), list(labels.LANGUAGES.items())),
            "segments": (
                gettext_lazy("Customers"),
                [(one, labels.word(one, "segment")) for one in Segment],
            ),
        }
        for one in people:
            skill = rule.skills.get(one.employee_id, EVERYTHING)
            self.fields[f"takes-{one.employee_id}"] = forms.BooleanField(
                label=gettext_lazy("gets new cases"), required=False, initial=skill.takes
            )
            for part, (label, choices) in options.items():
                self.fields[f"{part}-{one.employee_id}"] = forms.MultipleChoiceField(
                    label=label,
                    choices=choices,
                    required=False,
                    initial=sorted(getattr(skill, part)),
                    widget=forms.CheckboxSelectMultiple,
                )

    def lines(self) -> list[dict[str, Any]]:
        """Return for each person its fields, and what of them it has now."""
        return [
            {
                "person": one,
                "takes": self[f"takes-{one.employee_id}"],
                "parts": [self[f"{part}-{one.employee_id}"] for part in PARTS],
                "skill": self.rule.skills.get(one.employee_id, EVERYTHING),
            }
            for one in self.people
        ]

    def wanted(self) -> Rule:
        """Return the rule as it was filled in."""
        found = self.cleaned_data
        skills = {
            one.employee_id: Skill(
                takes=found[f"takes-{one.employee_id}"],
                **{part: frozenset(found[f"{part}-{one.employee_id}"]) for part in PARTS},
            )
            for one in self.people
        }
        return Rule(found["seen_version"], Way(found["way"]), skills)


@employees(Permission.SET_ASSIGNMENT)
def teams(request: DeskRequest) -> HttpResponse:
    """Show the teams that the employee leads with their ways."""
    led = led_teams(by=access.actor(request))
    rules = cases.assignment_rules([team_id for team_id, _name, _part in led])
    facts = {"teams": [(team_id, name, rules[team_id]) for team_id, name, _part in led]}
    return frame.show(request, "desk/assignment/teams.html", facts, current="assignment")


@employees(Permission.SET_ASSIGNMENT)
def team(request: DeskRequest, team_id: int) -> HttpResponse:
    """Show how a team's new cases find somebody, try another way out, and set it."""
    viewer = access.actor(request)
    name = {key: name for key, name, _part in led_teams(by=viewer)}.get(team_id)
    if name is None:
        raise Http404
    rule = cases.assignment_rules([team_id])[team_id]
    form = AssignmentForm(
        request.POST if request.method == "POST" else None,
        people=team_takers([team_id], at=request.at),
        rule=rule,
        topics=topic_options(cases.topic_choices(public=False)),
    )
    shown = rule
    if form.is_valid():
        shown = form.wanted()
        if "save" in request.POST and _saved(request, form, team_id):
            messages.success(request, _("From now on new cases find somebody this way."))
            return redirect("desk:assignment-team", team_id=team_id)
    facts = {
        "team": name,
        "form": form,
        "next": cases.next_of_team(team_id, shown, viewer=viewer, at=request.at),
        "is_tried": shown is not rule,
        "way": shown.way,
        "versions": cases.rule_versions(team_id),
        "nobody_address": list_address(Pick(Standing.OPEN, team_id=team_id, is_without_taker=True)),
    }
    return frame.show(request, "desk/assignment/team.html", facts, current="assignment")


def _saved(request: DeskRequest, form: AssignmentForm, team_id: int) -> bool:
    wanted = form.wanted()
    try:
        actions.set_assignment(
            team_id=team_id,
            way=wanted.way,
            skills=wanted.skills,
            seen_version=wanted.version,
            by=access.actor(request),
            at=request.at,
        )
    except Refused as refusal:
        access.answer_hidden(refusal)
        form.add_error(None, str(refusal))
        if isinstance(refusal, ChangedMeanwhile):
            # What was typed stays; saved again it is meant to replace what came in between.
            typed = request.POST.copy()
            typed["seen_version"] = str(form.rule.version)
            form.data = typed
        return False
    return True
