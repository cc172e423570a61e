"""Changing how a customer is reached and where it lives: from a day on, nothing overwritten."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from debiet.core import audit
from debiet.core.actor import Actor
from debiet.core.errors import ChangedMeanwhile, NotFound, Refused
from debiet.core.operations import action
from debiet.core.references import reference
from debiet.customers.actions.recording import Address
from debiet.customers.models import (
    AccountAddress,
    ContactKind,
    ContactPoint,
    Customer,
    CustomerAccount,
)
from debiet.customers.normalize import normalized
from debiet.rules.access import Permission
from debiet.rules.customer_file import HowVerified, holds, placed
from debiet.staff import queries as staff

FURTHEST = timedelta(days=366)
"""What begins or ends later than this nobody knows yet."""


class DayImpossible(Refused):
    """A day on which this cannot begin or end."""

    code = "customers.day-impossible"
    message = _("This cannot begin or end on that day: another one begins then, or it is too far.")


class PointKnown(Refused):
    """The customer is reached by it already."""

    code = "customers.point-known"
    message = _("This customer has this address or number already.")


@action(permission=Permission.EDIT_CUSTOMERS)
def give_contact_point(
    *,
    customer_id: int,
    kind: ContactKind,
    value: str,
    valid_from: date,
    is_preferred: bool = False,
    replaces: int | None = None,
    seen_version: int,
    by: Actor,
    at: datetime,
) -> ContactPoint:
    """Record an address or number that holds from a day on; what it replaces ends on that day.

    :raises PointKnown: if the customer has it already
    :raises DayImpossible: if the day is too far ahead, or before what it replaces began
    :raises ChangedMeanwhile: if somebody changed the customer after it was looked at
    :raises NotFound: if there is no such customer, or not such a contact point of it
    """
    today = timezone.localdate(at)
    customer = _lock(customer_id, seen_version)
    if valid_from > today + FURTHEST:
        raise DayImpossible
    form = normalized(kind, value)
    same = ContactPoint.objects.filter(customer__in=_members(customer), kind=kind, normalized=form)
    still = Q(valid_until__isnull=True) | Q(valid_until__gt=max(today, valid_from))
    if same.filter(still).exclude(pk=replaces or 0).exists():
        raise PointKnown
    if replaces is not None:
        _end(_point(customer, replaces), valid_from, today)
    if is_preferred:
        known = ContactPoint.objects.filter(customer=customer, kind=kind, is_preferred=True)
        known.update(is_preferred=False)
    point = ContactPoint.objects.create(
        customer=customer,
        kind=kind,
        value=value.strip(),
        normalized=form,
        is_preferred=is_preferred,
        valid_from=valid_from,
        is_current=valid_from <= today,
        employee_id=_employee_id(by),
        recorded_at=at,
    )
    _changed(customer, {"contact_point": point.pk, "replaces": replaces})
    return point


@action(permission=Permission.EDIT_CUSTOMERS)
def retire_contact_point(
    *,
    customer_id: int,
    point_id: int,
    valid_until: date,
    seen_version: int,
    by: Actor,
    at: datetime,
) -> None:
    """Say from which day an address or number holds no longer; it stays as history.

    :raises DayImpossible: if that is before it began, or too far ahead
    :raises ChangedMeanwhile: if somebody changed the customer after it was looked at
    :raises NotFound: if the customer has no such contact point
    """
    today = timezone.localdate(at)
    customer = _lock(customer_id, seen_version)
    if valid_until > today + FURTHEST:
        raise DayImpossible
    _end(_point(customer, point_id), valid_until, today)
    _changed(customer, {"contact_point": point_id, "valid_until": valid_until.isoformat()})


@action(permission=Permission.EDIT_CUSTOMERS)
def verify_contact_point(
    *,
    customer_id: int,
    point_id: int,
    how: HowVerified,
    seen_version: int,
    by: Actor,
    at: datetime,
) -> None:
    """Write down who made sure, when and how, that an address or number is the customer's.

    :raises ChangedMeanwhile: if somebody changed the customer after it was looked at
    :raises NotFound: if the customer has no such contact point
    """
    customer = _lock(customer_id, seen_version)
    point = _point(customer, point_id)
    point.verified_at, point.verified_how, point.verified_by_id = at, how, _employee_id(by)
    point.save(update_fields=["verified_at", "verified_how", "verified_by"])
    _changed(customer, {"contact_point": point_id, "verified": how})


@action(permission=Permission.EDIT_CUSTOMERS)
def change_address(
    *,
    customer_id: int,
    account_id: int,
    address: Address,
    valid_from: date,
    seen_version: int,
    by: Actor,
    at: datetime,
) -> None:
    """Write down where an account's address is from a day on; earlier ones stay as history.

    :raises DayImpossible: if an address begins on that very day already, or it is too far ahead
    :raises ChangedMeanwhile: if somebody changed the customer after it was looked at
    :raises NotFound: if the customer has no such account
    """
    today = timezone.localdate(at)
    customer = _lock(customer_id, seen_version)
    account = CustomerAccount.objects.select_for_update().filter(
        pk=account_id, customer__in=_members(customer)
    )
    row = account.first()
    if row is None:
        raise NotFound
    spans = _spans(row, at)
    place = placed([span.valid_from for span in spans], valid_from)
    if place is None or valid_from > today + FURTHEST:
        raise DayImpossible
    if place.shortened is not None:
        before = spans[place.shortened]
        before.valid_until = valid_from
        before.save(update_fields=["valid_until"])
    new = AccountAddress.objects.create(
        account=row,
        street=address.street,
        house_number=address.house_number,
        postal_code=address.postal_code,
        municipality=address.municipality,
        country=address.country,
        valid_from=valid_from,
        valid_until=place.valid_until,
        employee_id=_employee_id(by),
        recorded_at=at,
    )
    _take_over(row, [*spans, new], today)
    _changed(customer, {"account": row.pk, "address": new.pk})


@action(permission=Permission.EDIT_CUSTOMERS)
def take_over_dates(*, by: Actor, at: datetime) -> int:
    """Let what begins or ends today begin or end; run twice it finds nothing more."""
    today = timezone.localdate(at)
    ended = ContactPoint.objects.filter(is_current=True, valid_until__lte=today)
    customer_ids = set(ended.values_list("customer_id", flat=True))
    ended.update(is_current=False)
    began = ContactPoint.objects.filter(
        Q(valid_until__isnull=True) | Q(valid_until__gt=today),
        is_current=False,
        valid_from__lte=today,
    )
    customer_ids |= set(began.values_list("customer_id", flat=True))
    began.update(is_current=True)
    begun = AccountAddress.objects.filter(
        Q(valid_until__isnull=True) | Q(valid_until__gt=today), valid_from__lte=today
    ).exclude(
        street=F("account__street"),
        house_number=F("account__house_number"),
        postal_code=F("account__postal_code"),
        municipality=F("account__municipality"),
        country=F("account__country"),
    )
    for span in begun.select_related("account"):
        _take_over(span.account, [span], today)
        customer_ids.add(span.account.customer_id)
    touched = [reference("customer", key) for key in sorted(customer_ids)]
    audit.record_all(touched, facts={"day": today.isoformat()})
    return len(touched)


def _lock(customer_id: int, seen_version: int) -> Customer:
    customer = Customer.objects.select_for_update().filter(pk=customer_id).first()
    if customer is None or customer.merged_into_id is not None:
        raise NotFound
    if customer.version != seen_version:
        raise ChangedMeanwhile
    return customer


def _members(customer: Customer) -> list[int]:
    merged = Customer.objects.filter(merged_into=customer)
    return [customer.pk, *merged.values_list("pk", flat=True)]


def _changed(customer: Customer, facts: dict[str, object]) -> None:
    customer.version += 1
    customer.save(update_fields=["version"])
    audit.record(reference("customer", customer.pk), facts=facts)


def _employee_id(by: Actor) -> int | None:
    colleague = staff.employee_of(by.user_id) if by.user_id else None
    return colleague.employee_id if colleague else None


def _point(customer: Customer, point_id: int) -> ContactPoint:
    found = ContactPoint.objects.select_for_update().filter(
        pk=point_id, customer__in=_members(customer)
    )
    point = found.first()
    if point is None:
        raise NotFound
    return point


def _end(point: ContactPoint, valid_until: date, today: date) -> None:
    if point.valid_from is not None and valid_until < point.valid_from:
        raise DayImpossible
    point.valid_until = valid_until
    point.is_current = holds(point.valid_from, valid_until, on=today)
    point.save(update_fields=["valid_until", "is_current"])


def _spans(account: CustomerAccount, at: datetime) -> list[AccountAddress]:
    """Return an account's addresses in order; its very first one is written down by this."""
    known = AccountAddress.objects.select_for_update().filter(account=account)
    spans = sorted(known, key=lambda span: span.valid_from or date.min)
    if not spans:
        spans = [
            AccountAddress.objects.create(
                account=account,
                street=account.street,
                house_number=account.house_number,
                postal_code=account.postal_code,
                municipality=account.municipality,
                country=account.country,
                recorded_at=at,
            )
        ]
    return spans


def _take_over(account: CustomerAccount, spans: Sequence[AccountAddress], today: date) -> None:
    """Let the account itself show the address that holds today."""
    for span in spans:
        if holds(span.valid_from, span.valid_until, on=today):
            account.street, account.house_number = span.street, span.house_number
            account.postal_code, account.municipality = span.postal_code, span.municipality
            account.country = span.country
            account.save()
