"""A return that was submitted: how it is written down, sealed and read again.

`docs/algorithms/complaint-figures.md` says what a version is.
"""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from enum import StrEnum
from fractions import Fraction
from typing import Any

from debiet.rules.complaint_figures import ComplaintReturn, Measure
from debiet.rules.complaint_rates import ChangedFigure, changed


@dataclass(frozen=True, slots=True)
class FrozenNumbers:
    """All the numbers of a return.

    :param days: after how many days each answered complaint was answered, by its id
    :param connections: by municipality
    """

    figures: ComplaintReturn
    days: Mapping[int, int]
    connections: Mapping[str, int]

    @property
    def mean(self) -> Fraction | None:
        """Return the mean of the days to the answer; None where none was given."""
        return Fraction(sum(self.days.values()), len(self.days)) if self.days else None


@dataclass(frozen=True, slots=True)
class ChangedPlace:
    """Connections that a new version changes; None where there were none, or are none now."""

    place: str
    before: int | None
    after: int | None


@dataclass(frozen=True, slots=True)
class Changes:
    """All that a new version changes.

    :param days: the complaints whose days to the answer are others
    """

    figures: tuple[ChangedFigure, ...]
    days: tuple[int, ...]
    places: tuple[ChangedPlace, ...]

    @property
    def is_any(self) -> bool:
        """Return whether anything changed."""
        return bool(self.figures or self.days or self.places)


def changes(before: FrozenNumbers, after: FrozenNumbers) -> Changes:
    """Return what a new version changes.

    :raises ValueError: if the two are about different years
    """
    days = sorted({*before.days, *after.days})
    places = sorted({*before.connections, *after.connections})
    return Changes(
        changed(before.figures, after.figures),
        tuple(one for one in days if before.days.get(one) != after.days.get(one)),
        tuple(
            ChangedPlace(place, before.connections.get(place), after.connections.get(place))
            for place in places
            if before.connections.get(place) != after.connections.get(place)
        ),
    )


def written(numbers: FrozenNumbers) -> dict[str, Any]:
    """Return numbers as they are kept: plain, and the same for the same numbers."""
    return {
        "year": numbers.figures.year,
        "cells": {
            str(measure): {key: list(ids) for key, ids in sorted(cells.items())}
            for measure, cells in sorted(numbers.figures.cells.items())
        },
        "days": {str(one): days for one, days in sorted(numbers.days.items())},
        "connections": dict(sorted(numbers.connections.items())),
    }


def read(kept: Mapping[str, Any]) -> FrozenNumbers:
    """Return numbers from how they are kept; a measure that we do not know is left out."""
    known = set(Measure)
    return FrozenNumbers(
        ComplaintReturn(
            kept["year"],
            {
                Measure(measure): {key: tuple(ids) for key, ids in cells.items()}
                for measure, cells in kept["cells"].items()
                if measure in known
            },
        ),
        {int(one): days for one, days in kept["days"].items()},
        dict(kept["connections"]),
    )


def seal(kept: Mapping[str, Any], *, version: int, reason: str, at: datetime) -> str:
    """Return the SHA-256 over a version: its numbers, which it is, why and when."""
    said = {**kept, "version": version, "reason": reason, "at": at.astimezone(UTC).isoformat()}
    text = json.dumps(said, sort_keys=True, ensure_ascii=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


class ReturnTrouble(StrEnum):
    """Why a version cannot be submitted."""

    YEAR_NOT_OVER = "year-not-over"
    NO_REASON = "no-reason"  # a correction says why
    NOTHING_CHANGED = "nothing-changed"


def submit_trouble(
    now: FrozenNumbers,
    before: FrozenNumbers | None,
    *,
    reason: str,
    on: date,
) -> ReturnTrouble | None:
    """Return why numbers cannot be submitted today; None where they can.

    :param before: the version that stands, if there is one
    """
    if on.year <= now.figures.year:
        return ReturnTrouble.YEAR_NOT_OVER
    if before is None:
        return None
    if not changes(before, now).is_any:
        return ReturnTrouble.NOTHING_CHANGED
    return None if reason.strip() else ReturnTrouble.NO_REASON


def due_years(submitted: Sequence[int], *, on: date, first: int | None) -> list[int]:
    """Return the years that are over and have no return yet.

    :param first: the first year in which a complaint was received; None where there was none
    """
    if first is None:
        return []
    return [year for year in range(first, on.year) if year not in submitted]
