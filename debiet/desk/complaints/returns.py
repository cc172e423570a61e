"""Returns on the complaints of a year: what was submitted, what a version changed, as a file."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import partial
from itertools import pairwise
from urllib.parse import urlencode

from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from debiet.complaints import queries as complaints
from debiet.complaints.queries import FrozenReturn
from debiet.core.words import Words
from debiet.desk import access, frame
from debiet.desk.access import DeskRequest, employees
from debiet.desk.complaints.numbers import DAYS, groups, label, norm_names, totals
from debiet.desk.complaints.return_changes import Change, in_words
from debiet.desk.labels_figures import MEASURES
from debiet.rules.access import Permission
from debiet.rules.complaint_figures import Measure
from debiet.rules.complaint_rates import Rates, rates, shown
from debiet.rules.csv_cells import BOM, csv_lines
from debiet.rules.frozen_return import FrozenNumbers, changes

COLUMNS = ("year", "version", "measure", "key", "number")


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
    cells, address = chosen.numbers.figures.cells, partial(_address, chosen)
    facts = {
        "chosen": chosen,
        "is_latest": chosen is found[0],
        "mean": shown(mean, places=1) if mean is not None else None,
        "mean_address": address(DAYS, ""),
        "totals": totals(cells, names, address),
        "groups": groups(cells, names, address),
        "places": _places(chosen.numbers),
        "versions": _with_changes(request, found),
    }
    return frame.show(request, "desk/complaints/return.html", facts, current="complaints")


def _address(chosen: FrozenReturn, measure: str, key: str) -> str:
    asked = {"version": chosen.version, "measure": measure, "key": key}
    return f"{reverse('desk:complaint-return-files', args=[chosen.year])}?{urlencode(asked)}"


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
    compared = [changes(before.numbers, now.numbers) for now, before in pairwise(found)]
    lines = [*in_words(request, compared), []]
    return [Version(kept, changed) for kept, changed in zip(found, lines, strict=True)]


@employees(Permission.SUBMIT_RETURN)
def files(request: DeskRequest, year: int) -> HttpResponse:
    """Show which complaints a frozen number counts, of those that the viewer may see."""
    chosen, _found = _chosen(request, year)
    measure, key = request.GET.get("measure", ""), request.GET.get("key", "")
    ids = _counted(chosen.numbers, measure, key)
    if not ids:
        raise Http404
    viewer = access.actor(request)
    facts = {
        "year": year,
        "version": chosen.version,
        "count": len(ids),
        "measure": MEASURES[measure],
        "label": label(measure, key, norm_names(at=request.at)),
        "rows": complaints.counted_complaints(ids, days=chosen.numbers.days, viewer=viewer),
    }
    return frame.show(request, "desk/complaints/return_files.html", facts, current="complaints")


def _counted(numbers: FrozenNumbers, measure: str, key: str) -> Sequence[int]:
    if measure == DAYS and not key:
        return tuple(numbers.days)
    return numbers.figures.ids(Measure(measure), key) if measure in set(Measure) else ()


@employees(Permission.SUBMIT_RETURN)
def export(request: DeskRequest, year: int) -> HttpResponse:
    """Hand out the numbers of a version as a file: codes and counts, no complaint.

    All are whole numbers, the mean as what it is worked out from: a spreadsheet reads a point or a
    comma in a number by the language it is set to.
    """
    chosen, _found = _chosen(request, year)
    numbers = chosen.numbers
    cells: list[tuple[str, str, int]] = [
        (measure, key, len(ids))
        for measure, found in numbers.figures.cells.items()
        for key, ids in sorted(found.items())
    ]
    cells.append((DAYS, "answers", len(numbers.days)))
    cells.append((DAYS, "sum", sum(numbers.days.values())))
    cells += [("connections", place, count) for place, count in numbers.connections.items()]
    rows = [(year, chosen.version, *cell) for cell in cells]
    text = BOM + csv_lines([COLUMNS, *rows])
    response = HttpResponse(text, content_type="text/csv; charset=utf-8")
    name = f"complaints-{year}-version-{chosen.version}.csv"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
