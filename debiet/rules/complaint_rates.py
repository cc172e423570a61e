"""What is worked out from the counts of a year: mean, rates, due day, what a version changes.

`docs/algorithms/complaint-figures.md` has the definitions with worked numbers.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from fractions import Fraction
from math import floor
from typing import Final

from debiet.rules.complaint_facts import ComplaintFacts, Frame, days_of
from debiet.rules.complaint_figures import ComplaintReturn, Measure, received_in
from debiet.rules.day_terms import DayCalendar

PER: Final = 10_000
"""Rates are per so many connections."""


def mean_days(rows: Iterable[ComplaintFacts], frame: Frame) -> Fraction | None:
    """Return the mean of the days to the answer, refusals included; None where none was given."""
    taken = [days_of(row, frame) for row in received_in(rows, frame)]
    known = [days for days in taken if days is not None]
    return Fraction(sum(known), len(known)) if known else None


def per_connections(count: int, connections: int) -> Fraction | None:
    """Return how many complaints there are per 10,000 connections; None where there is none."""
    return Fraction(count * PER, connections) if connections > 0 else None


@dataclass(frozen=True, slots=True)
class Rates:
    """Complaints per 10,000 connections."""

    everywhere: Fraction | None
    by_municipality: Mapping[str, Fraction | None]


def rates(found: ComplaintReturn, connections: Mapping[str, int]) -> Rates:
    """Return the complaints per 10,000 connections: of all together, and of each municipality.

    :param connections: by municipality; one without a complaint has a rate as well: 0
    """
    known = {
        place: per_connections(found.count(Measure.MUNICIPALITY, place), number)
        for place, number in connections.items()
    }
    return Rates(per_connections(found.count(Measure.COMPLAINTS), sum(connections.values())), known)


def shown(number: Fraction, *, places: int) -> Decimal:
    """Return a number as it is printed: half goes up."""
    return Decimal(floor(number * 10**places + Fraction(1, 2))).scaleb(-places)


def report_due(year: int, *, before: tuple[int, int], days: DayCalendar) -> datetime:
    """Return until when the return on a year is sent: the end of the day before that day.

    :param before: month and day, in the year after
    """
    month, day = before
    return days.end_of(date(year + 1, month, day) - timedelta(days=1))


@dataclass(frozen=True, slots=True)
class ChangedFigure:
    """A number that a new version changes, and by which complaints."""

    measure: Measure
    key: str
    before: int
    after: int
    added: tuple[int, ...]
    removed: tuple[int, ...]


def changed(before: ComplaintReturn, after: ComplaintReturn) -> tuple[ChangedFigure, ...]:
    """Return what a new version of a return changes, also where the count stays the same.

    :raises ValueError: if the two are about different years
    """
    if before.year != after.year:
        raise ValueError(f"a version of {before.year} says nothing about {after.year}")
    names = [
        (measure, key)
        for measure in Measure
        for key in sorted({*before.cells.get(measure, {}), *after.cells.get(measure, {})})
    ]
    return tuple(
        ChangedFigure(
            measure,
            key,
            len(old),
            len(new),
            added=tuple(one for one in new if one not in old),
            removed=tuple(one for one in old if one not in new),
        )
        for measure, key in names
        if (old := before.ids(measure, key)) != (new := after.ids(measure, key))
    )
