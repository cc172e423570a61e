"""Numbers that are published: none so small that it points at somebody, also not by subtraction.

`docs/algorithms/ombuds-report.md` has worked tables. What is shown is safe against somebody who
knows these rules: each number that is kept back can have several values.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

LEAST: Final = 5
"""Anything smaller is kept back."""

Cells = Mapping[str, int | None]


@dataclass(frozen=True, slots=True)
class Published:
    """Tables that divide the same things, as they are published; None is what is kept back."""

    total: int | None
    tables: Mapping[str, Cells]


def published(tables: Mapping[str, Mapping[str, int]]) -> Published:
    """Return tables that each divide all of the same things, without what points at somebody.

    Where even one cannot be shown beside the total, nothing is: another table would tell it.

    :raises ValueError: if the tables do not add up to the same
    """
    totals = {sum(counts.values()) for counts in tables.values()}
    if len(totals) > 1:
        raise ValueError(f"tables of the same things add up to {sorted(totals)}")
    total = sum(totals)
    shown = {name: _divided(counts) for name, counts in tables.items()}
    if 0 < total < LEAST or any(cells is None for cells in shown.values()):
        nothing: dict[str, Cells] = {name: dict.fromkeys(counts) for name, counts in tables.items()}
        return Published(None, nothing)
    return Published(total, {name: cells for name, cells in shown.items() if cells is not None})


def _divided(counts: Mapping[str, int]) -> Cells | None:
    """Return one table; None where what is small cannot be hidden beside a known total.

    All below the least are kept back, zeros as well unless nothing else is small. Where that would
    still tell them, because it is one only or because all are as large as they can be, the smallest
    of the others are kept back too.
    """
    hidden = {key for key, count in counts.items() if count < LEAST}
    kept_back = sum(counts[key] for key in hidden)
    if not kept_back:
        return dict(counts)
    if len(hidden) == 1 or kept_back == (LEAST - 1) * len(hidden):
        others = {key: count for key, count in counts.items() if key not in hidden}
        if not others:
            return None
        # All that are as small, so that their order tells nothing of which was hidden for what.
        hidden |= {key for key, count in others.items() if count == min(others.values())}
    return {key: None if key in hidden else count for key, count in counts.items()}


def apart(counts: Mapping[str, int]) -> Cells:
    """Return numbers that do not add up to anything known, each kept back if it is small."""
    return {key: count if count == 0 or count >= LEAST else None for key, count in counts.items()}


def is_whole(cells: Cells) -> bool:
    """Return whether a table is shown as it is: only then is more told of what it divides.

    How many norms were breached, say, tells at least how many files were founded.
    """
    return all(count is not None for count in cells.values())


def enough(number: int) -> bool:
    """Return whether a mean over so many can be told."""
    return number >= LEAST
