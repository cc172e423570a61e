"""Everything that reads complaints; one file a subject."""

from debiet.complaints.queries.exporting import RegisterLine, register_lines
from debiet.complaints.queries.figures import (
    CountedComplaint,
    complaint_facts,
    counted_complaints,
    year_frame,
)
from debiet.complaints.queries.lengths import norms_on, periods_on
from debiet.complaints.queries.page import ComplaintPage, ComplaintStepLine, complaint_of_case
from debiet.complaints.queries.register import (
    LISTED,
    ComplaintRow,
    Place,
    RegisterChoice,
    RegisterCounts,
    RegisterPage,
    register_page,
)
from debiet.complaints.queries.sweeping import silent_ids

__all__ = [
    "LISTED",
    "ComplaintPage",
    "ComplaintRow",
    "ComplaintStepLine",
    "CountedComplaint",
    "Place",
    "RegisterChoice",
    "RegisterCounts",
    "RegisterLine",
    "RegisterPage",
    "complaint_facts",
    "complaint_of_case",
    "counted_complaints",
    "norms_on",
    "periods_on",
    "register_lines",
    "register_page",
    "silent_ids",
    "year_frame",
]
