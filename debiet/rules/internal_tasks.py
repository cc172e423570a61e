"""What one team asks another about a case: its steps, and when it is a conflict."""

from collections.abc import Mapping
from datetime import datetime
from enum import StrEnum
from typing import Final

from debiet.rules.access import Compartment


class TaskState(StrEnum):
    """Where an internal task stands."""

    ASKED = "asked"
    ANSWERED = "answered"
    REFUSED = "refused"
    DISPUTED = "disputed"
    WITHDRAWN = "withdrawn"


# The same table stands in docs/algorithms/casework.md.
TASK_STEPS: Final[Mapping[TaskState, frozenset[TaskState]]] = {
    TaskState.ASKED: frozenset({TaskState.ANSWERED, TaskState.REFUSED, TaskState.WITHDRAWN}),
    TaskState.ANSWERED: frozenset({TaskState.DISPUTED}),
    TaskState.REFUSED: frozenset({TaskState.ASKED, TaskState.WITHDRAWN}),
    TaskState.DISPUTED: frozenset({TaskState.ANSWERED, TaskState.REFUSED, TaskState.WITHDRAWN}),
    TaskState.WITHDRAWN: frozenset(),
}

BY_ASKED_TEAM: Final = frozenset({TaskState.ANSWERED, TaskState.REFUSED})
"""What only the team that was asked says; the other steps are those of whoever asks."""

OWED: Final = frozenset({TaskState.ASKED, TaskState.DISPUTED})
"""Where an answer is owed and its term runs."""


class ConflictReason(StrEnum):
    """Why an internal task is offered to the ombuds office as a conflict between teams."""

    REFUSED = "refused"
    DISPUTED = "disputed"
    OVERDUE = "overdue"


def may_take_step(start: TaskState, end: TaskState) -> bool:
    """Return whether a task may go from one state to another."""
    return end in TASK_STEPS[start]


def conflict(state: TaskState, *, due_at: datetime | None, at: datetime) -> ConflictReason | None:
    """Return why a task is a conflict at a moment, or None if it is none."""
    if state is TaskState.REFUSED:
        return ConflictReason.REFUSED
    if state is TaskState.DISPUTED:
        return ConflictReason.DISPUTED
    is_late = due_at is not None and at > due_at
    return ConflictReason.OVERDUE if state in OWED and is_late else None


def may_be_asked(*, case_part: str, team_part: str) -> bool:
    """Return whether a team may be asked about a case: it must be one that sees such cases.

    The utility's own teams see what stands with a partner; nobody outside sees what is closed.
    """
    is_partners = case_part.startswith("partner:")
    return team_part == case_part or (is_partners and team_part == Compartment.ORDINARY)
