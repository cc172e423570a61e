"""Writing down who customers are and how to reach them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.utils.translation import gettext_lazy as _

from debiet.core import audit
from debiet.core.actor import Actor
from debiet.core.errors import Refused
from debiet.core.operations import action
from debiet.core.references import reference
from debiet.customers.models import (
    ContactKind,
    ContactPoint,
    Customer,
    CustomerAccount,
)
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


@dataclass(frozen=True, slots=True)
class NewCustomer:
    """A customer to record, with accounts by their number and the addresses it is reached by.

    The first e-mail address is the preferred one, or else the first telephone.
    """

    name: str
    language: str
    segment: Segment = Segment.HOUSEHOLD
    accounts: Sequence[tuple[str, Address]] = ()
    emails: Sequence[str] = ()
    phones: Sequence[str] = ()
    born_on: date | None = None


class AccountNumberTaken(Refused):
    """A customer number belongs to one customer for ever."""

    code = "customers.account-number-taken"
    message = _("This customer number belongs to another customer.")


@action(permission=Permission.EDIT_CUSTOMERS)
def add_customer(
    *,
    name: str,
    language: str,
    segment: Segment = Segment.HOUSEHOLD,
    born_on: date | None = None,
    by: Actor,
    at: datetime,
) -> Customer:
    """Record a person or organization."""
    customer = Customer.objects.create(
        name=name.strip(),
        sort_key=sort_key(name),
        language=language,
        segment=segment,
        born_on=born_on,
    )
    audit.record(reference("customer", customer.pk))
    return customer


@action(permission=Permission.EDIT_CUSTOMERS)
def add_customers(*, customers: Sequence[NewCustomer], by: Actor, at: datetime) -> list[int]:
    """Record many customers with their accounts at once, and return their ids in the same order.

    What one customer alone must obey, these obey too; only the statements are fewer.

    :raises AccountNumberTaken: if a number is in use, or is given twice; then nothing is recorded
    """
    numbers = [account_number(number) for new in customers for number, _address in new.accounts]
    taken = CustomerAccount.objects.filter(number__in=numbers).exists()
    if taken or len(set(numbers)) != len(numbers):
        raise AccountNumberTaken
    rows = Customer.objects.bulk_create(
        Customer(
            name=new.name.strip(),
            sort_key=sort_key(new.name),
            language=new.language,
            segment=new.segment,
            born_on=new.born_on,
        )
        for new in customers
    )
    pairs = list(zip(rows, customers, strict=True))
    CustomerAccount.objects.bulk_create(
        _account(row.pk, number, address) for row, new in pairs for number, address in new.accounts
    )
    ContactPoint.objects.bulk_create(
        point for row, new in pairs for point in _contact_points(row.pk, new)
    )
    audit.record_all(reference("customer", row.pk) for row in rows)
    return [row.pk for row in rows]


def _account(customer_id: int, number: str, address: Address) -> CustomerAccount:
    return CustomerAccount(
        customer_id=customer_id,
        number=account_number(number),
        street=address.street,
        house_number=address.house_number,
        postal_code=address.postal_code,
        municipality=address.municipality,
        country=address.country,
    )


def _contact_points(customer_id: int, new: NewCustomer) -> Iterable[ContactPoint]:
    """Return the contact points of one customer; the same one twice is one."""
    once: dict[tuple[ContactKind, str], str] = {}
    for kind, values in ((ContactKind.EMAIL, new.emails), (ContactKind.PHONE, new.phones)):
        for value in values:
            once.setdefault((kind, normalized(kind, value)), value)
    for position, ((kind, form), value) in enumerate(once.items()):
        yield ContactPoint(
            customer_id=customer_id,
            kind=kind,
            value=value.strip(),
            normalized=form,
            is_preferred=position == 0,
        )


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
    account = _account(customer_id, tidy, address)
    account.save()
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
        is_current=True,
        defaults={
            "value": value.strip(),
            "is_preferred": is_preferred,
            "verified_at": verified_at,
            "recorded_at": at,
        },
    )
    if created:
        audit.record(reference("customer", customer_id), facts={"contact_point": point.pk})
    return point
