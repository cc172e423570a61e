"""Reading what a caller is asked, and whether one proved to be a customer."""

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
from debiet.customers.queries.person import family
from debiet.rules.asker import initials
from debiet.rules.verification import Fact, OnFile
from debiet.staff.visibility import visible

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
    members = family(customer_id)
    points = ContactPoint.objects.filter(customer__in=members, is_current=True)
    accounts = CustomerAccount.objects.filter(customer__in=members)
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
