"""Everything that reads customers; one file a subject."""

from debiet.customers.models import (
    ContactKind,
)
from debiet.customers.queries.bonds import (
    CloseLook,
    Tie,
    bond_between,
    close_among,
    close_customers,
    close_looks,
    tied_employee_ids,
    ties,
)
from debiet.customers.queries.duplicates import (
    SuspectedPair,
    known_of,
    pairs_to_compare,
    suspected_pair,
    suspected_pairs,
)
from debiet.customers.queries.finding import (
    CustomerCard,
    account_form,
    candidate_ids,
    cards,
    kept_id,
    municipality_of,
    names,
    one_with,
    search_ids,
    segment_of,
)
from debiet.customers.queries.opening import (
    Standing,
    standing,
)
from debiet.customers.queries.own_data_kept import own_data
from debiet.customers.queries.person import (
    CustomerFile,
    KnownAccount,
    KnownPoint,
    RelatedPerson,
    customer_file,
    family,
)
from debiet.customers.queries.reaching import (
    Reached,
    callable_number,
    postal_lines,
    reached,
    way_for,
    ways_to,
)
from debiet.customers.queries.searching import (
    CustomersFound,
    customers_found,
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
    "CloseLook",
    "ContactKind",
    "CustomerCard",
    "CustomerFile",
    "CustomersFound",
    "Glimpse",
    "KnownAccount",
    "KnownPoint",
    "Reached",
    "RelatedPerson",
    "Standing",
    "SuspectedPair",
    "Tie",
    "account_form",
    "bond_between",
    "callable_number",
    "candidate_ids",
    "cards",
    "close_among",
    "close_customers",
    "close_looks",
    "customer_file",
    "customers_found",
    "failed_verifications",
    "family",
    "glimpses",
    "kept_id",
    "known_of",
    "municipality_of",
    "names",
    "on_file",
    "one_with",
    "own_data",
    "pairs_to_compare",
    "postal_lines",
    "reached",
    "search_ids",
    "segment_of",
    "standing",
    "suspected_pair",
    "suspected_pairs",
    "tied_employee_ids",
    "ties",
    "verification",
    "verification_rule",
    "way_for",
    "ways_to",
]
