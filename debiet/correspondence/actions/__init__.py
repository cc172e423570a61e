"""Everything that changes correspondence; one file a subject, its refusals beside it."""

from debiet.correspondence.actions.failing import (
    clear_unreachable,
    mark_unreachable,
    note_bounced,
)
from debiet.correspondence.actions.sending import Recipient, deliver, queue_message
from debiet.correspondence.actions.taking import (
    TakenIn,
    claim_raw,
    hold_raw,
    move_due,
    settle_raw,
    take_in,
)

__all__ = [
    "Recipient",
    "TakenIn",
    "claim_raw",
    "clear_unreachable",
    "deliver",
    "hold_raw",
    "mark_unreachable",
    "move_due",
    "note_bounced",
    "queue_message",
    "settle_raw",
    "take_in",
]
