"""Saying what became of a raw message: shared by whoever takes one up."""

from dataclasses import dataclass
from datetime import datetime

import structlog

from debiet.cases.actions.opening import Opened
from debiet.cases.models import Case
from debiet.cases.queries.held import legible
from debiet.core.actor import Actor
from debiet.core.references import reference
from debiet.correspondence import actions as correspondence
from debiet.correspondence.queries import Raw

log = structlog.get_logger(__name__)

STATES = {"opened": "taken", "continued": "taken", "quarantined": "quarantined"}


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
    case: Case | Opened | None = None,
    *,
    by: Actor,
    at: datetime,
) -> TakeOutcome:
    """Write down what became of a raw message, and return it.

    A held one gets a term of its own, which ends when it is released or set aside. What went to a
    case stands in the closed part of that case from then on.
    """
    was_held = raw.state == "quarantined"
    reason = f"released:{raw.reason}"[:120] if was_held and not reason else reason
    number = case.number if case else ""
    correspondence.settle_raw(
        raw_message_id=raw.raw_message_id,
        state=STATES.get(outcome, "set-aside"),
        outcome=outcome,
        reason=reason,
        about=reference("case", number) if number else "",
        compartment=case.compartment if case else raw.compartment,
        by=by,
        at=at,
    )
    if outcome == "quarantined":
        _hold(raw, by=by, at=at)
    elif was_held:
        correspondence.end_raw_clock(raw_message_id=raw.raw_message_id, by=by, at=at)
    case_id = case.pk if isinstance(case, Case) else case.case_id if case else None
    return TakeOutcome(outcome, reason, case_id, number)


def _hold(raw: Raw, *, by: Actor, at: datetime) -> None:
    """Start the term of a held message at its receipt, and keep what a list shows of it."""
    correspondence.start_raw_clock(raw_message_id=raw.raw_message_id, by=by, at=at)
    sender, subject = _shown(raw)
    correspondence.hold_raw(
        raw_message_id=raw.raw_message_id,
        sender=sender,
        subject=subject,
        by=by,
        at=at,
    )


def _shown(raw: Raw) -> tuple[str, str]:
    try:
        found = legible(raw)
    except Exception as trouble:  # noqa: BLE001 (what held it may be that it cannot be read)
        log.error("held message not legible", raw=raw.raw_message_id, error=type(trouble).__name__)
        return "", ""
    return found.email.replace("\x00", ""), found.subject.replace("\x00", "")
