"""Everything that changes correspondence; one file a subject, its refusals beside it."""

from debiet.correspondence.actions.calls import (
    CallSettled,
    Sign,
    put_call_away,
    record_call,
    tie_call,
)
from debiet.correspondence.actions.failing import (
    clear_unreachable,
    mark_unreachable,
    note_bounced,
)
from debiet.correspondence.actions.sending import Recipient, deliver, queue_message
from debiet.correspondence.actions.taking import TakenIn, claim_raw, settle_raw, take_in

__all__ = [
    "CallSettled",
    "Recipient",
    "Sign",
    "TakenIn",
    "claim_raw",
    "clear_unreachable",
    "deliver",
    "mark_unreachable",
    "note_bounced",
    "put_call_away",
    "queue_message",
    "record_call",
    "settle_raw",
    "take_in",
    "tie_call",
]
