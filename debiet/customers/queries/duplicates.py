"""Reading which customers may be one, and what a merge would give."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import combinations

from django.contrib.postgres.aggregates import ArrayAgg
from django.db.models import Count, QuerySet
from django.db.models.functions import Left

from debiet.core.actor import Actor
from debiet.core.reading import query
from debiet.customers.models import (
    ContactKind,
    ContactPoint,
    Customer,
    CustomerAccount,
    SuspectedDuplicate,
)
from debiet.rules.duplicates import Known, Sign, address_form
from debiet.staff.visibility import visible

CROWD = 8
"""What more customers than this share says nothing: a landlord's number, an office's e-mail."""


@dataclass(frozen=True, slots=True)
class SuspectedPair:
    """A pair on the worklist: initials only are not enough to choose by, so names are shown."""

    pair_id: int
    first_id: int
    second_id: int
    first: str
    second: str
    signs: tuple[Sign, ...]
    weight: int


@query(personal=True)
def suspected_pairs(*, viewer: Actor, limit: int = 50) -> list[SuspectedPair]:
    """Return the pairs that nobody settled, the heaviest first; none of customers merged since."""
    return [_pair(row) for row in _open(viewer).order_by("-weight", "id")[:limit]]


@query(personal=True)
def suspected_pair(pair_id: int, *, viewer: Actor) -> SuspectedPair | None:
    """Return a pair that nobody settled, or None."""
    row = _open(viewer).filter(pk=pair_id).first()
    return _pair(row) if row else None


def _open(viewer: Actor) -> "QuerySet[SuspectedDuplicate]":
    rows = SuspectedDuplicate.objects.select_related("first", "second").filter(
        settled_as="", first__merged_into__isnull=True, second__merged_into__isnull=True
    )
    return visible(rows, viewer)


def _pair(row: SuspectedDuplicate) -> SuspectedPair:
    return SuspectedPair(
        pair_id=row.pk,
        first_id=row.first_id,
        second_id=row.second_id,
        first=row.first.name,
        second=row.second.name,
        signs=tuple(Sign(sign) for sign in row.signs),
        weight=row.weight,
    )


@query(personal=False)
def pairs_to_compare(given: Mapping[int, Iterable[str]]) -> set[tuple[int, int]]:
    """Return the pairs of customers that share something, and were not compared before.

    :param given: customer numbers that a customer named as its own, by its id
    """
    pairs: set[tuple[int, int]] = set()
    for group in _sharing():
        pairs |= set(combinations(sorted(set(group)), 2))
    owners = dict(
        CustomerAccount.objects.filter(
            number__in={number for numbers in given.values() for number in numbers}
        ).values_list("number", "customer_id")
    )
    for customer_id, numbers in given.items():
        for number in numbers:
            if (owner := owners.get(number, customer_id)) != customer_id:
                pairs.add((min(owner, customer_id), max(owner, customer_id)))
    known = SuspectedDuplicate.objects.values_list("first_id", "second_id")
    return pairs - set(known)


def _sharing() -> Iterator[list[int]]:
    """Return groups of customers that share an address, number, place or birth date with name."""
    whole = Customer.objects.filter(merged_into__isnull=True)
    who, many = ArrayAgg("customer_id", distinct=True), Count("customer", distinct=True)
    groups = (
        ContactPoint.objects.filter(is_current=True, customer__merged_into__isnull=True)
        .values("kind", "normalized")
        .annotate(who=who, many=many),
        CustomerAccount.objects.filter(customer__merged_into__isnull=True)
        .values("postal_code", "street", "house_number")
        .annotate(who=who, many=many),
        # Thousands are born on one day: those whose names also begin alike are compared.
        whole.filter(born_on__isnull=False)
        .annotate(begins=Left("sort_key", 2))
        .values("born_on", "begins")
        .annotate(who=ArrayAgg("id"), many=Count("id")),
    )
    for found in groups:
        rows = found.filter(many__gt=1, many__lte=CROWD).values_list("who", flat=True)
        yield from rows.order_by().iterator()


@query(personal=False)
def known_of(customer_ids: Iterable[int], given: Mapping[int, Iterable[str]]) -> dict[int, Known]:
    """Return what is compared of customers, by their id."""
    ids = list(customer_ids)
    people = Customer.objects.filter(pk__in=ids, merged_into__isnull=True)
    emails: dict[int, set[str]] = {}
    phones: dict[int, set[str]] = {}
    for key, kind, form in ContactPoint.objects.filter(
        customer__in=ids, is_current=True
    ).values_list("customer_id", "kind", "normalized"):
        (emails if kind == ContactKind.EMAIL else phones).setdefault(key, set()).add(form)
    places: dict[int, set[str]] = {}
    numbers: dict[int, set[str]] = {key: set(given.get(key, ())) for key in ids}
    for account in CustomerAccount.objects.filter(customer__in=ids):
        numbers[account.customer_id].add(account.number)
        form = address_form(account.street, account.house_number, account.postal_code)
        places.setdefault(account.customer_id, set()).add(form)
    return {
        person.pk: Known(
            name=person.name,
            born_on=person.born_on,
            emails=frozenset(emails.get(person.pk, ())),
            phones=frozenset(phones.get(person.pk, ())),
            addresses=frozenset(places.get(person.pk, ())),
            account_numbers=frozenset(numbers[person.pk]),
        )
        for person in people
    }
