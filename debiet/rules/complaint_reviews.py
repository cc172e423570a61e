"""What a second-line body raises about a complaint: steps of its own, beside those of ours."""

from collections.abc import Mapping
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
