"""Everything that changes complaints; one file a subject, its refusals beside it."""

from debiet.complaints.actions.acknowledging import (
    acknowledge,
)
from debiet.complaints.actions.answering import (
    AnswerUnderway,
    NormsDoNotFit,
    OutcomeMissing,
    answer_complaint,
    note_dispatched,
    note_failed,
)
from debiet.complaints.actions.calling import (
    Called,
    register_call,
)
from debiet.complaints.actions.choosing import (
    choose,
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
from debiet.complaints.actions.exporting import (
    export_register,
)
from debiet.complaints.actions.judging import (
    call_question,
    take_up,
)
from debiet.complaints.actions.letters_left import Judgment
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
from debiet.complaints.actions.registering import (
    IsComplaint,
    LaterMomentNeedsReason,
    MomentInFuture,
    Said,
    add_way,
    change_moment,
    register_complaint,
)
from debiet.complaints.actions.sweeping import (
    note_silence,
)
from debiet.complaints.letters import (
    Choice,
)

__all__ = [
    "AnswerUnderway",
    "Called",
    "Choice",
    "ComplainFirst",
    "CorrectionNeedsReason",
    "Decision",
    "Direct",
    "ExpectedDayPast",
    "FileClosed",
    "HandledTheCase",
    "InTheFacts",
    "IsComplaint",
    "Judgment",
    "LastTermPast",
    "LastTermTooLate",
    "LaterMomentNeedsReason",
    "MomentInFuture",
    "NoRemedyStep",
    "NoStatement",
    "NormsDoNotFit",
    "NotCorrectable",
    "NotHandler",
    "NotTheOffices",
    "NothingWritten",
    "OfficeSaysSo",
    "OutcomeMissing",
    "OutsideIncomplete",
    "OutsideNotNeeded",
    "OwnProposal",
    "RemedyNeedsAmount",
    "RemedyNeedsDay",
    "RemedyNeedsReason",
    "Said",
    "SaysConflict",
    "Sent",
    "Task",
    "TermOver",
    "WasExplained",
    "accept_answer",
    "acknowledge",
    "acknowledge_file",
    "add_finding",
    "add_way",
    "answer_complaint",
    "ask_explanation",
    "ask_for_ombuds",
    "call_question",
    "change_moment",
    "choose",
    "close_file",
    "complain",
    "explain",
    "export_register",
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
    "put_conflict",
    "register_call",
    "register_complaint",
    "register_sent",
    "remind_of_explanation",
    "report_conflict",
    "say_cannot_solve",
    "set_last_term",
    "state_ties",
    "step_action",
    "step_remedy",
    "take_complaint",
    "take_file",
    "take_in",
    "take_over_late",
    "take_sent",
    "take_up",
    "tell_of_explanation",
    "tell_office",
    "withdraw_complaint",
    "write_decision",
    "write_holding",
]
