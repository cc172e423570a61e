"""Everything that changes customers; one file a subject."""

from debiet.customers.actions.choosing import (
    NotForThisKind,
    choose_delivery,
    set_large_print,
)
from debiet.customers.actions.recording import (
    AccountNumberTaken,
    Address,
    NewCustomer,
    add_account,
    add_contact_point,
    add_customer,
    add_customers,
)
from debiet.customers.actions.verifying import (
    FAILURES_ALLOWED,
    NothingSaid,
    UnknownFact,
    VerificationLocked,
    VerificationOutcome,
    save_verification_rule,
    tell_lockout,
    verify_caller,
)

__all__ = [
    "FAILURES_ALLOWED",
    "AccountNumberTaken",
    "Address",
    "NewCustomer",
    "NotForThisKind",
    "NothingSaid",
    "UnknownFact",
    "VerificationLocked",
    "VerificationOutcome",
    "add_account",
    "add_contact_point",
    "add_customer",
    "add_customers",
    "choose_delivery",
    "save_verification_rule",
    "set_large_print",
    "tell_lockout",
    "verify_caller",
]
