"""Everything that reads correspondence; one file a subject."""

from debiet.correspondence.queries.addresses import (
    Mark,
    marked,
    marks,
    sending_carriers,
    unreachable,
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

__all__ = [
    "Delivery",
    "Mark",
    "Purpose",
    "Raw",
    "as_raw",
    "case_written_about",
    "deliveries",
    "due_message_ids",
    "held",
    "left_over",
    "marked",
    "marks",
    "purpose",
    "quarantine",
    "quarantine_count",
    "sending_carriers",
    "unreachable",
]
