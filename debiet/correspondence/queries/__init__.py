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
    deliveries,
    due_message_ids,
    purpose,
)
from debiet.correspondence.queries.raw import (
    HeldRow,
    Raw,
    as_raw,
    held,
    held_part,
    left_over,
    quarantine,
    quarantine_count,
    raw_mail,
)
from debiet.correspondence.queries.threads import (
    Sent,
    Told,
    is_own_address,
    sent_as,
    told,
    wrote_to,
)

__all__ = [
    "Delivery",
    "HeldRow",
    "MailboxInfo",
    "Purpose",
    "Raw",
    "Sent",
    "Told",
    "as_raw",
    "deliveries",
    "due_message_ids",
    "held",
    "held_part",
    "imap_mailbox",
    "imap_mailboxes",
    "is_own_address",
    "left_over",
    "lmtp_mailbox",
    "mailbox_topic",
    "purpose",
    "quarantine",
    "quarantine_count",
    "raw_mail",
    "sent_as",
    "told",
    "unreachable",
    "wrote_to",
]
