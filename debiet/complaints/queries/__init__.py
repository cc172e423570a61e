"""Everything that reads complaints; one file a subject."""

from debiet.complaints.queries.lengths import norms_on, periods_on
from debiet.complaints.queries.listing import LISTED, ComplaintRow, complaints_at
from debiet.complaints.queries.page import ComplaintPage, ComplaintStepLine, complaint_of_case
from debiet.complaints.queries.sweeping import complaint_id_of, late_ids, silent_ids

__all__ = [
    "LISTED",
    "ComplaintPage",
    "ComplaintRow",
    "ComplaintStepLine",
    "complaint_id_of",
    "complaint_of_case",
    "complaints_at",
    "late_ids",
    "norms_on",
    "periods_on",
    "silent_ids",
]
