"""Everything that changes customers; one file a subject."""

from debiet.customers.actions.changing import (
    DayImpossible,
    PointKnown,
    change_address,
    give_contact_point,
    retire_contact_point,
    take_over_dates,
    verify_contact_point,
)
from debiet.customers.actions.choosing import (
    NotForThisKind,
    choose_delivery,
    set_large_print,
)
from debiet.customers.actions.noting import (
    NoteEmpty,
    NoteNeedsEnd,
    RelationEndsBefore,
    RelationImpossible,
    end_relation,
    relate_customers,
    remove_customer_note,
    sweep_customer_notes,
    write_customer_note,
)
from debiet.customers.actions.opening import (
    WordsMissing,
    open_file,
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
    "DayImpossible",
    "NewCustomer",
    "NotForThisKind",
    "NoteEmpty",
    "NoteNeedsEnd",
    "NothingSaid",
    "PointKnown",
    "RelationEndsBefore",
    "RelationImpossible",
    "UnknownFact",
    "VerificationLocked",
    "VerificationOutcome",
    "WordsMissing",
    "add_account",
    "add_contact_point",
    "add_customer",
    "add_customers",
    "change_address",
    "choose_delivery",
    "end_relation",
    "give_contact_point",
    "open_file",
    "relate_customers",
    "remove_customer_note",
    "retire_contact_point",
    "save_verification_rule",
    "set_large_print",
    "sweep_customer_notes",
    "take_over_dates",
    "tell_lockout",
    "verify_caller",
    "verify_contact_point",
    "write_customer_note",
]
