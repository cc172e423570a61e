"""Finding customers and showing who they are."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.db.models.functions import Coalesce

from debiet.core.actor import Actor
from debiet.core.reading import query
from debiet.core.together import Reading, joint_query, reading
from debiet.customers.models import (
    ContactKind,
    ContactPoint,
    Customer,
    CustomerAccount,
)
from debiet.customers.normalize import account_number, normalized, sort_key
from debiet.rules.cases import Segment
from debiet.staff.visibility import visible

KEPT = Coalesce("customer__merged_into_id", "customer_id")
"""Whose a row is: of somebody merged, the customer's it was merged into."""
KEPT_SELF = Coalesce("merged_into_id", "pk")


@dataclass(frozen=True, slots=True)
class CustomerCard:
    """What the desk shows of a customer beside a case."""

    customer_id: int
    name: str
    segment: str
    language: str
    accounts: tuple[tuple[str, str], ...]
    contact_points: tuple[tuple[str, str], ...]
    version: int


@query(personal=False)
def one_with(customer_ids: Iterable[int]) -> "QuerySet[Customer, Any]":
    """Return the ids of customers and of those merged into them, for a filter."""
    ids = list(customer_ids)
    own = Customer.objects.filter(pk__in=ids).values("pk")
    return own.union(Customer.objects.filter(merged_into__in=ids).values("pk"), all=True)


@joint_query(personal=True)
def cards(customer_ids: Iterable[int], *, viewer: Actor) -> Reading[list[CustomerCard]]:
    """Return the cards of customers, in the order of their ids.

    Of somebody merged it is the card of the customer it was merged into, with what both have.
    """
    asked = visible(Customer.objects.filter(pk__in=sorted(set(customer_ids))), viewer)
    kept = asked.values(kept=KEPT_SELF)
    customers = visible(Customer.objects.filter(pk__in=kept), viewer)
    members = Customer.objects.filter(pk__in=kept).values("pk")
    members = members.union(Customer.objects.filter(merged_into__in=kept).values("pk"), all=True)
    accounts = visible(CustomerAccount.objects.filter(customer__in=members), viewer)
    points = visible(ContactPoint.objects.filter(customer__in=members, is_current=True), viewer)
    return reading(
        customers.order_by("id"),
        accounts.annotate(kept=KEPT).order_by("number"),
        points.annotate(kept=KEPT).order_by("-is_preferred", "id"),
        made=_cards,
    )


def _cards(customers: list[Customer], accounts: list[Any], points: list[Any]) -> list[CustomerCard]:
    addresses: dict[int, list[tuple[str, str]]] = {}
    for account in accounts:
        line = f"{account.street} {account.house_number}, "
        line += f"{account.postal_code} {account.municipality}"
        addresses.setdefault(account.kept, []).append((account.number, line))
    reached: dict[int, list[tuple[str, str]]] = {}
    for point in points:
        reached.setdefault(point.kept, []).append((point.kind, point.value))
    return [
        CustomerCard(
            customer_id=customer.pk,
            name=customer.name,
            segment=customer.segment,
            language=customer.language,
            accounts=tuple(addresses.get(customer.pk, ())),
            contact_points=tuple(reached.get(customer.pk, ())),
            version=customer.version,
        )
        for customer in customers
    ]


@query(personal=True)
def names(customer_ids: Iterable[int], *, viewer: Actor) -> dict[int, str]:
    """Return the names of customers the viewer may see."""
    found = visible(Customer.objects.filter(pk__in=set(customer_ids)), viewer)
    return dict(found.values_list("id", "name"))


@joint_query(personal=False)
def candidate_ids(*, email: str = "", phone: str = "", account: str = "") -> Reading[list[int]]:
    """Return every customer that an address, a number or a customer number points to.

    One id is a match; several are shown to an employee, never guessed. An account number that
    belongs to one of those found by address or phone decides between them; one that contradicts
    them adds its owner to the choice.
    """
    told = [
        (kind, normalized(kind, value))
        for kind, value in ((ContactKind.EMAIL, email), (ContactKind.PHONE, phone))
        if value
    ]
    reached = [
        ContactPoint.objects.filter(kind=kind, normalized=form, is_current=True)
        for kind, form in told
        if form
    ]
    number = account_number(account)
    held = CustomerAccount.objects.filter(number=number) if number else None

    def made(*found: list[int]) -> list[int]:
        owners = set(found[-1]) if held is not None else set()
        points = {one for ids in found[: len(reached)] for one in ids}
        return sorted(points & owners or points | owners)

    rows = [*reached, held] if held is not None else reached
    return reading(*(one.values_list(KEPT, flat=True) for one in rows), made=made)


@query(personal=False)
def segment_of(customer_id: int) -> Segment:
    """Return what kind of customer somebody is."""
    return Segment(Customer.objects.values_list("segment", flat=True).get(pk=customer_id))


@query(personal=False)
def municipality_of(customer_id: int, *, account: str = "") -> str:
    """Return the municipality of a customer: of the account that is named, else the only one.

    "" where its accounts are in several, or it has none.
    """
    rows = CustomerAccount.objects.annotate(kept=KEPT).filter(kept=customer_id)
    places = dict(rows.values_list("number", "municipality"))
    every = set(places.values())
    return places.get(account_number(account)) or (every.pop() if len(every) == 1 else "")


@query(personal=True)
def search_ids(
    *,
    name: str = "",
    email: str = "",
    phone: str = "",
    account: str = "",
    address: str = "",
    viewer: Actor,
    limit: int = 10,
) -> list[int]:
    """Return whom a caller may be: by number, address or phone first, else by name, else by street.

    A name needs three letters, an address a postal code or three letters of its street.
    """
    found = candidate_ids(email=email, phone=phone, account=account)
    if not found and len(name.strip()) >= 3:
        named = visible(Customer.objects.filter(sort_key__contains=sort_key(name)), viewer)
        listed = named.order_by("sort_key").values_list(KEPT_SELF, flat=True)[:limit]
        found = list(dict.fromkeys(listed))
    if not found and address:
        found = _at_address(address, viewer, limit)
    return found[:limit]


def _at_address(address: str, viewer: Actor, limit: int) -> list[int]:
    words = address.replace(",", " ").split()
    codes = [word for word in words if word.isdecimal() and len(word) == 4]
    numbers = [word for word in words if word[0].isdecimal() and word not in codes]
    street = next((word for word in words if word.isalpha() and len(word) >= 3), "")
    accounts = visible(CustomerAccount.objects.all(), viewer)
    if not codes and not street:
        return []
    if codes:
        accounts = accounts.filter(postal_code=codes[0])
    if street:
        accounts = accounts.filter(street__istartswith=street)
    if numbers:
        accounts = accounts.filter(house_number__istartswith=numbers[0])
    return sorted(set(accounts.values_list(KEPT, flat=True)[:limit]))


@query(personal=False)
def account_form(typed: str) -> str:
    """Return a typed customer number in the one form it is kept in."""
    return account_number(typed)


@query(personal=False)
def kept_id(customer_id: int) -> int:
    """Return whom a customer was merged into, or itself."""
    return int(Customer.objects.values_list(KEPT_SELF, flat=True).get(pk=customer_id))
