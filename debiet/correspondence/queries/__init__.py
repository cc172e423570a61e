"""Everything that reads correspondence; one file a subject."""

from debiet.correspondence.queries.addresses import unreachable
from debiet.correspondence.queries.holes import RawHole, call_holes, in_hand_by_carrier, raw_holes
from debiet.correspondence.queries.outgoing import (
    Delivery,
    Purpose,
    case_written_about,
    deliveries,
    due_message_ids,
    purpose,
    written_about,
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
    "RawHole",
    "Scan",
    "as_raw",
    "call_holes",
    "case_written_about",
    "deliveries",
    "due_message_ids",
    "held",
    "in_hand_by_carrier",
    "left_over",
    "left_over_scans",
    "letters_to_register",
    "paper_content",
    "purpose",
    "quarantine",
    "quarantine_count",
    "raw_holes",
    "scan",
    "scans",
    "to_register_count",
    "unreachable",
    "written_about",
]
