"""Everything that reads correspondence; one file a subject."""

from debiet.correspondence.queries.addresses import unreachable
from debiet.correspondence.queries.outgoing import (
    Delivery,
    Fate,
    Purpose,
    case_written_about,
    deliveries,
    due_message_ids,
    fates,
    purpose,
)
from debiet.correspondence.queries.printing import (
    Batch,
    LetterRow,
    PrintQueue,
    letter,
    letters_named,
    letters_to_print,
    print_batch,
    print_batches,
    print_count,
    print_queues,
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
    "Batch",
    "Delivery",
    "Fate",
    "LetterRow",
    "PrintQueue",
    "Purpose",
    "Raw",
    "as_raw",
    "case_written_about",
    "deliveries",
    "due_message_ids",
    "fates",
    "held",
    "left_over",
    "letter",
    "letters_named",
    "letters_to_print",
    "print_batch",
    "print_batches",
    "print_count",
    "print_queues",
    "purpose",
    "quarantine",
    "quarantine_count",
    "unreachable",
]
