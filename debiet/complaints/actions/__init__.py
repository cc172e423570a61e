"""Everything that changes complaints; one file a subject, its refusals beside it."""

from debiet.complaints.actions.answering import (
    AnswerUnderway,
    Judgment,
    NormsDoNotFit,
    OutcomeMissing,
    answer_complaint,
    note_dispatched,
    note_failed,
)
from debiet.complaints.actions.customers import accept_answer, withdraw_complaint
from debiet.complaints.actions.exporting import export_register
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

__all__ = [
    "AnswerUnderway",
    "IsComplaint",
    "Judgment",
    "LaterMomentNeedsReason",
    "MomentInFuture",
    "NormsDoNotFit",
    "OutcomeMissing",
    "Said",
    "accept_answer",
    "add_way",
    "answer_complaint",
    "call_question",
    "change_moment",
    "export_register",
    "note_dispatched",
    "note_failed",
    "note_silence",
    "register_complaint",
    "take_up",
    "withdraw_complaint",
]
