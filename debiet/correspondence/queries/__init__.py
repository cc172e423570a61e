"""Everything that reads correspondence; one file a subject."""

from debiet.correspondence.queries.addresses import unreachable
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
from debiet.correspondence.queries.scans import (
    PaperRow,
    Scan,
    left_over_scans,
    letters_to_register,
    paper_content,
    scan,
    scans,
    to_register_count,
)

__all__ = [
    "Delivery",
    "PaperRow",
    "Purpose",
    "Raw",
    "Scan",
    "as_raw",
    "case_written_about",
    "deliveries",
    "due_message_ids",
    "held",
    "left_over",
    "left_over_scans",
    "letters_to_register",
    "paper_content",
    "purpose",
    "quarantine",
    "quarantine_count",
    "scan",
    "scans",
    "to_register_count",
    "unreachable",
]
