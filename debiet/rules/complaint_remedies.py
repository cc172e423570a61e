"""What is done for the customer, and so that it does not happen again: the steps of both.

`docs/algorithms/complaints.md` shows the same tables.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Final


class RemedyKind(StrEnum):
    """What is done for the customer."""

    APOLOGY = "apology"
    CORRECTION = "correction"
    REFUND = "refund"
    COMPENSATION = "compensation"
    PROCESS_CHANGE = "process-change"


WITH_AMOUNT: Final = frozenset({RemedyKind.REFUND, RemedyKind.COMPENSATION})
"""What is nothing without an amount."""


class RemedyStep(StrEnum):
    """Where a remedy stands."""

    PROPOSED = "proposed"
    APPROVED = "approved"
    DECLINED = "declined"
    EXECUTED = "executed"
    DONE = "done"  # the ombuds function saw that it was carried out
    DROPPED = "dropped"


class RemedyNeed(StrEnum):
    """What a step of a remedy or of a corrective action needs."""

    OTHER_PERSON = "other-person"  # not whoever proposed it
    REASON = "reason"
    AMOUNT = "amount"  # where its kind has one
    DAY = "day"  # on which it was carried out
    OFFICE = "office"  # the ombuds function says so


_NEED, _STEP = RemedyNeed, RemedyStep
REMEDY_STEPS: Final[Mapping[tuple[RemedyStep, RemedyStep], frozenset[RemedyNeed]]] = {
    (_STEP.PROPOSED, _STEP.APPROVED): frozenset({_NEED.OTHER_PERSON, _NEED.AMOUNT}),
    (_STEP.PROPOSED, _STEP.DECLINED): frozenset({_NEED.OTHER_PERSON, _NEED.REASON}),
    (_STEP.PROPOSED, _STEP.DROPPED): frozenset({_NEED.REASON, _NEED.OFFICE}),
    (_STEP.DECLINED, _STEP.PROPOSED): frozenset({_NEED.REASON, _NEED.OFFICE}),
    (_STEP.DECLINED, _STEP.DROPPED): frozenset({_NEED.REASON, _NEED.OFFICE}),
    (_STEP.APPROVED, _STEP.EXECUTED): frozenset({_NEED.DAY}),
    (_STEP.APPROVED, _STEP.DROPPED): frozenset({_NEED.REASON, _NEED.OFFICE}),
    (_STEP.EXECUTED, _STEP.DONE): frozenset({_NEED.OFFICE}),
    (_STEP.EXECUTED, _STEP.APPROVED): frozenset({_NEED.REASON, _NEED.OFFICE}),
}
"""What was declined stays with the office until it proposes again or lets it go with a reason."""

SETTLED_REMEDIES: Final = frozenset({_STEP.DONE, _STEP.DROPPED})
"""Where nothing more is to be done: a file closes when all its remedies are here."""


class ActionStep(StrEnum):
    """Where a corrective action stands."""

    PLANNED = "planned"
    UNDER_WAY = "under-way"
    CARRIED_OUT = "carried-out"
    EFFECTIVE = "effective"  # it was looked at afterwards and helped
    DROPPED = "dropped"


_ACTION = ActionStep
ACTION_STEPS: Final[Mapping[tuple[ActionStep, ActionStep], frozenset[RemedyNeed]]] = {
    (_ACTION.PLANNED, _ACTION.UNDER_WAY): frozenset(),
    (_ACTION.PLANNED, _ACTION.CARRIED_OUT): frozenset({_NEED.DAY}),
    (_ACTION.PLANNED, _ACTION.DROPPED): frozenset({_NEED.REASON, _NEED.OFFICE}),
    (_ACTION.UNDER_WAY, _ACTION.CARRIED_OUT): frozenset({_NEED.DAY}),
    (_ACTION.UNDER_WAY, _ACTION.DROPPED): frozenset({_NEED.REASON, _NEED.OFFICE}),
    (_ACTION.CARRIED_OUT, _ACTION.EFFECTIVE): frozenset({_NEED.OFFICE}),
    (_ACTION.CARRIED_OUT, _ACTION.PLANNED): frozenset({_NEED.REASON, _NEED.OFFICE}),
}
"""What did not help is planned anew. Each action has an owner and a day from the beginning."""

OPEN_ACTIONS: Final = frozenset({_ACTION.PLANNED, _ACTION.UNDER_WAY})
"""Where the owner still has to do something."""


@dataclass(frozen=True, slots=True)
class RemedyFacts:
    """What is known when somebody takes a step of a remedy or a corrective action.

    :param is_office: whoever takes it handles the file for the ombuds function
    :param is_proposer: whoever takes it proposed it, and somebody else could take it
    :param needs_amount: its kind has an amount
    """

    is_office: bool = False
    is_proposer: bool = False
    reason: str = ""
    needs_amount: bool = False
    has_amount: bool = False
    day: date | None = None


class RemedyTrouble(StrEnum):
    """Why a step of a remedy or a corrective action is not taken."""

    NO_SUCH_STEP = "no-such-step"
    OWN_PROPOSAL = "own-proposal"
    NO_REASON = "no-reason"
    NO_AMOUNT = "no-amount"
    NO_DAY = "no-day"
    NOT_THE_OFFICE = "not-the-office"


def remedy_trouble(
    start: RemedyStep, end: RemedyStep, *, facts: RemedyFacts
) -> RemedyTrouble | None:
    """Return why a remedy does not go from one step to another; None where it does."""
    return _trouble(REMEDY_STEPS.get((start, end)), facts)


def action_trouble(
    start: ActionStep, end: ActionStep, *, facts: RemedyFacts
) -> RemedyTrouble | None:
    """Return why a corrective action does not go from one step to another; None where it does."""
    return _trouble(ACTION_STEPS.get((start, end)), facts)


def _trouble(needs: frozenset[RemedyNeed] | None, facts: RemedyFacts) -> RemedyTrouble | None:
    if needs is None:
        return RemedyTrouble.NO_SUCH_STEP
    fails = {
        RemedyNeed.OFFICE: (not facts.is_office, RemedyTrouble.NOT_THE_OFFICE),
        RemedyNeed.OTHER_PERSON: (facts.is_proposer, RemedyTrouble.OWN_PROPOSAL),
        RemedyNeed.REASON: (not facts.reason.strip(), RemedyTrouble.NO_REASON),
        RemedyNeed.AMOUNT: (facts.needs_amount and not facts.has_amount, RemedyTrouble.NO_AMOUNT),
        RemedyNeed.DAY: (facts.day is None, RemedyTrouble.NO_DAY),
    }
    return next((said for need, (is_so, said) in fails.items() if is_so and need in needs), None)


def open_remedies(steps: Iterable[RemedyStep]) -> int:
    """Return how many remedies keep a file from being closed."""
    return sum(step not in SETTLED_REMEDIES for step in steps)


def is_overdue(step: ActionStep, *, due_on: date, on: date) -> bool:
    """Return whether the owner of a corrective action is late: from the day after its day."""
    return step in OPEN_ACTIONS and on > due_on
