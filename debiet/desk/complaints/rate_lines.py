"""Complaints per 10,000 connections, as lines with a bar: by municipality and by subject."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from debiet.core.words import Words
from debiet.rules.complaint_figures import ComplaintReturn, Measure
from debiet.rules.complaint_rates import per_connections, rates, shown

Named = Callable[[str, str], tuple[Words, str]]


@dataclass(frozen=True, slots=True)
class RateLine:
    """A line: how many, per 10,000 connections, and how long its bar is of 100.

    :param address: of the complaints behind the number; "" where there are none
    """

    label: Words
    count: int
    address: str
    rate: Decimal | None
    bar: float


@dataclass(frozen=True, slots=True)
class RateLines:
    """What a page says per 10,000 connections.

    :param everywhere: of all together; None where no connections are known
    """

    everywhere: Decimal | None
    places: Sequence[RateLine]
    themes: Sequence[RateLine]


def rate_lines(found: ComplaintReturn, connections: Mapping[str, int], named: Named) -> RateLines:
    """Return the lines; a place with connections and no complaint stands there with 0.

    :param named: returns the words and the address of a measure's key
    """
    known = rates(found, connections)
    places = {key: known.by_municipality.get(key) for key in found.cells.get(_PLACE, {})}
    places |= known.by_municipality
    together = sum(connections.values())
    themes = {
        key: per_connections(len(ids), together)
        for key, ids in found.cells.get(Measure.THEME, {}).items()
    }
    return RateLines(
        shown(known.everywhere, places=2) if known.everywhere is not None else None,
        _lines(found, _PLACE, places, named),
        _lines(found, Measure.THEME, themes, named),
    )


_PLACE = Measure.MUNICIPALITY


def _lines(
    found: ComplaintReturn, measure: Measure, known: Mapping[str, Fraction | None], named: Named
) -> list[RateLine]:
    most = max([rate for rate in known.values() if rate], default=Fraction(1))
    lines = []
    for key, rate in sorted(known.items(), key=lambda one: (-(one[1] or 0), one[0])):
        words, address = named(measure, key)
        count = found.count(measure, key)
        lines.append(
            RateLine(
                words,
                count,
                address if count else "",
                shown(rate, places=2) if rate is not None else None,
                round(float((rate or 0) * 100 / most), 1),
            )
        )
    return lines
