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
from debiet.correspondence.actions.fetching import (
    Look,
    fetch_mailbox,
)
from debiet.correspondence.actions.mailboxes import (
    note_listening,
    note_look,
    note_moved,
    save_mailbox,
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
from debiet.correspondence.actions.taking import (
    DUPLICATE,
    TakenIn,
    claim_earlier,
    claim_raw,
    hold_raw,
    move_due,
    receive,
    settle_raw,
    take_in,
)

__all__ = [
    "DUPLICATE",
    "CallSettled",
    "Confirmed",
    "Look",
    "NothingToPrint",
    "OtherDayPosted",
    "PostedBeforeMade",
    "PostedInFuture",
    "Recipient",
    "Sign",
    "TakenIn",
    "UnknownLetters",
    "UnreadableReturn",
    "claim_earlier",
    "claim_raw",
    "clear_unreachable",
    "confirm_posted",
    "deliver",
    "fetch_mailbox",
    "hold_raw",
    "make_print_batch",
    "mark_unreachable",
    "move_due",
    "note_bounced",
    "note_listening",
    "note_look",
    "note_moved",
    "put_call_away",
    "queue_message",
    "receive",
    "record_call",
    "replace_message",
    "save_mailbox",
    "settle_raw",
    "take_in",
    "take_print_return",
    "tie_call",
]
