"""Everything that reads correspondence; one file a subject."""

from debiet.correspondence.queries.addresses import unreachable
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
    mailbox_topic,
    sent_as,
    told,
    wrote_to,
)

__all__ = [
    "Delivery",
    "HeldRow",
    "Purpose",
    "Raw",
    "Sent",
    "Told",
    "as_raw",
    "deliveries",
    "due_message_ids",
    "held",
    "held_part",
    "is_own_address",
    "left_over",
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
