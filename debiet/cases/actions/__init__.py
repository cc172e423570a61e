"""Everything that changes cases; one file a subject, its refusals beside it."""

from debiet.cases.actions.addressing import (
    AddressMissing,
    ReachedAlready,
    tell_address,
)
from debiet.cases.actions.answering import (
    BeforeOpening,
    InTheFuture,
    NoAddress,
    answer_case,
    record_contact,
)
from debiet.cases.actions.assigning import (
    assign_again,
    assign_moved,
    assign_opened,
    set_assignment,
)
from debiet.cases.actions.bulk import (
    BulkPlan,
    change_in_bulk,
    undo_bulk,
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
from debiet.cases.actions.emergencies import (
    JudgmentMissing,
    NotConfirmed,
    NotNeeded,
    OwnReview,
    ReasonTooShort,
    ReviewStands,
    end_emergency,
    erase_emergencies,
    open_emergency,
    review_emergency,
    tell_of_emergency,
    tell_ombuds_tried,
    tell_unjudged,
)
from debiet.cases.actions.erasing import (
    erase_cases,
)
from debiet.cases.actions.following_up import (
    FollowUpInThePast,
    end_follow_up,
    plan_follow_up,
    tell_follow_up,
)
from debiet.cases.actions.freezing import (
    copy_contact,
    freeze_case,
    thaw_case,
)
from debiet.cases.actions.handing_over import (
    CannotTakeOver,
    check_final_day,
    check_successor,
    hand_over,
    let_go,
    move_team_work,
    retire_team,
)
from debiet.cases.actions.handling import (
    AlreadyThere,
    CaseChanges,
    ComplaintOwed,
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
from debiet.cases.actions.leaving import (
    report_leaver,
)
from debiet.cases.actions.linking import (
    settle_suggested_link,
)
from debiet.cases.actions.locking import (
    CaseIsMerged,
    CaseIsWithOmbuds,
    EmptyText,
)
from debiet.cases.actions.mailing_notices import (
    mail_notice,
    send_digest,
)
from debiet.cases.actions.merging import (
    ClosedCase,
    LeadingIsMerged,
    LeadsOthers,
    MergedComplaint,
    OtherAsker,
    merge_case,
    unmerge_case,
)
from debiet.cases.actions.merging_customers import (
    find_duplicate_customers,
    merge_two_customers,
)
from debiet.cases.actions.notices import (
    NoticePlace,
    place_notice,
    show_notice,
)
from debiet.cases.actions.opening import (
    Contact,
    Opened,
    UnknownTopic,
    open_case,
)
from debiet.cases.actions.pairs import (
    NoOtherCase,
)
from debiet.cases.actions.presence import (
    Present,
    be_present,
)
from debiet.cases.actions.rating import (
    NotClosed,
    RatingStands,
    rate_case,
    settle_rating,
    tell_low_rating,
)
from debiet.cases.actions.regimes import (
    NotInTheOffice,
    refer_by,
    set_regime,
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
from debiet.cases.actions.relating import (
    LinkContradicts,
    relate_cases,
    unrelate_cases,
)
from debiet.cases.actions.releasing import (
    NotHeld,
    NotSetAside,
    open_from_quarantine,
    set_aside,
    take_back,
)
from debiet.cases.actions.segments import (
    set_segment,
)
from debiet.cases.actions.settling import (
    TakeOutcome,
)
from debiet.cases.actions.snoozing import (
    AsideInThePast,
    AsidePastRisk,
    AsideTooLong,
    snooze_case,
    wake_case,
)
from debiet.cases.actions.splitting import (
    NotFromCustomer,
    split_case,
)
from debiet.cases.actions.taking_over import (
    take_over_moved,
)
from debiet.cases.actions.tasking import (
    NotYourTask,
    WrongTaskStep,
    ask_task,
    settle_offer,
    step_task,
    take_task,
    tell_task_step,
)
from debiet.cases.actions.telling import (
    note_failed_message,
    note_rejected_letter,
    take_over_deadlines,
    take_over_held_deadline,
    take_over_task_deadline,
    tell_leads,
)
from debiet.cases.actions.telling_many import (
    tell_asker,
)
from debiet.cases.actions.topic_writing import (
    TopicDraft,
    TopicRefused,
    check_bring_back,
    check_code,
    check_draft,
    check_merge,
    check_retire,
)
from debiet.cases.actions.topics import (
    add_topic,
    bring_back_topic,
    change_topic,
    merge_topic,
    retire_topic,
    save_topic,
)
from debiet.cases.actions.visiting import (
    Question,
    add_words,
    ask_question,
    confirm_solved,
    keep_question,
)
from debiet.cases.actions.writing_letters import (
    Composing,
    write_letter,
)
from debiet.cases.referral import (
    AnswerWithoutReferral,
)

__all__ = [
    "AddressMissing",
    "AlreadyThere",
    "AnswerWithoutReferral",
    "AsideInThePast",
    "AsidePastRisk",
    "AsideTooLong",
    "BeforeOpening",
    "BulkPlan",
    "CallbackEnded",
    "CannotTakeOver",
    "CaseChanges",
    "CaseIsMerged",
    "CaseIsWithOmbuds",
    "ClosedCase",
    "ClosedPart",
    "ComplaintOwed",
    "Composing",
    "Contact",
    "EmptyText",
    "FollowUpInThePast",
    "InTheFuture",
    "JudgmentMissing",
    "LeadingIsMerged",
    "LeadsOthers",
    "LetterQuestion",
    "LinkContradicts",
    "MayBeKnown",
    "MergedComplaint",
    "NewContact",
    "NoAddress",
    "NoOtherCase",
    "NoPhone",
    "NotClosed",
    "NotConfirmed",
    "NotEnoughForCustomer",
    "NotFromCustomer",
    "NotHeld",
    "NotInTheOffice",
    "NotNeeded",
    "NotSetAside",
    "NotYourTask",
    "NoticePlace",
    "Opened",
    "OtherAsker",
    "OtherCompartment",
    "OtherCustomer",
    "OwnReview",
    "Present",
    "Promise",
    "Question",
    "RatingStands",
    "ReachedAlready",
    "ReasonTooShort",
    "Registered",
    "RegisteredLetter",
    "Registration",
    "ReviewStands",
    "TakeOutcome",
    "TopicDraft",
    "TopicRefused",
    "UnknownCase",
    "UnknownTopic",
    "UnprovedAddress",
    "Way",
    "WindowOver",
    "WrongTaskStep",
    "add_topic",
    "add_way",
    "add_words",
    "answer_case",
    "ask_code",
    "ask_question",
    "ask_task",
    "assign_again",
    "assign_case",
    "assign_moved",
    "assign_opened",
    "be_present",
    "bring_back_topic",
    "change_in_bulk",
    "change_topic",
    "check_bring_back",
    "check_code",
    "check_draft",
    "check_final_day",
    "check_merge",
    "check_retire",
    "check_successor",
    "confirm_solved",
    "copy_contact",
    "correct_moment",
    "edit_case",
    "end_emergency",
    "end_follow_up",
    "erase_cases",
    "erase_emergencies",
    "extend_term",
    "find_duplicate_customers",
    "freeze_case",
    "hand_over",
    "keep_question",
    "let_go",
    "link_customer",
    "mail_notice",
    "merge_case",
    "merge_topic",
    "merge_two_customers",
    "move_team_work",
    "note_failed_message",
    "note_rejected_letter",
    "open_case",
    "open_emergency",
    "open_from_quarantine",
    "pause_case",
    "place_notice",
    "plan_follow_up",
    "promise_callback",
    "quarantine",
    "rate_case",
    "record_attempt",
    "record_contact",
    "refer_by",
    "register_contact",
    "register_letter",
    "relate_cases",
    "reopen_case",
    "report_leaver",
    "resolve_case",
    "resume_case",
    "retire_team",
    "retire_topic",
    "review_emergency",
    "save_topic",
    "send_code",
    "send_digest",
    "set_aside",
    "set_assignment",
    "set_regime",
    "set_segment",
    "settle_offer",
    "settle_rating",
    "settle_suggested_link",
    "show_notice",
    "snooze_case",
    "split_case",
    "step_task",
    "take_back",
    "take_over_deadlines",
    "take_over_held_deadline",
    "take_over_moved",
    "take_over_task_deadline",
    "take_raw_message",
    "take_task",
    "take_up",
    "tell_address",
    "tell_asker",
    "tell_follow_up",
    "tell_leads",
    "tell_low_rating",
    "tell_missed_callback",
    "tell_of_emergency",
    "tell_ombuds_tried",
    "tell_task_step",
    "tell_unjudged",
    "thaw_case",
    "tie_call_to_case",
    "undo_bulk",
    "unmerge_case",
    "unrelate_cases",
    "wake_case",
    "withdraw_callback",
    "write_letter",
    "write_note",
]
