"""Everything that changes correspondence; one file a subject, its refusals beside it."""

from debiet.correspondence.actions.calls import (
    CallSettled,
    Sign,
    put_call_away,
    record_call,
    tie_call,
)
from debiet.correspondence.actions.erasing import (
    erase_about,
    erase_calls,
    erase_print_batches,
    erase_raw_messages,
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
from debiet.correspondence.actions.raw_clock import (
    end_raw_clock,
    start_raw_clock,
)
from debiet.correspondence.actions.scans import (
    DayNotPossible,
    NotAScan,
    PaperGone,
    ScanTooLarge,
    choose_first_pages,
    claim_letter,
    keep_scan,
    put_away_paper,
    split_scan,
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
    "DayNotPossible",
    "Look",
    "NotAScan",
    "NothingToPrint",
    "OtherDayPosted",
    "PaperGone",
    "PostedBeforeMade",
    "PostedInFuture",
    "Recipient",
    "ScanTooLarge",
    "Sign",
    "TakenIn",
    "UnknownLetters",
    "UnreadableReturn",
    "choose_first_pages",
    "claim_earlier",
    "claim_letter",
    "claim_raw",
    "clear_unreachable",
    "confirm_posted",
    "deliver",
    "end_raw_clock",
    "erase_about",
    "erase_calls",
    "erase_print_batches",
    "erase_raw_messages",
    "fetch_mailbox",
    "hold_raw",
    "keep_scan",
    "make_print_batch",
    "mark_unreachable",
    "move_due",
    "note_bounced",
    "note_listening",
    "note_look",
    "note_moved",
    "put_away_paper",
    "put_call_away",
    "queue_message",
    "receive",
    "record_call",
    "replace_message",
    "save_mailbox",
    "settle_raw",
    "split_scan",
    "start_raw_clock",
    "take_in",
    "take_print_return",
    "tie_call",
]
