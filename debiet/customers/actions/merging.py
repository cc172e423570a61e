"""Finding customers that may be one, and merging them by a pointer that can be taken away again."""

from collections.abc import Collection, Iterable, Mapping
from datetime import date, datetime
from itertools import islice
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from debiet.core import audit
from debiet.core.actor import Actor
from debiet.core.errors import ChangedMeanwhile, NotFound, Refused
from debiet.core.operations import action
from debiet.core.references import reference
from debiet.customers import queries
from debiet.customers.models import Customer, CustomerMerge, SuspectedDuplicate
from debiet.customers.normalize import sort_key
from debiet.rules.access import Permission
from debiet.rules.cases import Segment
from debiet.rules.duplicates import FIELDS, Taken, is_suspected, restored, signs, weight
from debiet.staff import queries as staff

CHUNK = 2_000
"""So many pairs are compared at once."""


class MergeImpossible(Refused):
    """Only two whole customers become one: no chains, no rings."""

    code = "customers.merge-impossible"
    message = _(
        "These two cannot become one: one of them is merged already. Undo that first, or keep the "
        "other one."
    )


class MergeNotYours(Refused):
    """Not everything of both is open to whoever merges, or not to the same people."""

    code = "customers.merge-not-yours"
    message = _("These two cannot be merged here. Ask the data protection officer.")


@action(permission=Permission.EDIT_CUSTOMERS)
def find_duplicates(*, given: Mapping[int, Collection[str]], by: Actor, at: datetime) -> int:
    """Put pairs that may be one customer on the worklist, each once for ever.

    :param given: customer numbers that customers named as their own in their cases, by their id
    """
    pairs = iter(sorted(queries.pairs_to_compare(given)))
    found = 0
    while chunk := list(islice(pairs, CHUNK)):
        known = queries.known_of({key for pair in chunk for key in pair}, given)
        rows = []
        for first, second in chunk:
            if first not in known or second not in known:
                continue
            shared = signs(known[first], known[second])
            if is_suspected(shared):
                rows.append(
                    SuspectedDuplicate(
                        first_id=first,
                        second_id=second,
                        signs=[str(sign) for sign in shared],
                        weight=weight(shared),
                        found_at=at,
                    )
                )
        SuspectedDuplicate.objects.bulk_create(rows, ignore_conflicts=True)
        audit.record_all(reference("customer", row.first_id) for row in rows)
        found += len(rows)
    return found


@action(permission=Permission.EDIT_CUSTOMERS)
def dismiss_pair(*, pair_id: int, by: Actor, at: datetime) -> None:
    """Say that two customers are not one; they are not suspected again.

    :raises NotFound: if there is no such pair that waits
    """
    pair = SuspectedDuplicate.objects.select_for_update().filter(pk=pair_id, settled_as="").first()
    if pair is None:
        raise NotFound
    _settle(pair.first_id, pair.second_id, "two", at)
    audit.record(reference("customer", pair.first_id), facts={"not": pair.second_id})


@action(permission=Permission.EDIT_CUSTOMERS)
def merge_customers(
    *,
    kept_id: int,
    other_id: int,
    chosen: Mapping[str, Taken],
    seen_versions: tuple[int, int],
    compartments: Collection[str],
    by: Actor,
    at: datetime,
) -> int:
    """Make a customer one with another: a pointer, and the chosen fields on the one that is kept.

    Returns the id by which it can be undone.

    Nothing moves: cases, accounts and contact points keep whose they were, and are read together.

    :param chosen: for each field that differs, whose value is taken
    :param seen_versions: of the kept one and of the other
    :param compartments: those in which either has something
    :raises MergeNotYours: if one of them is closed to the actor
    :raises MergeImpossible: if one of both is merged, or others are merged into the other one
    :raises ChangedMeanwhile: if somebody changed one of them after they were compared
    :raises NotFound: if one does not exist
    """
    kept, other = _both(kept_id, other_id)
    has_bond = queries.tied_employee_ids(kept.pk) != queries.tied_employee_ids(other.pk)
    if has_bond or not set(compartments) <= by.compartments:
        raise MergeNotYours
    has_members = Customer.objects.filter(merged_into=other).exists()
    if kept.pk == other.pk or kept.merged_into_id or other.merged_into_id or has_members:
        raise MergeImpossible
    if (kept.version, other.version) != seen_versions:
        raise ChangedMeanwhile
    before = _fields(kept)
    for field in FIELDS:
        if chosen.get(field) is Taken.OTHER:
            setattr(kept, field, getattr(other, field))
    _save(kept)
    other.merged_into = kept
    other.save(update_fields=["merged_into"])
    colleague = staff.employee_of(by.user_id) if by.user_id else None
    merge = CustomerMerge.objects.create(
        kept=kept,
        other=other,
        chosen={field: str(taken) for field, taken in chosen.items()},
        before=before,
        merged=_fields(kept),
        employee_id=colleague.employee_id if colleague else None,
        merged_at=at,
    )
    _settle(kept.pk, other.pk, "one", at)
    _audit(kept, other, {"merge": merge.pk})
    return merge.pk


@action(permission=Permission.EDIT_CUSTOMERS)
def undo_merge(*, merge_id: int, customer_id: int, by: Actor, at: datetime) -> None:
    """Make two customers of one again; what the merge chose goes back, unless changed since.

    :raises NotFound: if there is no such merge of that customer, or it was undone before
    """
    waiting = CustomerMerge.objects.filter(
        pk=merge_id, kept=customer_id, undone_at__isnull=True
    ).first()
    if waiting is None:
        raise NotFound
    kept, other = _both(waiting.kept_id, waiting.other_id)
    merge = CustomerMerge.objects.select_for_update().get(pk=merge_id)
    if merge.undone_at is not None:
        raise NotFound
    for field, value in restored(merge.before, merge.merged, _fields(kept)).items():
        setattr(kept, field, _value(field, value))
    _save(kept)
    other.merged_into = None
    other.save(update_fields=["merged_into"])
    merge.undone_at = at
    merge.save(update_fields=["undone_at"])
    _settle(kept.pk, other.pk, "", None)
    _audit(kept, other, {"undone": merge.pk})


def _both(kept_id: int, other_id: int) -> tuple[Customer, Customer]:
    """Lock both in the order of their ids, so that two merges at once come one after the other."""
    rows = Customer.objects.select_for_update().filter(pk__in=[kept_id, other_id]).order_by("pk")
    found = {row.pk: row for row in rows}
    if kept_id not in found or other_id not in found:
        raise NotFound
    return found[kept_id], found[other_id]


def _fields(customer: Customer) -> dict[str, Any]:
    values = {field: getattr(customer, field) for field in FIELDS}
    return values | {
        "segment": str(customer.segment),
        "born_on": customer.born_on.isoformat() if customer.born_on else None,
    }


def _value(field: str, value: Any) -> Any:
    if field == "born_on":
        return date.fromisoformat(value) if value else None
    return Segment(value) if field == "segment" else value


def _save(kept: Customer) -> None:
    kept.sort_key = sort_key(kept.name)
    kept.version += 1
    kept.save(update_fields=[*FIELDS, "sort_key", "version"])


def _settle(one: int, other: int, outcome: str, at: datetime | None) -> None:
    pair = Q(first=min(one, other), second=max(one, other))
    SuspectedDuplicate.objects.filter(pair).update(settled_as=outcome, settled_at=at)


def _audit(kept: Customer, other: Customer, facts: Mapping[str, object]) -> None:
    both: Iterable[str] = (reference("customer", one.pk) for one in (kept, other))
    audit.record_all(both, facts=dict(facts))
