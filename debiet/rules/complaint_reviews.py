"""What a second-line body raises about a complaint: steps of its own, beside those of ours."""

from collections.abc import Mapping
from datetime import datetime
from enum import StrEnum
from typing import Final

from debiet.rules.complaints import OWED, ComplaintStep


class ReviewStep(StrEnum):
    """Where an external review stands, seen from us."""

    RAISED = "raised"
    ASKED = "asked"  # the body waits for us
    REPLIED = "replied"
    CONCLUDED = "concluded"


REVIEW_STEPS: Final[Mapping[ReviewStep, frozenset[ReviewStep]]] = {
    ReviewStep.RAISED: frozenset({ReviewStep.ASKED, ReviewStep.CONCLUDED}),
    ReviewStep.ASKED: frozenset({ReviewStep.REPLIED, ReviewStep.CONCLUDED}),
    ReviewStep.REPLIED: frozenset({ReviewStep.ASKED, ReviewStep.CONCLUDED}),
    ReviewStep.CONCLUDED: frozenset({ReviewStep.ASKED}),
}
"""A body that concluded can ask again: it decides about its own files, not we."""


OPEN: Final = frozenset(ReviewStep) - {ReviewStep.CONCLUDED}
"""Where something is still to come, of us or of the body."""


class Agreement(StrEnum):
    """Whether a body agrees with what we decided."""

    AGREED = "agreed"
    PARTLY = "partly"
    NOT_AGREED = "not-agreed"
    NOT_JUDGED = "not-judged"  # it stopped, or was not competent


NEAR, OVER = 75, 100
"""Which shares of a term, in percent, our people are told of."""


def may_take_review_step(start: ReviewStep, end: ReviewStep) -> bool:
    """Return whether a review may go from one step to another."""
    return end in REVIEW_STEPS[start]


def may_be_reviewed(step: ComplaintStep, *, is_late: bool) -> bool:
    """Return whether the customer can go to the second line (Governance Decree, art. II.85).

    It can once there is an answer or a refusal, and where the answer is late. What a body raises
    at another moment is registered all the same.
    """
    if step is ComplaintStep.WITHDRAWN:
        return False
    return step not in OWED or is_late


def review_level(*, asked_at: datetime, due_at: datetime, at: datetime) -> int:
    """Return how far the term that a body gave us is used up: not near, near, or over.

    It ends with its moment: at that moment we are still in time.
    """
    if at > due_at:
        return OVER
    return NEAR if at >= asked_at + (due_at - asked_at) * NEAR / 100 else 0
