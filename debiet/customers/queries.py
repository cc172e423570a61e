"""Finding customers and showing who they are."""

from collections.abc import Iterable
from dataclasses import dataclass

from debiet.core.actor import Actor
from debiet.core.reading import query
from debiet.customers.models import ContactKind, ContactPoint, Customer, CustomerAccount
from debiet.customers.normalize import account_number, normalized
from debiet.rules.cases import Segment
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


@query(personal=False)
def answer_address(customer_id: int) -> str:
    """Return the e-mail address a customer is answered at: the preferred one first; "" if none."""
    points = ContactPoint.objects.filter(customer_id=customer_id, kind=ContactKind.EMAIL)
    found = points.order_by("-is_preferred", "id").values_list("value", flat=True).first()
    return found or ""


@query(personal=False)
def segment_of(customer_id: int) -> Segment:
    """Return what kind of customer somebody is."""
    return Segment(Customer.objects.values_list("segment", flat=True).get(pk=customer_id))


@dataclass(frozen=True, slots=True)
class Postal:
    """Where a letter reaches a customer, as it is printed, and how large."""

    lines: tuple[str, ...]
    is_large_print: bool


@query(personal=False)
def postal(customer_id: int) -> Postal:
    """Return where letters to a customer go: its name and the address of its first account."""
    customer = Customer.objects.only("name", "wants_large_print").get(pk=customer_id)
    account = CustomerAccount.objects.filter(customer=customer).order_by("number").first()
    if account is None:
        return Postal((), customer.wants_large_print)
    street = f"{account.street} {account.house_number}".strip()
    place = f"{account.postal_code} {account.municipality}".strip()
    country = [] if account.country == "BE" else [account.country]
    return Postal((customer.name, street, place, *country), customer.wants_large_print)
