"""Everything that reads customers; one file a subject."""

from debiet.customers.models import ContactKind
from debiet.customers.queries.finding import (
    CustomerCard,
    candidate_ids,
    cards,
    names,
    search,
    search_ids,
    segment_of,
)
from debiet.customers.queries.opening import (
    Standing,
    standing,
)
from debiet.customers.queries.person import (
    CustomerFile,
    KnownAccount,
    KnownPoint,
    RelatedPerson,
    customer_file,
)
from debiet.customers.queries.reaching import (
    Reached,
    callable_number,
    postal_lines,
    reached,
    way_for,
    ways_to,
)
from debiet.customers.queries.verifying import (
    HOLDS_FOR,
    LOCKED_FOR,
    AskedFacts,
    Glimpse,
    failed_verifications,
    glimpses,
    on_file,
    verification,
    verification_rule,
)

__all__ = [
    "HOLDS_FOR",
    "LOCKED_FOR",
    "AskedFacts",
    "ContactKind",
    "CustomerCard",
    "CustomerFile",
    "Glimpse",
    "KnownAccount",
    "KnownPoint",
    "Reached",
    "RelatedPerson",
    "Standing",
    "callable_number",
    "candidate_ids",
    "cards",
    "customer_file",
    "failed_verifications",
    "glimpses",
    "names",
    "on_file",
    "postal_lines",
    "reached",
    "search",
    "search_ids",
    "segment_of",
    "standing",
    "verification",
    "verification_rule",
    "way_for",
    "ways_to",
]
