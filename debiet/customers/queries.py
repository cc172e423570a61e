"""Finding customers and showing who they are."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from debiet.core.actor import Actor
from debiet.core.reading import query
from debiet.customers.models import (
    CallerVerification,
    ContactKind,
    ContactPoint,
    Customer,
    CustomerAccount,
    VerificationRule,
)
from debiet.customers.normalize import account_number, normalized, sort_key
from debiet.rules.asker import initials
from debiet.rules.cases import Segment
from debiet.rules.verification import Fact, OnFile
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
def language_of(customer_id: int) -> str:
    """Return the language of a customer."""
    return str(Customer.objects.values_list("language", flat=True).get(pk=customer_id))


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


LOCKED_FOR = timedelta(hours=1)
"""Failed tries of this time count together."""
HOLDS_FOR = timedelta(hours=1)
"""A verification holds for one contact, by one employee, no longer than this."""


@dataclass(frozen=True, slots=True)
class Glimpse:
    """What is shown of a customer before the caller proved to be one: enough to choose."""

    customer_id: int
    initials: str
    municipality: str


@query(personal=True)
def glimpses(customer_ids: Iterable[int], *, viewer: Actor) -> list[Glimpse]:
    """Return the initials and the municipality of customers, in the order of their ids."""
    ids = sorted(set(customer_ids))
    named = dict(visible(Customer.objects.filter(pk__in=ids), viewer).values_list("id", "name"))
    places: dict[int, str] = {}
    accounts = visible(CustomerAccount.objects.filter(customer__in=ids), viewer)
    for customer_id, municipality in accounts.order_by("-number").values_list(
        "customer_id", "municipality"
    ):
        places[customer_id] = municipality
    return [Glimpse(key, initials(named[key]), places.get(key, "")) for key in ids if key in named]


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
        found = list(named.order_by("sort_key").values_list("id", flat=True)[:limit])
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
    return sorted(set(accounts.values_list("customer_id", flat=True)[:limit]))


@dataclass(frozen=True, slots=True)
class AskedFacts:
    """Which facts callers are asked for, and how many must fit."""

    facts: tuple[Fact, ...]
    needed: int


@query(personal=False)
def verification_rule(*, at: datetime) -> AskedFacts:
    """Return the rule that holds at a moment; without one, all facts are asked and two must fit."""
    rules = VerificationRule.objects.filter(valid_from__lte=at)
    row = rules.order_by("-valid_from", "-id").first()
    if row is None:
        return AskedFacts(tuple(Fact), 2)
    return AskedFacts(tuple(Fact(fact) for fact in row.facts), row.needed)


@query(personal=False)
def on_file(customer_id: int) -> OnFile:
    """Return what a caller's words are compared with; it never leaves the comparison."""
    points = ContactPoint.objects.filter(customer_id=customer_id)
    accounts = CustomerAccount.objects.filter(customer_id=customer_id)
    return OnFile(
        customer_numbers=tuple(account.number for account in accounts),
        born_on=Customer.objects.values_list("born_on", flat=True).get(pk=customer_id),
        addresses=tuple((row.street, row.house_number, row.postal_code) for row in accounts),
        emails=tuple(row.normalized for row in points if row.kind == ContactKind.EMAIL),
        phones=tuple(row.normalized for row in points if row.kind == ContactKind.PHONE),
    )


@query(personal=False)
def failed_verifications(customer_id: int, *, at: datetime) -> int:
    """Return how many tries to prove to be a customer failed within the hour."""
    return CallerVerification.objects.filter(
        customer_id=customer_id, is_verified=False, at__gt=at - LOCKED_FOR
    ).count()


@query(personal=True)
def verification(
    customer_id: int, *, about: str, viewer: Actor, at: datetime
) -> dict[str, bool] | None:
    """Return the facts by which the viewer verified a caller for a contact, or None."""
    rows = visible(CallerVerification.objects.filter(customer_id=customer_id), viewer)
    mine = rows.filter(
        about=about,
        is_verified=True,
        employee__user_id=viewer.user_id or 0,
        at__gt=at - HOLDS_FOR,
    )
    return mine.order_by("-id").values_list("facts", flat=True).first()
