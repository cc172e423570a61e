"""What falls due in the coming days against what the people present can do.

The rule, with worked numbers, is in ``docs/algorithms/forecast.md``.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class DayLoad:
    """One day of a forecast.

    :param due: cases that fall due on it; on the first day with all that are late already
    :param capacity: how many can be handled on it
    :param left: how many of all that fell due by its end cannot be handled by then
    """

    day: date
    due: int
    capacity: int
    left: int

    @property
    def is_short(self) -> bool:
        """Return whether not all that is due by the end of the day can be handled."""
        return self.left > 0


def forecast(
    *, days: Sequence[tuple[date, int, int]], late: int, cases_a_day: int
) -> list[DayLoad]:
    """Return day by day how much falls due and how much of it can be handled.

    Who has nothing due works ahead: capacity that a day does not need is used for the days after.

    :param days: each coming day, what falls due on it and how many people are present
    :param late: what was late before the first of them
    :param cases_a_day: how many cases somebody handles on a day
    """
    found = []
    due_so_far, done_so_far = late, 0
    for position, (day, due, people) in enumerate(days):
        due_so_far += due
        done_so_far += people * cases_a_day
        left = max(0, due_so_far - done_so_far)
        shown = due + late if position == 0 else due
        found.append(DayLoad(day, shown, people * cases_a_day, left))
    return found
