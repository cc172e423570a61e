"""Everything that reads customers; one file a subject."""

from debiet.customers.queries.finding import (
    CustomerCard,
    candidate_ids,
    cards,
    names,
    search,
    search_ids,
    segment_of,
)
from debiet.customers.queries.reaching import (
    Reached,
    callable_number,
    postal_lines,
    reached,
    way_for,
    ways_to,
)
from debiet.customers.queries.searching import CustomersFound, customers_found
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
    "CustomerCard",
    "CustomersFound",
    "Glimpse",
    "Reached",
    "callable_number",
    "candidate_ids",
    "cards",
    "customers_found",
    "failed_verifications",
    "glimpses",
    "names",
    "on_file",
    "postal_lines",
    "reached",
    "search",
    "search_ids",
    "segment_of",
    "verification",
    "verification_rule",
    "way_for",
    "ways_to",
]
