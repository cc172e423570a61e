"""Everything that reads cases; one file a subject."""

from debiet.cases.queries.held import HeldMessage, held_message
from debiet.cases.queries.page import (
    CasePage,
    EarlierCase,
    TimelineEntry,
    case_id_of,
    case_page,
    earlier_cases,
    suggested_customers,
)
from debiet.cases.queries.pointing import PointedAt, pointed_at
from debiet.cases.queries.proof import Hole, Proof, proof, unaccounted
from debiet.cases.queries.public import (
    PublicCase,
    PublicContact,
    Sender,
    public_case,
    status_code_of,
    visitor_for,
)
from debiet.cases.queries.topics import TopicChoice, topic_choices, topic_label, topic_path
from debiet.cases.queries.worklists import (
    COUNT_BOUND,
    Position,
    Scope,
    Worklist,
    WorklistPage,
    WorklistRow,
    counts,
    worklist,
)

__all__ = [
    "COUNT_BOUND",
    "CasePage",
    "EarlierCase",
    "HeldMessage",
    "Hole",
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
    "case_id_of",
    "case_page",
    "counts",
    "earlier_cases",
    "held_message",
    "pointed_at",
    "proof",
    "public_case",
    "status_code_of",
    "suggested_customers",
    "topic_choices",
    "topic_label",
    "topic_path",
    "unaccounted",
    "visitor_for",
    "worklist",
]
