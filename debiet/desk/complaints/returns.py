"""Returns on the complaints of a year: what was submitted, what a version changed, as a file."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from debiet.complaints import actions
from debiet.complaints import queries as complaints
from debiet.complaints.queries import FrozenReturn
from debiet.core.words import Words
from debiet.desk import access, frame
from debiet.desk import labels_complaints as words
from debiet.desk.access import DeskRequest, employees
from debiet.desk.complaints.figure_words import TOTALS, label, norm_names
from debiet.desk.forms import Form
from debiet.desk.setup.editing import Effect, Screen, edit
from debiet.rules.access import Permission
from debiet.rules.complaint_figures import Measure
from debiet.rules.complaint_rates import Rates, rates, shown
from debiet.rules.csv_cells import BOM, csv_lines
from debiet.rules.frozen_return import Changes, FrozenNumbers, changes

COLUMNS = ("year", "version", "measure", "key", "number")


@dataclass(frozen=True, slots=True)
class Number:
    """A number in words, and the address of what it counts."""

    label: Words
    count: int
    address: str


@dataclass(frozen=True, slots=True)
class Change:
    """A number that a version changed, with the complaints that came and went."""

    label: Words
    before: str
    after: str
    came: Sequence[str] = ()
    went: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class Version:
    """A version in the list, with what it changed against the one before it."""

    kept: FrozenReturn
    changed: Sequence[Change]


@employees(Permission.SUBMIT_RETURN)
def returns(request: DeskRequest) -> HttpResponse:
    """Show which returns were submitted, and which are owed."""
    facts = {
        "found": complaints.latest_returns(viewer=access.actor(request)),
        "owed": complaints.owed_returns(at=request.at),
    }
    return frame.show(request, "desk/complaints/returns.html", facts, current="complaints")


def _versions(request: DeskRequest, year: int) -> list[FrozenReturn]:
    found = complaints.versions_of(year, viewer=access.actor(request))
    if not found:
        raise Http404
    return found


def _chosen(request: DeskRequest, year: int) -> tuple[FrozenReturn, list[FrozenReturn]]:
    """Return the version that is asked for, else the one that stands, and all there are."""
    found = _versions(request, year)
    asked = request.GET.get("version", "")
    chosen = [one for one in found if not asked or str(one.version) == asked]
    if not chosen:
        raise Http404
    return chosen[0], found


@employees(Permission.SUBMIT_RETURN)
def one(request: DeskRequest, year: int) -> HttpResponse:
    """Show a return as it was frozen, and what each version changed."""
    chosen, found = _chosen(request, year)
    names, mean = norm_names(at=request.at), chosen.numbers.mean
    cells = chosen.numbers.figures.cells
    facts = {
        "chosen": chosen,
        "is_latest": chosen is found[0],
        "mean": shown(mean, places=1) if mean is not None else None,
        "totals": _numbers(chosen, TOTALS, names),
        "groups": [
            (words.MEASURES[measure], _numbers(chosen, [measure], names))
            for measure in Measure
            if measure not in TOTALS and cells.get(measure)
        ],
        "places": _places(chosen.numbers),
        "versions": _with_changes(request, found),
    }
    return frame.show(request, "desk/complaints/return.html", facts, current="complaints")


def _numbers(
    chosen: FrozenReturn, measures: Iterable[Measure], names: Mapping[str, str]
) -> list[Number]:
    page = reverse("desk:complaint-return-files", args=[chosen.year])
    found = chosen.numbers.figures
    return [
        Number(
            label(measure, key, names),
            len(ids),
            f"{page}?{urlencode({'version': chosen.version, 'measure': measure, 'key': key})}",
        )
        for measure in measures
        for key, ids in sorted(found.cells.get(measure, {}).items())
    ]


def _places(numbers: FrozenNumbers) -> list[tuple[Words, int, Decimal | None]]:
    found: Rates = rates(numbers.figures, numbers.connections)
    rows: list[tuple[Words, int, Decimal | None]] = [
        (place, numbers.connections[place], shown(rate, places=2) if rate is not None else None)
        for place, rate in sorted(found.by_municipality.items())
    ]
    if rows and found.everywhere is not None:
        together = sum(numbers.connections.values())
        rows.append((_("all together"), together, shown(found.everywhere, places=2)))
    return rows


def _with_changes(request: DeskRequest, found: Sequence[FrozenReturn]) -> list[Version]:
    """Return the versions, each with what it changed."""
    compared = [(now, changes(before.numbers, now.numbers)) for now, before in pairwise(found)]
    numbers = _case_numbers(request, [one for _version, one in compared])
    names = norm_names(at=request.at)
    lines = [Version(one, told(changed, numbers, names)) for one, changed in compared]
    return [*lines, Version(found[-1], [])]


def _case_numbers(request: DeskRequest, compared: Iterable[Changes]) -> dict[int, str]:
    """Return the numbers of the complaints behind changes, of those that the viewer may see."""
    ids = {
        one
        for changed in compared
        for figure in changed.figures
        for one in (*figure.added, *figure.removed)
    } | {one for changed in compared for one in changed.days}
    return complaints.numbers_of_complaints(sorted(ids), viewer=access.actor(request))


def told(changed: Changes, numbers: Mapping[int, str], names: Mapping[str, str]) -> list[Change]:
    """Return in words which numbers changed, and by which complaints that the viewer may see."""
    lines = [
        Change(
            f"{words.MEASURES[figure.measure]}: {label(figure.measure, figure.key, names)}"
            if figure.key or figure.measure is Measure.MUNICIPALITY
            else words.MEASURES[figure.measure],
            str(figure.before),
            str(figure.after),
            [numbers[one] for one in figure.added if one in numbers],
            [numbers[one] for one in figure.removed if one in numbers],
        )
        for figure in changed.figures
    ]
    if changed.days:
        seen = [numbers[one] for one in changed.days if one in numbers]
        lines.append(Change(_("Days to the answer"), "", "", came=seen))
    return lines + [
        Change(
            _("Connections: %(place)s") % {"place": place.place},
            _("none") if place.before is None else str(place.before),
            _("none") if place.after is None else str(place.after),
        )
        for place in changed.places
    ]


@employees(Permission.SUBMIT_RETURN)
def files(request: DeskRequest, year: int) -> HttpResponse:
    """Show which complaints a frozen number counts, of those that the viewer may see."""
    chosen, _found = _chosen(request, year)
    measure, key = request.GET.get("measure", ""), request.GET.get("key", "")
    if measure not in set(Measure):
        raise Http404
    ids = chosen.numbers.figures.ids(Measure(measure), key)
    if not ids:
        raise Http404
    facts = {
        "year": year,
        "version": chosen.version,
        "count": len(ids),
        "measure": words.MEASURES[measure],
        "label": label(measure, key, norm_names(at=request.at)),
        "rows": complaints.counted_complaints(ids, viewer=access.actor(request)),
    }
    return frame.show(request, "desk/complaints/return_files.html", facts, current="complaints")


@employees(Permission.SUBMIT_RETURN)
def export(request: DeskRequest, year: int) -> HttpResponse:
    """Hand out the numbers of a version as a file: codes and counts, no complaint."""
    chosen, _found = _chosen(request, year)
    rows: list[tuple[object, ...]] = [
        (year, chosen.version, measure, key, len(ids))
        for measure, cells in chosen.numbers.figures.cells.items()
        for key, ids in sorted(cells.items())
    ]
    mean = chosen.numbers.mean
    if mean is not None:
        rows.append((year, chosen.version, "mean-days", "", shown(mean, places=2)))
    rows += [
        (year, chosen.version, "connections", place, count)
        for place, count in chosen.numbers.connections.items()
    ]
    text = BOM + csv_lines([COLUMNS, *rows])
    response = HttpResponse(text, content_type="text/csv; charset=utf-8")
    name = f"complaints-{year}-version-{chosen.version}.csv"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


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
    names, found = norm_names(at=request.at), numbers.figures
    told_now = [
        Effect(
            f"{words.MEASURES[measure]}: {found.count(measure)}"
            if measure in TOTALS
            else words.MEASURES[measure],
            rows=[]
            if measure in TOTALS
            else [
                (f"{label(measure, key, names)}: {len(ids)}", "")
                for key, ids in sorted(found.cells[measure].items())
            ],
        )
        for measure in Measure
        if measure in TOTALS or found.cells.get(measure)
    ]
    if numbers.mean is not None:
        mean = shown(numbers.mean, places=1)
        told_now.append(Effect(_("Mean days to the answer: %(mean)s") % {"mean": mean}))
    if not numbers.connections:
        words_of = _("No connections are known of this year: nothing is said per 10,000.")
        return [*told_now, Effect(words_of, "soon", [_connections_page()])]
    count = len(numbers.connections)
    return [
        *told_now,
        Effect(
            ngettext(
                "Connections are known of %(count)d municipality.",
                "Connections are known of %(count)d municipalities.",
                count,
            )
            % {"count": count}
        ),
    ]


def _connections_page() -> tuple[str, str]:
    return (_("Connections"), reverse("desk:connections"))


def _change_effects(request: DeskRequest, before: FrozenReturn, now: FrozenNumbers) -> list[Effect]:
    """Return exactly which numbers a correction would change, and by which complaints."""
    changed = changes(before.numbers, now)
    lines = told(changed, _case_numbers(request, [changed]), norm_names(at=request.at))
    return [
        Effect(
            f"{line.label}: {line.before} → {line.after}" if line.after else line.label,
            "soon",
            [
                *(
                    (
                        _("came: %(number)s") % {"number": number},
                        reverse("desk:case", args=[number]),
                    )
                    for number in line.came
                ),
                *(
                    (
                        _("went: %(number)s") % {"number": number},
                        reverse("desk:case", args=[number]),
                    )
                    for number in line.went
                ),
            ],
        )
        for line in lines
    ]
