"""Saying what became of a raw message: shared by whoever takes one up."""

from dataclasses import dataclass
from datetime import datetime

from debiet.core.actor import Actor
from debiet.correspondence import actions as correspondence
from debiet.correspondence.queries import Raw


@dataclass(frozen=True, slots=True)
class TakeOutcome:
    """What became of a raw message."""

    outcome: str
    reason: str
    case_id: int | None
    number: str


def settled(
    raw: Raw,
    outcome: str,
    reason: str,
    case_id: int | None,
    number: str,
    *,
    by: Actor,
    at: datetime,
) -> TakeOutcome:
    """Write down what became of a raw message, and return it."""
    state = {"opened": "taken", "continued": "taken", "quarantined": "quarantined"}
    correspondence.settle_raw(
        raw_message_id=raw.raw_message_id,
        state=state.get(outcome, "set-aside"),
        outcome=outcome,
        reason=reason,
        about=f"case:{number}" if number else "",
        compartment=raw.compartment,
        by=by,
        at=at,
    )
    return TakeOutcome(outcome, reason, case_id, number)
