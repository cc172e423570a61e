"""Writing down who customers are and how to reach them."""

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext_lazy as _

from debiet.core import audit
from debiet.core.actor import Actor
from debiet.core.errors import Refused
from debiet.core.operations import action
from debiet.core.references import reference
from debiet.customers.models import ContactKind, ContactPoint, Customer, CustomerAccount
from debiet.customers.normalize import account_number, normalized, sort_key
from debiet.rules.access import Permission
from debiet.rules.cases import Segment


@dataclass(frozen=True, slots=True)
class Address:
    """A postal address."""

    street: str
    house_number: str
    postal_code: str
    municipality: str
    country: str = "BE"


class AccountNumberTaken(Refused):
    """A customer number belongs to one customer for ever."""

    code = "customers.account-number-taken"
    message = _("This customer number belongs to another customer.")


@action(permission=Permission.EDIT_CUSTOMERS)
def add_customer(
    *, name: str, language: str, segment: Segment = Segment.HOUSEHOLD, by: Actor, at: datetime
) -> Customer:
    """Record a person or organization."""
    customer = Customer.objects.create(
        name=name.strip(), sort_key=sort_key(name), language=language, segment=segment
    )
    audit.record(reference("customer", customer.pk))
    return customer


@action(permission=Permission.EDIT_CUSTOMERS)
def add_account(
    *, customer_id: int, number: str, address: Address, by: Actor, at: datetime
) -> CustomerAccount:
    """Give a customer an account with its number and address.

    :raises AccountNumberTaken: if the number is in use
    """
    tidy = account_number(number)
    if CustomerAccount.objects.filter(number=tidy).exists():
        raise AccountNumberTaken
    account = CustomerAccount.objects.create(
        customer_id=customer_id,
        number=tidy,
        street=address.street,
        house_number=address.house_number,
        postal_code=address.postal_code,
        municipality=address.municipality,
        country=address.country,
    )
    audit.record(reference("customer", customer_id), facts={"account": account.pk})
    return account


@action(permission=Permission.EDIT_CUSTOMERS)
def add_contact_point(
    *,
    customer_id: int,
    kind: ContactKind,
    value: str,
    is_preferred: bool = False,
    verified_at: datetime | None = None,
    by: Actor,
    at: datetime,
) -> ContactPoint:
    """Record an address or number of a customer; the same one twice is one."""
    point, created = ContactPoint.objects.get_or_create(
        customer_id=customer_id,
        kind=kind,
        normalized=normalized(kind, value),
        defaults={
            "value": value.strip(),
            "is_preferred": is_preferred,
            "verified_at": verified_at,
        },
    )
    if created:
        audit.record(reference("customer", customer_id), facts={"contact_point": point.pk})
    return point
