"""Everything that reads correspondence; one file a subject."""

from debiet.correspondence.queries.addresses import unreachable
from debiet.correspondence.queries.calls import (
    CallRow,
    WaitingFigures,
    call,
    call_in_hand,
    calls_without_contact,
    to_do_counts,
    waiting_figures,
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
)

__all__ = [
    "CallRow",
    "Delivery",
    "Purpose",
    "Raw",
    "WaitingFigures",
    "as_raw",
    "call",
    "call_in_hand",
    "calls_without_contact",
    "case_written_about",
    "deliveries",
    "due_message_ids",
    "held",
    "left_over",
    "purpose",
    "quarantine",
    "to_do_counts",
    "unreachable",
    "waiting_figures",
]
