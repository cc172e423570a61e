"""What customers think of how a question went: five scores, and what becomes of a low one."""

from datetime import datetime, timedelta
from enum import StrEnum

SCORES = (1, 2, 3, 4, 5)
LOW = 2
"""A score up to this one is offered as a complaint that nobody registered."""

CHANGED_WITHIN = timedelta(days=1)
"""So long somebody can change its score; then it stands, and others rely on it."""


class Settled(StrEnum):
    """What an employee made of a low score."""

    COMPLAINT = "complaint"
    DISMISSED = "dismissed"


def may_change(*, rated_at: datetime, is_settled: bool, at: datetime) -> bool:
    """Return whether a score can still be changed by whoever gave it."""
    return not is_settled and at - rated_at <= CHANGED_WITHIN
