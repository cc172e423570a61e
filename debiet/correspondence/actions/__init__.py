"""Everything that changes correspondence; one file a subject, its refusals beside it."""

from debiet.correspondence.actions.failing import (
    clear_unreachable,
    mark_unreachable,
    note_bounced,
)
from debiet.correspondence.actions.fetching import Look, fetch_mailbox
from debiet.correspondence.actions.mailboxes import (
    note_listening,
    note_look,
    note_moved,
    save_mailbox,
)
from debiet.correspondence.actions.sending import Recipient, deliver, queue_message
from debiet.correspondence.actions.taking import (
    DUPLICATE,
    TakenIn,
    claim_earlier,
    claim_raw,
    receive,
    settle_raw,
    take_in,
)

__all__ = [
    "DUPLICATE",
    "Look",
    "Recipient",
    "TakenIn",
    "claim_earlier",
    "claim_raw",
    "clear_unreachable",
    "deliver",
    "fetch_mailbox",
    "mark_unreachable",
    "note_bounced",
    "note_listening",
    "note_look",
    "note_moved",
    "queue_message",
    "receive",
    "save_mailbox",
    "settle_raw",
    "take_in",
]
