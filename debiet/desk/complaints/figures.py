"""The figures on complaints of a year: each number leads to the complaints that it counts."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from urllib.parse import urlencode

from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils import timezone

from debiet.complaints import queries as complaints
from debiet.desk import access, frame
from debiet.desk.access import DeskRequest, employees
from debiet.desk.complaints.numbers import DAYS, MONTH, groups, label, norm_names, totals
from debiet.desk.complaints.rate_lines import rate_lines
from debiet.desk.labels_figures import MEASURES
from debiet.rules.access import Permission
from debiet.rules.complaint_facts import ComplaintFacts, Frame, days_of, is_complaint
from debiet.rules.complaint_figures import ComplaintReturn, Measure, yearly_return
from debiet.rules.complaint_rates import mean_days, shown

WIDTH, HEIGHT, TOP, BOTTOM = 360, 150, 18, 22


@dataclass(frozen=True, slots=True)
class Figures:
    """A year of complaints as somebody may see them, and what is counted of them.

    :param months: the complaints of each month that has some, by its number in two digits
    :param days: after how many days each answered complaint was answered, by its id
    """

    year: int
    by: Frame
    rows: list[ComplaintFacts]
    found: ComplaintReturn
    months: Mapping[str, tuple[int, ...]]
    days: Mapping[int, int]

    def ids(self, measure: str, key: str) -> Sequence[int]:
        """Return the complaints that a number counts: of the return, or one that is beside it."""
        if measure == MONTH:
            return self.months.get(key, ())
        if measure == DAYS:
            return () if key else tuple(self.days)
        return self.found.ids(Measure(measure), key) if measure in set(Measure) else ()


@dataclass(frozen=True, slots=True)
class Bar:
    """A month as a bar of the picture."""

    count: int
    address: str
    month: date
    x: int
    middle: int
    y: float
    height: float


@employees(Permission.HANDLE_COMPLAINT)
def figures(request: DeskRequest) -> HttpResponse:
    """Show the numbers of a year of receipt as they stand now."""
    read = _read(request)
    year, cells, names = read.year, read.found.cells, norm_names(at=request.at)
    address = partial(_address, year)
    mean = mean_days(read.rows, read.by)
    facts = {
        "year": year,
        "this_year": timezone.localtime(request.at).year,
        "months": _bars(year, read.months),
        "floor": HEIGHT - BOTTOM,
        "height": HEIGHT,
        "rates": rate_lines(
            read.found,
            complaints.connections_of(year),
            lambda measure, key: (label(measure, key, names), address(measure, key)),
        ),
        "mean": shown(mean, places=1) if mean is not None else None,
        "mean_address": address(DAYS, ""),
        "days": read.by.handled_days,
        "totals": totals(cells, names, address),
        "groups": groups(cells, names, address),
    }
    return frame.show(request, "desk/complaints/figures.html", facts, current="complaints")


@employees(Permission.HANDLE_COMPLAINT)
def files(request: DeskRequest) -> HttpResponse:
    """Show which complaints a number counts."""
    measure, key = request.GET.get("measure", ""), request.GET.get("key", "")
    read = _read(request)
    ids = read.ids(measure, key)
    if not ids:
        raise Http404
    facts = {
        "year": read.year,
        "measure": MEASURES[measure],
        "label": label(measure, key, norm_names(at=request.at)),
        "rows": complaints.counted_complaints(ids, days=read.days, viewer=access.actor(request)),
    }
    return frame.show(request, "desk/complaints/figure_files.html", facts, current="complaints")


def _year(request: DeskRequest) -> int:
    asked = request.GET.get("year", "")
    if len(asked) == len("2026") and asked.isascii() and asked.isdecimal() and asked > "1999":
        return min(int(asked), 9998)
    return timezone.localtime(request.at).year


def _read(request: DeskRequest) -> Figures:
    year = _year(request)
    by = complaints.year_frame(year, at=request.at)
    rows = complaints.complaint_facts(by, viewer=access.actor(request))
    months: dict[str, tuple[int, ...]] = {}
    for row in filter(is_complaint, rows):
        month = f"{by.days.day_of(row.expressed_at).month:02}"
        months[month] = (*months.get(month, ()), row.id)
    days = {row.id: taken for row in rows if (taken := days_of(row, by)) is not None}
    return Figures(year, by, rows, yearly_return(rows, by), months, days)


def _address(year: int, measure: str, key: str) -> str:
    asked = {"year": year, "measure": measure, "key": key}
    return f"{reverse('desk:complaint-figure-files')}?{urlencode(asked)}"


def _bars(year: int, months: Mapping[str, tuple[int, ...]]) -> list[Bar]:
    most = max([1, *map(len, months.values())])
    step = WIDTH // 12
    found = []
    for month in range(1, 13):
        key = f"{month:02}"
        count = len(months.get(key, ()))
        height = round(count * (HEIGHT - TOP - BOTTOM) / most, 1)
        x = (month - 1) * step
        bar = Bar(
            count,
            _address(year, MONTH, key),
            date(year, month, 1),
            x + 4,
            x + step // 2,
            HEIGHT - BOTTOM - height,
            height,
        )
        found.append(bar)
    return found
