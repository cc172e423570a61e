"""Everything that reads correspondence; one file a subject."""

from debiet.correspondence.queries.addresses import unreachable
from debiet.correspondence.queries.mailboxes import (
    MailboxInfo,
    imap_mailbox,
    imap_mailboxes,
    lmtp_mailbox,
    mailbox_topic,
)
from debiet.correspondence.queries.outgoing import (
    Delivery,
    Purpose,
    case_written_about,
    deliveries,
    due_message_ids,
    purpose,
)
from debiet.correspondence.queries.raw import (
    Raw,
    as_raw,
    held,
    left_over,
    quarantine,
    quarantine_count,
)
from debiet.correspondence.queries.reconciling import Reconciled, reconciled

__all__ = [
    "Delivery",
    "MailboxInfo",
    "Purpose",
    "Raw",
    "Reconciled",
    "as_raw",
    "case_written_about",
    "deliveries",
    "due_message_ids",
    "held",
    "imap_mailbox",
    "imap_mailboxes",
    "left_over",
    "lmtp_mailbox",
    "mailbox_topic",
    "purpose",
    "quarantine",
    "quarantine_count",
    "reconciled",
    "unreachable",
]
