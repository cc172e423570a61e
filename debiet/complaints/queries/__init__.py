"""Everything that reads complaints; one file a subject."""

from debiet.complaints.queries.lengths import norms_on, periods_on
from debiet.complaints.queries.listing import LISTED, ComplaintRow, complaints_at
from debiet.complaints.queries.own import Line, OwnComplaint, own_complaint
from debiet.complaints.queries.page import ComplaintPage, ComplaintStepLine, complaint_of_case
from debiet.complaints.queries.second_line import (
    BODY_NAMES,
    BodyInWords,
    bodies_in_words,
    second_line,
)
from debiet.complaints.queries.sweeping import complaint_id_of, late_ids, silent_ids

__all__ = [
    "BODY_NAMES",
    "LISTED",
    "BodyInWords",
    "ComplaintPage",
    "ComplaintRow",
    "ComplaintStepLine",
    "Line",
    "OwnComplaint",
    "bodies_in_words",
    "complaint_id_of",
    "complaint_of_case",
    "complaints_at",
    "late_ids",
    "norms_on",
    "own_complaint",
    "periods_on",
    "second_line",
    "silent_ids",
]
