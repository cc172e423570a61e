"""Everything that changes complaints; one file a subject, its refusals beside it."""

from debiet.complaints.actions.acknowledging import (
    acknowledge,
)
from debiet.complaints.actions.answering import (
    note_dispatched,
    note_failed,
)
from debiet.complaints.actions.bundling import (
    NothingChosen,
    PieceNotThere,
    make_bundle,
)
from debiet.complaints.actions.calling import (
    Called,
    register_call,
)
from debiet.complaints.actions.choosing import (
    choose,
)
from debiet.complaints.actions.coding import (
    Coding,
    FactsInFuture,
    NotInTheList,
    code_complaint,
)
from debiet.complaints.actions.complaining import (
    Sent,
    complain,
    make_complaint,
    register_sent,
    take_sent,
)
from debiet.complaints.actions.customers import (
    accept_answer,
    withdraw_complaint,
)
from debiet.complaints.actions.drafting import (
    DraftChanged,
    DraftFinished,
    NotWaiting,
    ReadByItsWriter,
    RemarkMissing,
    approve_draft,
    drop_draft,
    save_draft,
    send_draft,
    send_draft_back,
)
from debiet.complaints.actions.escalating import (
    ComplainFirst,
    LastTermPast,
    LastTermTooLate,
    ask_for_ombuds,
    pass_on_message,
    report_conflict,
    say_cannot_solve,
    set_last_term,
    take_complaint,
    take_over_late,
)
from debiet.complaints.actions.exporting import (
    export_register,
)
from debiet.complaints.actions.joining import (
    join_complaint,
)
from debiet.complaints.actions.judging import (
    call_question,
    take_up,
)
from debiet.complaints.actions.letters_left import (
    Judgment,
    Writing,
)
from debiet.complaints.actions.letters_writing import (
    AnswerUnderway,
    NormsDoNotFit,
    OutcomeMissing,
    PartsMissing,
    RootCauseMissing,
)
from debiet.complaints.actions.ombuds_deciding import (
    Decision,
    NotTheOffices,
    note_decision_failed,
    note_decision_left,
    write_decision,
)
from debiet.complaints.actions.ombuds_files import (
    FileClosed,
    NotHandler,
)
from debiet.complaints.actions.ombuds_handling import (
    HandledTheCase,
    InTheFacts,
    NoStatement,
    OutsideIncomplete,
    OutsideNotNeeded,
    SaysConflict,
    name_involved,
    name_outside,
    state_ties,
    take_file,
)
from debiet.complaints.actions.ombuds_opening import (
    Direct,
    open_file,
    tell_office,
)
from debiet.complaints.actions.ombuds_remedies import (
    NoRemedyStep,
    OfficeSaysSo,
    OwnProposal,
    RemedyNeedsAmount,
    RemedyNeedsDay,
    RemedyNeedsReason,
    Task,
    close_file,
    plan_action,
    propose_remedy,
    step_action,
    step_remedy,
)
from debiet.complaints.actions.ombuds_work import (
    CorrectionNeedsReason,
    NotCorrectable,
    NothingWritten,
    TermOver,
    WasExplained,
    add_finding,
    ask_explanation,
    explain,
    remind_of_explanation,
    tell_of_explanation,
)
from debiet.complaints.actions.registering import (
    IsComplaint,
    LaterMomentNeedsReason,
    MomentInFuture,
    Said,
    add_way,
    change_moment,
    register_complaint,
)
from debiet.complaints.actions.reviewing import (
    Conclusion,
    InFuture,
    NoBundle,
    NothingAnswered,
    NothingAsked,
    Raised,
    answer_review,
    ask_in_review,
    conclude_review,
    register_review,
)
from debiet.complaints.actions.reviews_at_hand import (
    NoReviewStep,
    ReviewKnown,
)
from debiet.complaints.actions.sweeping import (
    note_silence,
)
from debiet.complaints.actions.telling_of_drafts import (
    tell_of_draft,
)
from debiet.complaints.actions.telling_reviews import (
    tell_of_review,
    tell_of_review_term,
)
from debiet.complaints.letters import (
    Choice,
)

__all__ = [
    "AnswerUnderway",
    "Called",
    "Choice",
    "Coding",
    "ComplainFirst",
    "Conclusion",
    "CorrectionNeedsReason",
    "Decision",
    "Direct",
    "DraftChanged",
    "DraftFinished",
    "FactsInFuture",
    "FileClosed",
    "HandledTheCase",
    "InFuture",
    "InTheFacts",
    "IsComplaint",
    "Judgment",
    "LastTermPast",
    "LastTermTooLate",
    "LaterMomentNeedsReason",
    "MomentInFuture",
    "NoBundle",
    "NoRemedyStep",
    "NoReviewStep",
    "NoStatement",
    "NormsDoNotFit",
    "NotCorrectable",
    "NotHandler",
    "NotInTheList",
    "NotTheOffices",
    "NotWaiting",
    "NothingAnswered",
    "NothingAsked",
    "NothingChosen",
    "NothingWritten",
    "OfficeSaysSo",
    "OutcomeMissing",
    "OutsideIncomplete",
    "OutsideNotNeeded",
    "OwnProposal",
    "PartsMissing",
    "PieceNotThere",
    "Raised",
    "ReadByItsWriter",
    "RemarkMissing",
    "RemedyNeedsAmount",
    "RemedyNeedsDay",
    "RemedyNeedsReason",
    "ReviewKnown",
    "RootCauseMissing",
    "Said",
    "SaysConflict",
    "Sent",
    "Task",
    "TermOver",
    "WasExplained",
    "Writing",
    "accept_answer",
    "acknowledge",
    "add_finding",
    "add_way",
    "answer_review",
    "approve_draft",
    "ask_explanation",
    "ask_for_ombuds",
    "ask_in_review",
    "call_question",
    "change_moment",
    "choose",
    "close_file",
    "code_complaint",
    "complain",
    "conclude_review",
    "drop_draft",
    "explain",
    "export_register",
    "join_complaint",
    "make_bundle",
    "make_complaint",
    "name_involved",
    "name_outside",
    "note_decision_failed",
    "note_decision_left",
    "note_dispatched",
    "note_failed",
    "note_silence",
    "open_file",
    "pass_on_message",
    "plan_action",
    "propose_remedy",
    "register_call",
    "register_complaint",
    "register_review",
    "register_sent",
    "remind_of_explanation",
    "report_conflict",
    "save_draft",
    "say_cannot_solve",
    "send_draft",
    "send_draft_back",
    "set_last_term",
    "state_ties",
    "step_action",
    "step_remedy",
    "take_complaint",
    "take_file",
    "take_over_late",
    "take_sent",
    "take_up",
    "tell_of_draft",
    "tell_of_explanation",
    "tell_of_review",
    "tell_of_review_term",
    "tell_office",
    "withdraw_complaint",
    "write_decision",
]
