"""The terms of Flanders and the worked days that the tests of complaints count on."""

import re
from datetime import date
from pathlib import Path

from debiet.jurisdictions import be_flanders
from debiet.jurisdictions.values import value_on
from debiet.rules.complaint_terms import periods
from debiet.rules.day_terms import DayCalendar
from tests.rules.worked import HOLIDAYS, WORKDAYS

ON = date(2026, 3, 2)
LAW = {
    name: value_on(values, on=ON).value for name, values in be_flanders.COMPLAINT_PERIODS.items()
}
LENGTHS = periods(LAW, {})
DOCS = Path(__file__).parents[2] / "docs" / "algorithms"
DAYS = DayCalendar(open_weekdays=WORKDAYS, holidays=HOLIDAYS)


def table(column: str, *, page: str = "complaints.md") -> list[dict[str, str]]:
    """Return the rows of the first table on a page with a column of this name, without ticks."""
    text = (DOCS / page).read_text(encoding="utf-8")
    for block in re.findall(r"(?:^\|.*\n)+", text, re.MULTILINE):
        lines = [[cell.strip() for cell in line[1:-1].split("|")] for line in block.splitlines()]
        names, _, *cells = lines
        if column in names:
            plain = ([cell.replace("`", "") for cell in row] for row in cells)
            return [dict(zip(names, row, strict=True)) for row in plain]
    raise LookupError(f"{page} has no table with a column {column!r}")


def listed(cell: str) -> set[str]:
    """Return what a cell lists, separated by commas."""
    return {word.strip() for word in cell.split(",")}
