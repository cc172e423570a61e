"""Merging customers as far as their cases allow it, and finding those that may be one."""

from collections.abc import Mapping
from datetime import datetime

from debiet.cases import queries
from debiet.core.actor import Actor
from debiet.core.operations import action
from debiet.customers import actions as customers
from debiet.rules.access import Permission
from debiet.rules.duplicates import Taken


@action(permission=Permission.EDIT_CUSTOMERS)
def merge_two_customers(
    *,
    kept_id: int,
    other_id: int,
    chosen: Mapping[str, Taken],
    seen_versions: tuple[int, int],
    by: Actor,
    at: datetime,
) -> int:
    """Merge two customers whose cases are all open to the actor (`customers.merge_customers`)."""
    return customers.merge_customers(
        kept_id=kept_id,
        other_id=other_id,
        chosen=chosen,
        seen_versions=seen_versions,
        compartments=queries.compartments_of_customers([kept_id, other_id]),
        by=by,
        at=at,
    )


@action(permission=Permission.EDIT_CUSTOMERS)
def find_duplicate_customers(*, by: Actor, at: datetime) -> int:
    """Put customers that may be one on the worklist, also by what their askers told."""
    return customers.find_duplicates(given=queries.account_numbers_given(), by=by, at=at)
