"""Everything that reads cases; one file a subject."""

from debiet.cases.queries.callbacks import (
    CallbackRow,
    CallbackTry,
    callback,
    callbacks,
    callbacks_of_case,
    missed_callback_ids,
)
from debiet.cases.queries.erasing import (
    case_ids_of_person,
    cases_closed,
    customers_with_cases,
    recipients_about,
)
from debiet.cases.queries.files import (
    case_file,
    contact_files,
)
from debiet.cases.queries.held import (
    HeldMessage,
    held_message,
)
from debiet.cases.queries.links import (
    LinkedCase,
    related_cases,
    suggested_links,
)
from debiet.cases.queries.originals import (
    MailAsSent,
    mail_as_sent,
    original_mail,
)
from debiet.cases.queries.page import (
    CasePage,
    EarlierCase,
    TimelineEntry,
    case_compartment,
    case_id_of,
    case_page,
    earlier_cases,
    open_cases_of,
    suggested_customers,
)
from debiet.cases.queries.pointing import (
    PointedAt,
    pointed_at,
)
from debiet.cases.queries.proof import (
    Hole,
    Proof,
    proof,
    unaccounted,
)
from debiet.cases.queries.public import (
    PublicCase,
    PublicContact,
    Sender,
    public_case,
    status_code_of,
    visitor_for,
)
from debiet.cases.queries.ratings import (
    LowRating,
    OwnRating,
    low_ratings,
    own_rating,
)
from debiet.cases.queries.topics import (
    TopicChoice,
    favorite_topics,
    topic_choices,
    topic_compartment,
    topic_label,
    topic_path,
)
from debiet.cases.queries.worklists import (
    BROKEN_CALLBACKS,
    CALLBACKS,
    COUNT_BOUND,
    LOW_RATINGS,
    Position,
    Scope,
    Worklist,
    WorklistPage,
    WorklistRow,
    counts,
    worklist,
)

__all__ = [
    "BROKEN_CALLBACKS",
    "CALLBACKS",
    "COUNT_BOUND",
    "LOW_RATINGS",
    "CallbackRow",
    "CallbackTry",
    "CasePage",
    "EarlierCase",
    "HeldMessage",
    "Hole",
    "LinkedCase",
    "LowRating",
    "MailAsSent",
    "OwnRating",
    "PointedAt",
    "Position",
    "Proof",
    "PublicCase",
    "PublicContact",
    "Scope",
    "Sender",
    "TimelineEntry",
    "TopicChoice",
    "Worklist",
    "WorklistPage",
    "WorklistRow",
    "callback",
    "callbacks",
    "callbacks_of_case",
    "case_compartment",
    "case_file",
    "case_id_of",
    "case_ids_of_person",
    "case_page",
    "cases_closed",
    "contact_files",
    "counts",
    "customers_with_cases",
    "earlier_cases",
    "favorite_topics",
    "held_message",
    "low_ratings",
    "mail_as_sent",
    "missed_callback_ids",
    "open_cases_of",
    "original_mail",
    "own_rating",
    "pointed_at",
    "proof",
    "public_case",
    "recipients_about",
    "related_cases",
    "status_code_of",
    "suggested_customers",
    "suggested_links",
    "topic_choices",
    "topic_compartment",
    "topic_label",
    "topic_path",
    "unaccounted",
    "visitor_for",
    "worklist",
]
