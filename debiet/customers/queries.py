"""Finding customers and showing who they are."""

from collections.abc import Iterable
from dataclasses import dataclass

from debiet.core.actor import Actor
from debiet.core.reading import query
from debiet.correspondence import queries as correspondence
from debiet.customers.models import (
    ContactKind,
    ContactPoint,
    Customer,
    CustomerAccount,
    DeliveryPreference,
)
from debiet.customers.normalize import account_number, normalized, postal_lines_of
from debiet.rules.cases import Carrier, Segment
from debiet.rules.delivery import DeliveryMethod, MessageKind
from debiet.rules.delivery_way import Addresses, Ways, ways
from debiet.staff.visibility import visible


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


@query(personal=True)
def cards(customer_ids: Iterable[int], *, viewer: Actor) -> list[CustomerCard]:
    """Return the cards of customers, in the order of their ids, in three statements."""
    ids = sorted(set(customer_ids))
    customers = visible(Customer.objects.filter(pk__in=ids), viewer)
    accounts = visible(CustomerAccount.objects.filter(customer__in=ids), viewer)
    points = visible(ContactPoint.objects.filter(customer__in=ids), viewer)
    addresses: dict[int, list[tuple[str, str]]] = {}
    for account in accounts.order_by("number"):
        line = f"{account.street} {account.house_number}, "
        line += f"{account.postal_code} {account.municipality}"
        addresses.setdefault(account.customer_id, []).append((account.number, line))
    reached: dict[int, list[tuple[str, str]]] = {}
    for point in points.order_by("-is_preferred", "id"):
        reached.setdefault(point.customer_id, []).append((point.kind, point.value))
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
        for customer in customers.order_by("id")
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
            found = ContactPoint.objects.filter(kind=kind, normalized=form)
            points |= set(found.values_list("customer_id", flat=True))
    number = account_number(account)
    if not number:
        return sorted(points)
    owners = set(
        CustomerAccount.objects.filter(number=number).values_list("customer_id", flat=True)
    )
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
        exact = list(named.order_by("sort_key").values_list("id", flat=True)[:limit])
    return cards(exact[:limit], viewer=viewer)


@dataclass(frozen=True, slots=True)
class Reached:
    """How a customer is written to: its language, its addresses and what it chose."""

    name: str
    language: str
    wants_large_print: bool
    addresses: Addresses
    chosen: dict[MessageKind, DeliveryMethod]


@query(personal=False)
def reached(customer_id: int) -> Reached:
    """Return how a customer is written to, the preferred addresses first."""
    customer = Customer.objects.get(pk=customer_id)
    points = ContactPoint.objects.filter(customer=customer).order_by("-is_preferred", "id")
    values: dict[ContactKind, list[str]] = {kind: [] for kind in ContactKind}
    for kind, value, form in points.values_list("kind", "value", "normalized"):
        # A number is called and texted in the one form that every network knows.
        values[ContactKind(kind)].append(form if kind == ContactKind.PHONE else value)
    accounts = CustomerAccount.objects.filter(customer=customer).order_by("-id")
    lines = dict.fromkeys(postal_lines_of(customer.name, account) for account in accounts)
    chosen = DeliveryPreference.objects.filter(customer=customer).values_list("kind", "method")
    return Reached(
        name=customer.name,
        language=customer.language,
        wants_large_print=customer.wants_large_print,
        addresses=Addresses(
            emails=tuple(values[ContactKind.EMAIL]),
            phones=tuple(values[ContactKind.PHONE]),
            postal=tuple(lines),
        ),
        chosen={MessageKind(kind): DeliveryMethod(method) for kind, method in chosen},
    )


@query(personal=False)
def way_for(
    customer_id: int,
    *,
    kind: MessageKind,
    first: Addresses | None = None,
    asked_by: Carrier | None = None,
    is_short: bool = False,
) -> Ways:
    """Return by which way a kind of message reaches a customer.

    :param first: addresses that come before the customer's own, such as those of its question
    """
    found = reached(customer_id)
    return ways_to(
        (first or Addresses()).before(found.addresses),
        kind=kind,
        chosen=found.chosen.get(kind),
        asked_by=asked_by,
        is_short=is_short,
    )


@query(personal=False)
def ways_to(
    addresses: Addresses,
    *,
    kind: MessageKind,
    chosen: DeliveryMethod | None = None,
    asked_by: Carrier | None = None,
    is_short: bool = False,
) -> Ways:
    """Return by which way a message reaches some addresses, those that do not work left out."""
    return ways(
        kind,
        chosen=chosen,
        addresses=addresses,
        unreachable=correspondence.marked(addresses),
        can_send=correspondence.sending_carriers(),
        asked_by=asked_by,
        is_short=is_short,
    )


@query(personal=False)
def postal_lines(customer_id: int) -> tuple[str, ...]:
    """Return name and address as they are printed on an envelope; nothing without an account."""
    return next(iter(reached(customer_id).addresses.postal), ())


@query(personal=False)
def segment_of(customer_id: int) -> Segment:
    """Return what kind of customer somebody is."""
    return Segment(Customer.objects.values_list("segment", flat=True).get(pk=customer_id))


@query(personal=False)
def callable_number(typed: str) -> str:
    """Return a phone number as every network knows it, such as `+32470123456`."""
    return normalized(ContactKind.PHONE, typed)
