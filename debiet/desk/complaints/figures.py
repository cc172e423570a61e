"""The figures on complaints of a year: each number leads to the complaints that it counts."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from urllib.parse import urlencode

from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils import timezone

from debiet.complaints import queries as complaints
from debiet.core.words import Words
from debiet.desk import access, frame
from debiet.desk import labels_complaints as words
from debiet.desk.access import DeskRequest, employees
from debiet.desk.complaints.figure_words import TOTALS, label, norm_names
from debiet.desk.complaints.rate_lines import rate_lines
from debiet.rules.access import Permission
from debiet.rules.complaint_facts import ComplaintFacts, Frame, is_complaint
from debiet.rules.complaint_figures import Measure, yearly_return
from debiet.rules.complaint_rates import mean_days, shown

MONTH = "month"
WIDTH, HEIGHT, TOP, BOTTOM = 360, 150, 18, 22

Cells = Mapping[str, Mapping[str, tuple[int, ...]]]


@dataclass(frozen=True, slots=True)
class Number:
    """A number in words, and the address of what it counts."""

    label: Words
    count: int
    address: str


@dataclass(frozen=True, slots=True)
class Bar:
    """A month as a bar of the picture."""

    number: Number
    month: date
    x: int
    middle: int
    y: float
    height: float


@employees(Permission.HANDLE_COMPLAINT)
def figures(request: DeskRequest) -> HttpResponse:
    """Show the numbers of a year of receipt as they stand now."""
    year = _year(request)
    by, rows = _read(request, year)
    cells = _cells(by, rows)
    names = norm_names(at=request.at)
    mean = mean_days(rows, by)
    facts = {
        "year": year,
        "this_year": timezone.localtime(request.at).year,
        "months": _bars(year, cells[MONTH]),
        "floor": HEIGHT - BOTTOM,
        "height": HEIGHT,
        "rates": rate_lines(
            yearly_return(rows, by),
            complaints.connections_of(year),
            lambda measure, key: (label(measure, key, names), _address(year, measure, key)),
        ),
        "mean": shown(mean, places=1) if mean is not None else None,
        "days": by.handled_days,
        "totals": [
            number
            for measure in TOTALS
            for number in _numbers(year, measure, cells.get(measure, {}), names)
        ],
        "groups": [
            (words.MEASURES[measure], _numbers(year, measure, cells[measure], names))
            for measure in Measure
            if measure not in TOTALS and cells.get(measure)
        ],
    }
    return frame.show(request, "desk/complaints/figures.html", facts, current="complaints")


@employees(Permission.HANDLE_COMPLAINT)
def files(request: DeskRequest) -> HttpResponse:
    """Show which complaints a number counts."""
    year = _year(request)
    measure, key = request.GET.get("measure", ""), request.GET.get("key", "")
    ids = _cells(*_read(request, year)).get(measure, {}).get(key, ())
    if not ids:
        raise Http404
    facts = {
        "year": year,
        "measure": words.MEASURES[measure],
        "label": label(measure, key, norm_names(at=request.at)),
        "rows": complaints.counted_complaints(ids, viewer=access.actor(request)),
    }
    return frame.show(request, "desk/complaints/figure_files.html", facts, current="complaints")


def _year(request: DeskRequest) -> int:
    asked = request.GET.get("year", "")
    if len(asked) == len("2026") and asked.isascii() and asked.isdecimal() and asked > "1999":
        return min(int(asked), 9998)
    return timezone.localtime(request.at).year


def _read(request: DeskRequest, year: int) -> tuple[Frame, list[ComplaintFacts]]:
    by = complaints.year_frame(year, at=request.at)
    return by, complaints.complaint_facts(by, viewer=access.actor(request))


def _cells(by: Frame, rows: Sequence[ComplaintFacts]) -> Cells:
    """Return all numbers with what they count, those of the months beside those of the return."""
    months: dict[str, tuple[int, ...]] = {}
    for row in rows:
        if is_complaint(row):
            month = f"{by.days.day_of(row.expressed_at).month:02}"
            months[month] = (*months.get(month, ()), row.id)
    found = {str(measure): cells for measure, cells in yearly_return(rows, by).cells.items()}
    return found | {MONTH: months}


def _numbers(
    year: int, measure: str, found: Mapping[str, tuple[int, ...]], norms: Mapping[str, str]
) -> Iterable[Number]:
    return [
        Number(label(measure, key, norms), len(ids), _address(year, measure, key))
        for key, ids in sorted(found.items())
    ]


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
        number = Number("", count, _address(year, MONTH, key))
        x = (month - 1) * step
        y = HEIGHT - BOTTOM - height
        found.append(Bar(number, date(year, month, 1), x + 4, x + step // 2, y, height))
    return found
