"""Everything that changes cases; one file a subject, its refusals beside it."""

from debiet.cases.actions.answering import (
    BeforeOpening,
    InTheFuture,
    NoAddress,
    answer_case,
    record_contact,
)
from debiet.cases.actions.callbacks import (
    CallbackEnded,
    NoPhone,
    WindowOver,
    promise_callback,
    record_attempt,
    tell_missed_callback,
    withdraw_callback,
)
from debiet.cases.actions.coding import (
    ask_code,
    send_code,
)
from debiet.cases.actions.correcting import (
    correct_moment,
)
from debiet.cases.actions.erasing import (
    erase_cases,
)
from debiet.cases.actions.handling import (
    AlreadyThere,
    CaseChanges,
    OtherCompartment,
    assign_case,
    edit_case,
    extend_term,
    link_customer,
    pause_case,
    reopen_case,
    resolve_case,
    resume_case,
    write_note,
)
from debiet.cases.actions.intake import (
    quarantine,
    take_raw_message,
    take_up,
)
from debiet.cases.actions.linking import (
    settle_suggested_link,
)
from debiet.cases.actions.locking import (
    EmptyText,
)
from debiet.cases.actions.opening import (
    Contact,
    Opened,
    UnknownTopic,
    open_case,
)
from debiet.cases.actions.rating import (
    NotClosed,
    RatingStands,
    rate_case,
    settle_rating,
    tell_low_rating,
)
from debiet.cases.actions.registering import (
    ClosedPart,
    MayBeKnown,
    NewContact,
    NotEnoughForCustomer,
    OtherCustomer,
    Promise,
    Registered,
    UnknownCase,
    UnprovedAddress,
    register_contact,
    tie_call_to_case,
)
from debiet.cases.actions.registering_letters import (
    LetterQuestion,
    RegisteredLetter,
    Registration,
    Way,
    add_way,
    register_letter,
)
from debiet.cases.actions.releasing import (
    NotHeld,
    open_from_quarantine,
    set_aside,
)
from debiet.cases.actions.settling import (
    TakeOutcome,
)
from debiet.cases.actions.telling import (
    note_failed_message,
    note_rejected_letter,
    take_over_deadlines,
    take_over_held_deadline,
    tell_leads,
)
from debiet.cases.actions.topics import (
    save_topic,
)
from debiet.cases.actions.visiting import (
    Question,
    add_words,
    ask_question,
    confirm_solved,
)

__all__ = [
    "AlreadyThere",
    "BeforeOpening",
    "CallbackEnded",
    "CaseChanges",
    "ClosedPart",
    "Contact",
    "EmptyText",
    "InTheFuture",
    "LetterQuestion",
    "MayBeKnown",
    "NewContact",
    "NoAddress",
    "NoPhone",
    "NotClosed",
    "NotEnoughForCustomer",
    "NotHeld",
    "Opened",
    "OtherCompartment",
    "OtherCustomer",
    "Promise",
    "Question",
    "RatingStands",
    "Registered",
    "RegisteredLetter",
    "Registration",
    "TakeOutcome",
    "UnknownCase",
    "UnknownTopic",
    "UnprovedAddress",
    "Way",
    "WindowOver",
    "add_way",
    "add_words",
    "answer_case",
    "ask_code",
    "ask_question",
    "assign_case",
    "confirm_solved",
    "correct_moment",
    "edit_case",
    "erase_cases",
    "extend_term",
    "link_customer",
    "note_failed_message",
    "note_rejected_letter",
    "open_case",
    "open_from_quarantine",
    "pause_case",
    "promise_callback",
    "quarantine",
    "rate_case",
    "record_attempt",
    "record_contact",
    "register_contact",
    "register_letter",
    "reopen_case",
    "resolve_case",
    "resume_case",
    "save_topic",
    "send_code",
    "set_aside",
    "settle_rating",
    "settle_suggested_link",
    "take_over_deadlines",
    "take_over_held_deadline",
    "take_raw_message",
    "take_up",
    "tell_leads",
    "tell_low_rating",
    "tell_missed_callback",
    "tie_call_to_case",
    "withdraw_callback",
    "write_note",
]
