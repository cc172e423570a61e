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
from debiet.complaints.actions.connections import (
    NoConnections,
    NoSuchYear,
    set_connections,
)
from debiet.complaints.actions.counting import (
    LaterMomentNeedsReason,
    MomentInFuture,
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
    put_conflict,
    report_conflict,
    say_cannot_solve,
    set_last_term,
    take_complaint,
    take_over_late,
)
from debiet.complaints.actions.exempting import (
    ExemptionDecided,
    ExemptionExists,
    ExemptionNoReason,
    NoSuchExemption,
    NotYourExemption,
    OwnExemption,
    approve_exemptions,
    propose_exemption,
    refuse_exemption,
    withdraw_exemption,
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
from debiet.complaints.actions.moments import (
    CountsFromEscalation,
    LaterByLead,
    change_moment,
)
from debiet.complaints.actions.ombuds_deciding import (
    Decision,
    NotTheOffices,
    note_decision_failed,
    note_decision_left,
    write_decision,
)
from debiet.complaints.actions.ombuds_drafting import (
    DRAFTED,
    NotDrafted,
    keep_draft,
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
from debiet.complaints.actions.ombuds_letters import (
    ExpectedDayPast,
    acknowledge_file,
    write_holding,
)
from debiet.complaints.actions.ombuds_opening import (
    Direct,
    open_file,
    take_in,
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
from debiet.complaints.actions.refusing import (
    SomebodyToTell,
    refuse_unknown,
)
from debiet.complaints.actions.registering import (
    IsComplaint,
    Said,
    register_complaint,
)
from debiet.complaints.actions.returns import (
    CorrectionNoReason,
    NothingCorrected,
    YearNotOver,
    check_return,
    submit_return,
    tell_of_returns,
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
from debiet.complaints.actions.sampling import (
    OwnJudgment,
    VerdictNoReason,
    WasJudged,
    draw_sample,
    judge_sampled,
    tell_of_disputed,
)
from debiet.complaints.actions.storytelling import (
    NotConcluded,
    StoryEmpty,
    StoryLong,
    StoryNames,
    check_story,
    take_story_out,
    write_story,
)
from debiet.complaints.actions.sweeping import (
    close_complaint,
    close_ended,
    note_silence,
)
from debiet.complaints.actions.telling_of_drafts import (
    tell_of_draft,
)
from debiet.complaints.actions.telling_reviews import (
    tell_of_review,
    tell_of_review_term,
)
from debiet.complaints.actions.ways import (
    WayNotPossible,
    add_contact_way,
    add_way,
)
from debiet.complaints.letters import (
    Choice,
)

__all__ = [
    "DRAFTED",
    "AnswerUnderway",
    "Called",
    "Choice",
    "Coding",
    "ComplainFirst",
    "Conclusion",
    "CorrectionNeedsReason",
    "CorrectionNoReason",
    "CountsFromEscalation",
    "Decision",
    "Direct",
    "DraftChanged",
    "DraftFinished",
    "ExemptionDecided",
    "ExemptionExists",
    "ExemptionNoReason",
    "ExpectedDayPast",
    "FactsInFuture",
    "FileClosed",
    "HandledTheCase",
    "InFuture",
    "InTheFacts",
    "IsComplaint",
    "Judgment",
    "LastTermPast",
    "LastTermTooLate",
    "LaterByLead",
    "LaterMomentNeedsReason",
    "MomentInFuture",
    "NoBundle",
    "NoConnections",
    "NoRemedyStep",
    "NoReviewStep",
    "NoStatement",
    "NoSuchExemption",
    "NoSuchYear",
    "NormsDoNotFit",
    "NotConcluded",
    "NotCorrectable",
    "NotDrafted",
    "NotHandler",
    "NotInTheList",
    "NotTheOffices",
    "NotWaiting",
    "NotYourExemption",
    "NothingAnswered",
    "NothingAsked",
    "NothingChosen",
    "NothingCorrected",
    "NothingWritten",
    "OfficeSaysSo",
    "OutcomeMissing",
    "OutsideIncomplete",
    "OutsideNotNeeded",
    "OwnExemption",
    "OwnJudgment",
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
    "SomebodyToTell",
    "StoryEmpty",
    "StoryLong",
    "StoryNames",
    "Task",
    "TermOver",
    "VerdictNoReason",
    "WasExplained",
    "WasJudged",
    "WayNotPossible",
    "Writing",
    "YearNotOver",
    "accept_answer",
    "acknowledge",
    "acknowledge_file",
    "add_contact_way",
    "add_finding",
    "add_way",
    "answer_review",
    "approve_draft",
    "approve_exemptions",
    "ask_explanation",
    "ask_for_ombuds",
    "ask_in_review",
    "call_question",
    "change_moment",
    "check_return",
    "check_story",
    "choose",
    "close_complaint",
    "close_ended",
    "close_file",
    "code_complaint",
    "complain",
    "conclude_review",
    "draw_sample",
    "drop_draft",
    "explain",
    "export_register",
    "join_complaint",
    "judge_sampled",
    "keep_draft",
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
    "propose_exemption",
    "propose_remedy",
    "put_conflict",
    "refuse_exemption",
    "refuse_unknown",
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
    "set_connections",
    "set_last_term",
    "state_ties",
    "step_action",
    "step_remedy",
    "submit_return",
    "take_complaint",
    "take_file",
    "take_in",
    "take_over_late",
    "take_sent",
    "take_story_out",
    "take_up",
    "tell_of_disputed",
    "tell_of_draft",
    "tell_of_explanation",
    "tell_of_returns",
    "tell_of_review",
    "tell_of_review_term",
    "tell_office",
    "withdraw_complaint",
    "withdraw_exemption",
    "write_decision",
    "write_holding",
    "write_story",
]
