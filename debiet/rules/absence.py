"""Who is away, and who stands in: the deputy somebody named, or the team."""

from collections.abc import Mapping
from enum import StrEnum


class AbsenceKind(StrEnum):
    """Why somebody is away, as far as anybody needs to know."""

    LEAVE = "leave"
    ILLNESS = "illness"
    TRAINING = "training"
    OTHER = "other"


def stand_in(employee: int, *, deputies: Mapping[int, int | None]) -> int | None:
    """Return who stands in for somebody who is away, or nothing where only the team can.

    A deputy who is away as well is followed by the deputy's own; going in a circle ends at nobody.

    :param deputies: all who are away now, with the deputy each named or nothing
    """
    seen = {employee}
    found = deputies.get(employee)
    while found is not None and found in deputies:
        if found in seen:
            return None
        seen.add(found)
        found = deputies[found]
    return found
