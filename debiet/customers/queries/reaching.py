"""Reading by which way a customer is reached."""

from collections.abc import Sequence
from dataclasses import dataclass

from debiet.core.reading import query
from debiet.core.together import Reading, joint_query, reading
from debiet.correspondence import queries as correspondence
from debiet.correspondence.queries import Mark
from debiet.customers.models import (
    ContactKind,
    ContactPoint,
    Customer,
    CustomerAccount,
    DeliveryPreference,
)
from debiet.customers.normalize import normalized, postal_lines_of
from debiet.customers.queries.person import family, kept_of
from debiet.rules.cases import Carrier
from debiet.rules.delivery import DeliveryMethod, MessageKind
from debiet.rules.delivery_way import Addresses, Ways, ways


@dataclass(frozen=True, slots=True)
class Reached:
    """How a customer is written to: its language, its addresses and what it chose."""

    name: str
    language: str
    wants_large_print: bool
    addresses: Addresses
    chosen: dict[MessageKind, DeliveryMethod]


@joint_query(personal=False)
def reached(customer_id: int) -> Reading[Reached]:
    """Return how a customer is written to, the preferred addresses first."""
    members, kept = family(customer_id), kept_of(customer_id)
    points = ContactPoint.objects.filter(customer__in=members, is_current=True)
    chosen = DeliveryPreference.objects.filter(customer=kept)
    return reading(
        Customer.objects.filter(pk=kept),
        points.order_by("-is_preferred", "id").values_list("kind", "value", "normalized"),
        CustomerAccount.objects.filter(customer__in=members).order_by("-id"),
        chosen.values_list("kind", "method"),
        made=_reached,
    )


def _reached(
    customers: list[Customer],
    points: list[tuple[str, str, str]],
    accounts: list[CustomerAccount],
    chosen: list[tuple[str, str]],
) -> Reached:
    (customer,) = customers
    values: dict[ContactKind, list[str]] = {kind: [] for kind in ContactKind}
    for kind, value, form in points:
        # A number is called and texted in the one form that every network knows.
        values[ContactKind(kind)].append(form if kind == ContactKind.PHONE else value)
    lines = dict.fromkeys(postal_lines_of(customer.name, account) for account in accounts)
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
    addresses = (first or Addresses()).before(found.addresses)
    return ways_to(
        addresses,
        kind=kind,
        marks=correspondence.marks(addresses),
        chosen=found.chosen.get(kind),
        asked_by=asked_by,
        is_short=is_short,
    )


@query(personal=False)
def ways_to(
    addresses: Addresses,
    *,
    kind: MessageKind,
    marks: Sequence[Mark],
    chosen: DeliveryMethod | None = None,
    asked_by: Carrier | None = None,
    is_short: bool = False,
) -> Ways:
    """Return by which way a message reaches some addresses, those that do not work left out.

    :param marks: those on the addresses (`correspondence.queries.marks`)
    """
    return ways(
        kind,
        chosen=chosen,
        addresses=addresses,
        unreachable={(mark.carrier, mark.place) for mark in marks},
        can_send=correspondence.sending_carriers(),
        asked_by=asked_by,
        is_short=is_short,
    )


@query(personal=False)
def postal_lines(customer_id: int) -> tuple[str, ...]:
    """Return name and address as they are printed on an envelope; nothing without an account."""
    return next(iter(reached(customer_id).addresses.postal), ())


@query(personal=False)
def callable_number(typed: str) -> str:
    """Return a phone number as every network knows it, such as `+32470123456`."""
    return normalized(ContactKind.PHONE, typed)
