"""What is kept whatever its term."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from debiet.core.actor import Actor
from debiet.core.reading import query
from debiet.core.references import parts
from debiet.customers import erasing as customers
from debiet.retention.kinds import Held
from debiet.retention.models import LegalHold
from debiet.rules.retention import Hold, RecordKind
from debiet.staff import queries as staff
from debiet.staff.visibility import visible


@dataclass(frozen=True, slots=True)
class HoldRow:
    """A hold as a list shows it."""

    hold_id: int
    subject_kind: str
    subject: str
    reason: str
    placed_on: date
    placed_by: str
    until: date | None
    holds: bool


@query(personal=True)
def holds(*, viewer: Actor, on: date, limit: int) -> list[HoldRow]:
    """Return the holds that were not lifted, the newest first."""
    rows = visible(LegalHold.objects.filter(lifted_on__isnull=True), viewer)
    found = list(rows.order_by("-id")[:limit])
    names = staff.names_by_user(row.placed_by_id for row in found if row.placed_by_id)
    return [
        HoldRow(
            hold_id=row.pk,
            subject_kind=parts(row.subject)[0],
            subject=parts(row.subject)[1],
            reason=row.reason,
            placed_on=row.placed_on,
            placed_by=names.get(row.placed_by_id or 0, ""),
            until=row.until,
            holds=Hold(row.placed_on, row.until, row.lifted_on).holds_on(on),
        )
        for row in found
    ]


@query(personal=False)
def held_on(on: date) -> Held:
    """Return what holds keep on a day, in every part of the house.

    A hold on a customer is on all who are one with it.
    """
    numbers, customer_ids = set(), set()
    for row in LegalHold.objects.filter(lifted_on__isnull=True):
        if Hold(row.placed_on, row.until, row.lifted_on).holds_on(on):
            kind, number = parts(row.subject)
            if kind == "case":
                numbers.add(number)
            else:
                customer_ids.add(int(number))
    families = customers.one_with_each(customer_ids).values()
    customer_ids |= {one for family in families for one in family}
    return Held(frozenset(numbers), frozenset(customer_ids))


@query(personal=False)
def basis(*, months: Mapping[RecordKind, int], on: date) -> str:
    """Return a sign of what a preview rests on: it changes when months or holds do."""
    held = held_on(on)
    said = {
        "months": dict(sorted(months.items())),
        "cases": sorted(held.numbers),
        "customers": sorted(held.customer_ids),
    }
    return hashlib.sha256(json.dumps(said, sort_keys=True).encode()).hexdigest()
