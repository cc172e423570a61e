"""A year as a picture: a row a month, the weekdays under each other, what each day is."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from debiet.rules.days_off import DayKind, WeekAndDays, days_of

CELL, LABEL, TOP = 16, 40, 20
COLUMNS = 37
"""A month of 31 days that begins on a Sunday reaches so far."""


@dataclass(frozen=True, slots=True)
class Cell:
    """One day."""

    day: date
    kind: DayKind
    name: str
    x: int
    y: int


@dataclass(frozen=True, slots=True)
class MonthRow:
    """One month: where its name stands, and for the table what it holds."""

    first: date
    y: int
    open_days: int
    notable: list[Cell]


@dataclass(frozen=True, slots=True)
class YearPicture:
    """A year."""

    year: int
    cells: list[Cell]
    months: list[MonthRow]
    heads: list[tuple[date, int]]
    total: int
    width: int = LABEL + COLUMNS * CELL
    height: int = TOP + 12 * CELL


def year_picture(calendar: WeekAndDays, year: int, *, names: Mapping[date, str]) -> YearPicture:
    """Return a year as cells, with what stands in the table behind.

    :param names: what holidays and single days are called
    """
    offsets = [date(year, month, 1).weekday() for month in range(1, 13)]
    cells = [
        Cell(
            day=day,
            kind=calendar.kind(day),
            name=names.get(day, ""),
            x=LABEL + (offsets[day.month - 1] + day.day - 1) * CELL,
            y=TOP + (day.month - 1) * CELL,
        )
        for day in days_of(year)
    ]
    plain = (DayKind.OPEN, DayKind.CLOSED)
    months = []
    for month in range(1, 13):
        own = [cell for cell in cells if cell.day.month == month]
        months.append(
            MonthRow(
                first=own[0].day,
                y=own[0].y,
                open_days=sum(calendar.is_open(cell.day) for cell in own),
                notable=[cell for cell in own if cell.kind not in plain],
            )
        )
    monday = date(2024, 1, 1)
    heads = [
        (monday.replace(day=1 + column % 7), LABEL + column * CELL) for column in range(COLUMNS)
    ]
    return YearPicture(year, cells, months, heads, sum(month.open_days for month in months))
