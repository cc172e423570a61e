"""The board's pictures, as numbers for an SVG: the week as bars, a line of a table as one bar."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from debiet.cases.queries import Standing
from debiet.rules.forecast import DayLoad

WIDTH, HEIGHT, TOP, BOTTOM = 350, 180, 18, 34
"""Narrow enough that its text stays legible on a phone."""


@dataclass(frozen=True, slots=True)
class Bar:
    """One day: how high what is due stands, and where its capacity lies."""

    day: date
    due: int
    x: int
    middle: int
    width: int
    y: float
    height: float
    capacity_y: float
    line_end: int
    is_short: bool


@dataclass(frozen=True, slots=True)
class Picture:
    """The week."""

    bars: list[Bar]
    width: int = WIDTH
    height: int = HEIGHT
    floor: int = HEIGHT - BOTTOM


def week_picture(days: Sequence[DayLoad]) -> Picture:
    """Return the week as bars of what falls due, each with a line at what can be handled."""
    most = max([1, *(day.due for day in days), *(day.capacity for day in days)])
    scale = (HEIGHT - TOP - BOTTOM) / most
    step = WIDTH // max(len(days), 1)
    bars = []
    for number, day in enumerate(days):
        height = round(day.due * scale, 1)
        bars.append(
            Bar(
                day=day.day,
                due=day.due,
                x=number * step + 8,
                middle=number * step + step // 2,
                width=step - 16,
                y=HEIGHT - BOTTOM - height,
                height=height,
                capacity_y=round(HEIGHT - BOTTOM - day.capacity * scale, 1),
                line_end=(number + 1) * step - 2,
                is_short=day.is_short,
            )
        )
    return Picture(bars)


def shares_of(counts: Mapping[Standing, int], most: int) -> list[tuple[str, float, float]]:
    """Return a line as parts of a bar of 100: its class, where it begins and how long it is."""
    late, today = counts[Standing.BREACHED], counts[Standing.DUE_TODAY]
    parts, begins = [], 0.0
    for tone, count in (
        ("late", late),
        ("soon", today),
        ("calm", counts[Standing.OPEN] - late - today),
    ):
        length = round(count * 100 / most, 2) if most else 0.0
        parts.append((tone, round(begins, 2), length))
        begins += length
    return parts
