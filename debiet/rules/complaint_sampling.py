"""Which of those called no complaint the ombuds function looks at: drawn once a quarter.

The draw depends on the quarter and on nothing else, so that it can be done again and nobody can
choose what is in it. `docs/algorithms/complaint-figures.md` has a worked draw.
"""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Final

DEFAULT_PERCENT: Final = 10
"""How many of a hundred are looked at where the house chose nothing: our choice, no law."""

_MONTHS: Final = 3


class Verdict(StrEnum):
    """What the ombuds function says of a complaint that was called a question."""

    AGREED = "agreed"
    DISAGREED = "disagreed"


@dataclass(frozen=True, slots=True)
class Quarter:
    """A quarter of a year, from 1 to 4."""

    year: int
    number: int

    def __str__(self) -> str:
        return f"{self.year}-Q{self.number}"

    @property
    def first_day(self) -> date:
        """Return its first day."""
        return date(self.year, (self.number - 1) * _MONTHS + 1, 1)

    @property
    def next(self) -> "Quarter":
        """Return the quarter after it."""
        return Quarter(self.year, self.number + 1) if self.number < 4 else Quarter(self.year + 1, 1)


def quarter_before(day: date) -> Quarter:
    """Return the latest quarter that is over on a day."""
    number = (day.month - 1) // _MONTHS
    return Quarter(day.year, number) if number else Quarter(day.year - 1, 4)


def draw(ids: Iterable[int], *, quarter: Quarter, percent: int) -> tuple[int, ...]:
    """Return which are looked at, in order: the share of them, and at least one where there is any.

    Each has a place in a row by a hash over the quarter and its id; the first of the row are taken.
    """
    row = sorted(set(ids), key=lambda one: (_place(quarter, one), one))
    wanted = -(-len(row) * percent // 100)
    return tuple(sorted(row[:wanted]))


def _place(quarter: Quarter, one: int) -> bytes:
    return hashlib.sha256(f"{quarter}:{one}".encode()).digest()


class VerdictTrouble(StrEnum):
    """Why a verdict cannot be written down."""

    OWN_JUDGMENT = "own-judgment"  # whoever called it a question looks at somebody else's
    WAS_JUDGED = "was-judged"
    NO_REASON = "no-reason"  # whoever disagrees says why


def verdict_trouble(
    verdict: Verdict, *, reason: str, is_judged: bool, called_by: int | None, judge: int | None
) -> VerdictTrouble | None:
    """Return why a verdict cannot be written down; None where it can.

    :param called_by: the employee who said that it is no complaint
    :param judge: the employee who looks at it
    """
    if is_judged:
        return VerdictTrouble.WAS_JUDGED
    if called_by is not None and called_by == judge:
        return VerdictTrouble.OWN_JUDGMENT
    if verdict is Verdict.DISAGREED and not reason.strip():
        return VerdictTrouble.NO_REASON
    return None
