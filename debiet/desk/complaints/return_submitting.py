"""Submitting the return of a year, or a version that corrects it: looked at before it holds."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from debiet.complaints import actions
from debiet.complaints import queries as complaints
from debiet.complaints.queries import FrozenReturn
from debiet.desk import access
from debiet.desk.access import DeskRequest, employees
from debiet.desk.complaints.numbers import groups, norm_names, totals
from debiet.desk.complaints.return_changes import in_words
from debiet.desk.forms import Form
from debiet.desk.setup.editing import Effect, Screen, edit
from debiet.rules.access import Permission
from debiet.rules.complaint_rates import shown
from debiet.rules.frozen_return import FrozenNumbers, changes


class ReasonForm(Form):
    """Why a return is corrected."""

    name = "return"
    reason = forms.CharField(
        label=gettext_lazy("Why it is corrected"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("It stays with the new version. Name no customer."),
    )


class NoReasonForm(Form):
    """Of a first version nothing is asked."""

    name = "return"


@employees(Permission.SUBMIT_RETURN)
def submit(request: DeskRequest, year: int) -> HttpResponse:
    """Show what would be frozen, or what a correction would change, and submit it."""
    viewer = access.actor(request)
    found = complaints.versions_of(year, viewer=viewer)
    data = request.POST if request.method == "POST" else None
    form = ReasonForm(data) if found else NoReasonForm(data or {})
    seen: list[FrozenNumbers] = []

    def effects(values: dict[str, Any]) -> list[Effect]:
        actions.check_return(year=year, reason=values.get("reason", ""), by=viewer, at=request.at)
        seen.append(complaints.numbers_now(year, viewer=viewer, at=request.at))
        return _change_effects(request, found[0], seen[0]) if found else _effects(request, seen[0])

    def apply(values: dict[str, Any]) -> HttpResponse:
        version = actions.submit_return(
            year=year, reason=values.get("reason", ""), seen=seen[0], by=viewer, at=request.at
        )
        messages.success(request, _("Version %(number)d is frozen.") % {"number": version})
        return redirect("desk:complaint-return", year=year)

    title = _("Correct the return of %(year)d") if found else _("Submit the return of %(year)d")
    screen = Screen(
        title=title % {"year": year},
        back=(reverse("desk:complaint-returns"), _("Returns on complaints")),
        intro=_("All complaints received in the year are counted. What is frozen never changes."),
        apply=_("Freeze and submit"),
        current="complaints",
    )
    return edit(request, form, screen, effects=effects, apply=apply)


def _effects(request: DeskRequest, numbers: FrozenNumbers) -> list[Effect]:
    """Return all that would be frozen."""
    names, cells = norm_names(at=request.at), numbers.figures.cells
    found = [
        Effect(f"{group.title}: {group.numbers[0].count}")
        for group in totals(cells, names, _no_page)
    ]
    found += [
        Effect(group.title, rows=[(f"{one.label}: {one.count}", "") for one in group.numbers])
        for group in groups(cells, names, _no_page)
    ]
    if numbers.mean is not None:
        mean = shown(numbers.mean, places=1)
        found.append(Effect(_("Mean days to the answer: %(mean)s") % {"mean": mean}))
    return [*found, _connections_known(len(numbers.connections))]


def _no_page(_measure: str, _key: str) -> str:
    """Return no address: what is not frozen yet has no page."""
    return ""


def _connections_known(count: int) -> Effect:
    if not count:
        words = _("No connections are known of this year: nothing is said per 10,000.")
        return Effect(words, "soon", [(_("Connections"), reverse("desk:connections"))])
    words = ngettext(
        "Connections are known of %(count)d municipality.",
        "Connections are known of %(count)d municipalities.",
        count,
    )
    return Effect(words % {"count": count})


def _change_effects(request: DeskRequest, before: FrozenReturn, now: FrozenNumbers) -> list[Effect]:
    """Return exactly which numbers a correction would change, and by which complaints."""
    [lines] = in_words(request, [changes(before.numbers, now)])
    return [
        Effect(
            f"{line.label}: {line.before} → {line.after}" if line.after else line.label,
            "soon",
            [
                *_cases(_("came: %(number)s"), line.came),
                *_cases(_("went: %(number)s"), line.went),
            ],
        )
        for line in lines
    ]


def _cases(words: str, numbers: Sequence[str]) -> list[tuple[str, str]]:
    return [(words % {"number": one}, reverse("desk:case", args=[one])) for one in numbers]
