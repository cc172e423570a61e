"""Everything that reads complaints; one file a subject."""

from debiet.complaints.queries.lengths import norms_on, periods_on
from debiet.complaints.queries.listing import LISTED, ComplaintRow, complaints_at
from debiet.complaints.queries.ombuds import (
    ActionLine,
    FileRow,
    FindingLine,
    OmbudsPage,
    QuestionLine,
    RemedyLine,
    WantedRow,
    explanations_asked,
    file_id_of_case,
    ombuds_file,
    ombuds_files,
    overdue_question_ids,
    wanted,
)
from debiet.complaints.queries.ombuds_board import AGES, CauseLine, OmbudsBoard, ombuds_board
from debiet.complaints.queries.page import ComplaintPage, ComplaintStepLine, complaint_of_case
from debiet.complaints.queries.sweeping import complaint_id_of, late_ids, silent_ids

__all__ = [
    "AGES",
    "LISTED",
    "ActionLine",
    "CauseLine",
    "ComplaintPage",
    "ComplaintRow",
    "ComplaintStepLine",
    "FileRow",
    "FindingLine",
    "OmbudsBoard",
    "OmbudsPage",
    "QuestionLine",
    "RemedyLine",
    "WantedRow",
    "complaint_id_of",
    "complaint_of_case",
    "complaints_at",
    "explanations_asked",
    "file_id_of_case",
    "late_ids",
    "norms_on",
    "ombuds_board",
    "ombuds_file",
    "ombuds_files",
    "overdue_question_ids",
    "periods_on",
    "silent_ids",
    "wanted",
]
