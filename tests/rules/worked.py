"""Reads the worked numbers of the documentation, so that they are the tests' numbers."""

from datetime import date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from debiet.rules.working_time import WorkingHours

BRUSSELS = ZoneInfo("Europe/Brussels")
WORKDAYS = ("mon", "tue", "wed", "thu", "fri")
EVERY_DAY = (*WORKDAYS, "sat", "sun")
_BELGIAN = """
01-01 04-06 05-01 05-14 05-25 07-21 08-15 11-01 11-11 12-25
"""
HOLIDAYS = frozenset(date.fromisoformat(f"2026-{day}") for day in _BELGIAN.split())
_DOCS = Path(__file__).parents[2] / "docs" / "algorithms"


def rows(page: str, *, heading: str) -> list[dict[str, str]]:
    """Return the rows of the first table under a heading, by column name."""
    text = (_DOCS / page).read_text(encoding="utf-8")
    section = text.split(f"\n{heading}\n", 1)[1]
    lines = []
    for line in section.splitlines():
        if line.startswith("|"):
            lines.append([cell.strip() for cell in line.strip("|").split("|")])
        elif lines:
            break
    names, _, *cells = lines
    return [dict(zip(names, row, strict=True)) for row in cells]


def moment(text: str) -> datetime:
    """Read a wall-clock time in Brussels."""
    return datetime.fromisoformat(text).replace(tzinfo=BRUSSELS)


def office(**changes):
    """Monday to Friday from nine to five, without the Belgian holidays of 2026."""
    hours = {day: [("09:00", "17:00")] for day in WORKDAYS}
    return WorkingHours(**{"weekly": hours, "holidays": HOLIDAYS, **changes})
