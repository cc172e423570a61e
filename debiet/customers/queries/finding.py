"""Finding customers and showing who they are."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.db.models.functions import Coalesce

from debiet.core.actor import Actor
from debiet.core.reading import query
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


@query(personal=True)
def cards(customer_ids: Iterable[int], *, viewer: Actor) -> list[CustomerCard]:
    """Return the cards of customers, in the order of their ids, in three statements.

    Of somebody merged it is the card of the customer it was merged into, with what both have.
    """
    ids = sorted(set(customer_ids))
    customers = list(visible(Customer.objects.filter(pk__in=ids), viewer).order_by("id"))
    if any(customer.merged_into_id for customer in customers):
        kept = {customer.merged_into_id or customer.pk for customer in customers}
        return cards(kept, viewer=viewer)
    members = one_with(ids)
    accounts = visible(CustomerAccount.objects.filter(customer__in=members), viewer)
    points = visible(ContactPoint.objects.filter(customer__in=members, is_current=True), viewer)
    addresses: dict[int, list[tuple[str, str]]] = {}
    for account in accounts.annotate(kept=KEPT).order_by("number"):
        line = f"{account.street} {account.house_number}, "
        line += f"{account.postal_code} {account.municipality}"
        addresses.setdefault(account.kept, []).append((account.number, line))
    reached: dict[int, list[tuple[str, str]]] = {}
    for point in points.annotate(kept=KEPT).order_by("-is_preferred", "id"):
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


@query(personal=False)
def candidate_ids(*, email: str = "", phone: str = "", account: str = "") -> list[int]:
    """Return every customer that an address, a number or a customer number points to.

    One id is a match; several are shown to an employee, never guessed. An account number that
    belongs to one of those found by address or phone decides between them; one that contradicts
    them adds its owner to the choice.
    """
    points: set[int] = set()
    for kind, value in ((ContactKind.EMAIL, email), (ContactKind.PHONE, phone)):
        if form := value and normalized(kind, value):
            found = ContactPoint.objects.filter(kind=kind, normalized=form, is_current=True)
            points |= set(found.values_list(KEPT, flat=True))
    number = account_number(account)
    if not number:
        return sorted(points)
    owners = set(CustomerAccount.objects.filter(number=number).values_list(KEPT, flat=True))
    return sorted(points & owners or points | owners)


@query(personal=True)
def search(words: str, *, viewer: Actor, limit: int = 20) -> list[CustomerCard]:
    """Return customers by exact number, address or phone first, then by part of a name."""
    exact = candidate_ids(email=words, phone=words if any(c.isdigit() for c in words) else "")
    exact += [key for key in candidate_ids(account=words) if key not in exact]
    if not exact and len(words.strip()) >= 3:
        named = visible(
            Customer.objects.filter(sort_key__contains=" ".join(words.casefold().split())), viewer
        )
        exact = list(named.order_by("sort_key").values_list(KEPT_SELF, flat=True)[:limit])
    return cards(exact[:limit], viewer=viewer)


@query(personal=False)
def segment_of(customer_id: int) -> Segment:
    """Return what kind of customer somebody is."""
    return Segment(Customer.objects.values_list("segment", flat=True).get(pk=customer_id))


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
