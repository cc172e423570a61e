"""Everything that changes complaints; one file a subject, its refusals beside it."""

from debiet.complaints.actions.acknowledging import acknowledge
from debiet.complaints.actions.answering import (
    AnswerUnderway,
    Judgment,
    NormsDoNotFit,
    OutcomeMissing,
    answer_complaint,
    note_dispatched,
    note_failed,
)
from debiet.complaints.actions.calling import Called, register_call
from debiet.complaints.actions.choosing import choose
from debiet.complaints.actions.complaining import (
    Sent,
    complain,
    make_complaint,
    register_sent,
    take_sent,
)
from debiet.complaints.actions.customers import accept_answer, withdraw_complaint
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
from debiet.complaints.actions.judging import call_question, take_up
from debiet.complaints.actions.registering import (
    IsComplaint,
    LaterMomentNeedsReason,
    MomentInFuture,
    Said,
    add_way,
    change_moment,
    register_complaint,
)
from debiet.complaints.actions.sweeping import note_silence
from debiet.complaints.letters import Choice

__all__ = [
    "AnswerUnderway",
    "Called",
    "Choice",
    "ComplainFirst",
    "IsComplaint",
    "Judgment",
    "LastTermPast",
    "LastTermTooLate",
    "LaterMomentNeedsReason",
    "MomentInFuture",
    "NormsDoNotFit",
    "OutcomeMissing",
    "Said",
    "Sent",
    "accept_answer",
    "acknowledge",
    "add_way",
    "answer_complaint",
    "ask_for_ombuds",
    "call_question",
    "change_moment",
    "choose",
    "complain",
    "make_complaint",
    "note_dispatched",
    "note_failed",
    "note_silence",
    "pass_on_message",
    "register_call",
    "register_complaint",
    "register_sent",
    "report_conflict",
    "say_cannot_solve",
    "set_last_term",
    "take_complaint",
    "take_over_late",
    "take_sent",
    "take_up",
    "withdraw_complaint",
]
