"""Everything that changes correspondence; one file a subject, its refusals beside it."""

from debiet.correspondence.actions.failing import (
    clear_unreachable,
    mark_unreachable,
    note_bounced,
)
from debiet.correspondence.actions.printing import (
    Confirmed,
    NothingToPrint,
    OtherDayPosted,
    PostedBeforeMade,
    PostedInFuture,
    UnknownLetters,
    UnreadableReturn,
    confirm_posted,
    make_print_batch,
    take_print_return,
)
from debiet.correspondence.actions.sending import (
    Recipient,
    deliver,
    queue_message,
    replace_message,
)
from debiet.correspondence.actions.taking import TakenIn, claim_raw, settle_raw, take_in

__all__ = [
    "Confirmed",
    "NothingToPrint",
    "OtherDayPosted",
    "PostedBeforeMade",
    "PostedInFuture",
    "Recipient",
    "TakenIn",
    "UnknownLetters",
    "UnreadableReturn",
    "claim_raw",
    "clear_unreachable",
    "confirm_posted",
    "deliver",
    "make_print_batch",
    "mark_unreachable",
    "note_bounced",
    "queue_message",
    "replace_message",
    "settle_raw",
    "take_in",
    "take_print_return",
]
