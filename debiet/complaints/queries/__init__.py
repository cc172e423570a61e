"""Everything that reads complaints; one file a subject."""

from debiet.complaints.ombuds_lines import (
    ActionLine,
    FindingLine,
    QuestionLine,
    RemedyLine,
)
from debiet.complaints.queries.beside import (
    ComplaintBeside,
    complaints_beside,
)
from debiet.complaints.queries.bundling import (
    LedgerLine,
    Piece,
    Pieces,
    bundle_pieces,
)
from debiet.complaints.queries.connections import (
    as_listed,
    connection_years,
    connections_of,
)
from debiet.complaints.queries.drafts import (
    DraftPage,
    draft_of_letter,
    waiting_drafts,
)
from debiet.complaints.queries.exemptions import (
    ExemptionLine,
    exemptions_of,
    guarantees_on,
    proposed_exemptions,
)
from debiet.complaints.queries.exporting import (
    RegisterLine,
    register_lines,
)
from debiet.complaints.queries.figures import (
    CountedComplaint,
    complaint_facts,
    counted_complaints,
    year_frame,
)
from debiet.complaints.queries.lengths import (
    facts_age_on,
    norms_on,
    periods_on,
)
from debiet.complaints.queries.ombuds import (
    FileRow,
    OmbudsPage,
    WantedRow,
    explanations_asked,
    file_id_of_case,
    ombuds_draft,
    ombuds_file,
    ombuds_files,
    overdue_question_ids,
    wanted,
)
from debiet.complaints.queries.ombuds_board import (
    AGES,
    CauseLine,
    OmbudsBoard,
    ombuds_board,
)
from debiet.complaints.queries.ombuds_report import (
    OmbudsReport,
    ombuds_report,
    story_of,
)
from debiet.complaints.queries.own import (
    Line,
    OwnComplaint,
    own_complaint,
)
from debiet.complaints.queries.own_data_kept import own_data
from debiet.complaints.queries.page import (
    ComplaintPage,
    ComplaintStepLine,
    complaint_of_case,
    is_with_first_line,
)
from debiet.complaints.queries.register import (
    LISTED,
    ComplaintRow,
    Place,
    RegisterChoice,
    RegisterCounts,
    RegisterPage,
    register_page,
)
from debiet.complaints.queries.returns import (
    FrozenReturn,
    OwedReturn,
    latest_returns,
    numbers_now,
    numbers_of_complaints,
    owed_returns,
    versions_of,
)
from debiet.complaints.queries.reviews import (
    LISTED_REVIEWS,
    BundleLine,
    ReviewEntryLine,
    ReviewLine,
    ReviewPage,
    ReviewRow,
    review_ids_to_tell,
    review_page,
    reviews_listed,
    reviews_of_case,
    reviews_of_complaint,
)
from debiet.complaints.queries.sampling import (
    SampledLine,
    SampleOfQuarter,
    sampled_question,
    samples,
)
from debiet.complaints.queries.second_line import (
    BODY_NAMES,
    BodyInWords,
    bodies_in_words,
    second_line,
)
from debiet.complaints.queries.sweeping import (
    complaint_id_in,
    complaint_id_of,
    ended_ids,
    late_ids,
    silent_ids,
)

__all__ = [
    "AGES",
    "BODY_NAMES",
    "LISTED",
    "LISTED_REVIEWS",
    "ActionLine",
    "BodyInWords",
    "BundleLine",
    "CauseLine",
    "ComplaintBeside",
    "ComplaintPage",
    "ComplaintRow",
    "ComplaintStepLine",
    "CountedComplaint",
    "DraftPage",
    "ExemptionLine",
    "FileRow",
    "FindingLine",
    "FrozenReturn",
    "LedgerLine",
    "Line",
    "OmbudsBoard",
    "OmbudsPage",
    "OmbudsReport",
    "OwedReturn",
    "OwnComplaint",
    "Piece",
    "Pieces",
    "Place",
    "QuestionLine",
    "RegisterChoice",
    "RegisterCounts",
    "RegisterLine",
    "RegisterPage",
    "RemedyLine",
    "ReviewEntryLine",
    "ReviewLine",
    "ReviewPage",
    "ReviewRow",
    "SampleOfQuarter",
    "SampledLine",
    "WantedRow",
    "as_listed",
    "bodies_in_words",
    "bundle_pieces",
    "complaint_facts",
    "complaint_id_in",
    "complaint_id_of",
    "complaint_of_case",
    "complaints_beside",
    "connection_years",
    "connections_of",
    "counted_complaints",
    "draft_of_letter",
    "ended_ids",
    "exemptions_of",
    "explanations_asked",
    "facts_age_on",
    "file_id_of_case",
    "guarantees_on",
    "is_with_first_line",
    "late_ids",
    "latest_returns",
    "norms_on",
    "numbers_now",
    "numbers_of_complaints",
    "ombuds_board",
    "ombuds_draft",
    "ombuds_file",
    "ombuds_files",
    "ombuds_report",
    "overdue_question_ids",
    "owed_returns",
    "own_complaint",
    "own_data",
    "periods_on",
    "proposed_exemptions",
    "register_lines",
    "register_page",
    "review_ids_to_tell",
    "review_page",
    "reviews_listed",
    "reviews_of_case",
    "reviews_of_complaint",
    "sampled_question",
    "samples",
    "second_line",
    "silent_ids",
    "story_of",
    "versions_of",
    "waiting_drafts",
    "wanted",
    "year_frame",
]
