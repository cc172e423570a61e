"""Writing down who customers are and how to reach them."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.utils.translation import gettext_lazy as _

from debiet.core import audit
from debiet.core.actor import Actor
from debiet.core.errors import NotFound, Refused
from debiet.core.events import publish
from debiet.core.operations import action
from debiet.core.references import reference
from debiet.customers import queries
from debiet.customers.events import CallerLockedOut
from debiet.customers.models import (
    CallerVerification,
    ContactKind,
    ContactPoint,
    Customer,
    CustomerAccount,
    VerificationRule,
)
from debiet.customers.normalize import account_number, normalized, sort_key
from debiet.rules.access import Permission
from debiet.rules.cases import Segment
from debiet.rules.verification import Fact, fits, is_verified, proofs
from debiet.staff import actions as staff_actions
from debiet.staff import queries as staff
from debiet.staff.visibility import visible


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
        defaults={
            "value": value.strip(),
            "is_preferred": is_preferred,
            "verified_at": verified_at,
        },
    )
    if created:
        audit.record(reference("customer", customer_id), facts={"contact_point": point.pk})
    return point


FAILURES_ALLOWED = 5
"""So many failed tries within `queries.LOCKED_FOR` lock a customer: nobody guesses on."""


class VerificationLocked(Refused):
    """Too many tries failed within the hour."""

    code = "customers.verification-locked"
    message = _(
        "Too many tries failed within an hour. Give general information only; "
        "your team lead has been told."
    )


class NothingSaid(Refused):
    """There is nothing to compare."""

    code = "customers.nothing-said"
    message = _("Fill in what the caller says to at least one of the questions.")


class UnknownFact(Refused):
    """A rule names a fact that nobody can compare, or asks for more than it names."""

    code = "customers.unknown-fact"
    message = _("Callers cannot be asked for this: %(trouble)s")


@dataclass(frozen=True, slots=True)
class VerificationOutcome:
    """What came of comparing: whether it is enough, and which facts fitted."""

    is_verified: bool
    checked: Mapping[Fact, bool]


@action(permission=Permission.EDIT_TERMS)
def save_verification_rule(
    *, facts: Sequence[str], needed: int, valid_from: datetime, by: Actor, at: datetime
) -> None:
    """Say which facts callers are asked for and how many must fit; the same again is no change.

    :raises UnknownFact: if a fact is not known, or the facts are fewer proofs than needed
    """
    if unknown := sorted(set(facts) - set(Fact)):
        raise UnknownFact(trouble=", ".join(unknown))
    if not 1 <= needed <= proofs({Fact(fact): True for fact in facts}):
        raise UnknownFact(trouble=str(needed))
    newest = VerificationRule.objects.order_by("-valid_from", "-id").first()
    if newest is not None and (newest.facts, newest.needed) == (list(facts), needed):
        return
    rule = VerificationRule.objects.create(facts=list(facts), needed=needed, valid_from=valid_from)
    audit.record(reference("verification-rule", rule.pk), facts={"needed": needed})


@action(permission=Permission.VERIFY_CALLER)
def verify_caller(
    *,
    customer_id: int,
    said: Mapping[Fact, str],
    calls_from: str = "",
    about: str,
    by: Actor,
    at: datetime,
) -> VerificationOutcome:
    """Compare what a caller says with what is known, and write down which facts fitted.

    What was said is kept nowhere. The number that somebody calls from counts as the fact of the
    telephone number, where it is on file.

    :param about: the contact it is for, such as `contact:…`
    :raises VerificationLocked: after too many failed tries for this customer within the hour
    :raises NothingSaid: if there is nothing to compare
    """
    customer = visible(Customer.objects.filter(pk=customer_id), by).select_for_update().first()
    if customer is None:
        raise NotFound
    failures = queries.failed_verifications(customer_id, at=at)
    if failures >= FAILURES_ALLOWED:
        raise VerificationLocked
    checked = _checked(customer_id, said, calls_from, at)
    if not checked:
        raise NothingSaid
    rule = queries.verification_rule(at=at)
    enough = is_verified(checked, allowed=rule.facts, needed=rule.needed)
    colleague = staff.employee_of(by.user_id) if by.user_id else None
    row = CallerVerification.objects.create(
        customer=customer,
        employee_id=colleague.employee_id if colleague else None,
        facts={str(fact): is_fit for fact, is_fit in checked.items()},
        is_verified=enough,
        about=about[:120],
        at=at,
    )
    audit.record(reference("customer", customer_id), facts={"verified": enough, "row": row.pk})
    if not enough and failures + 1 >= FAILURES_ALLOWED:
        publish(CallerLockedOut(verification_id=row.pk))
    return VerificationOutcome(enough, checked)


def _checked(
    customer_id: int, said: Mapping[Fact, str], calls_from: str, at: datetime
) -> dict[Fact, bool]:
    on_file = queries.on_file(customer_id)
    forms = {fact: words.strip() for fact, words in said.items() if words.strip()}
    if phone := forms.get(Fact.PHONE):
        forms[Fact.PHONE] = normalized(ContactKind.PHONE, phone)
    allowed = queries.verification_rule(at=at).facts
    checked = {fact: fits(fact, forms[fact], on_file) for fact in allowed if fact in forms}
    number = normalized(ContactKind.PHONE, calls_from)
    if Fact.PHONE in allowed and fits(Fact.PHONE, number, on_file):
        checked[Fact.PHONE] = True
    return checked


@action(permission=Permission.NOTIFY_EMPLOYEE)
def tell_lockout(*, verification_id: int, by: Actor, at: datetime) -> int:
    """Tell the leads of whoever was on the phone that a customer is locked; return how many."""
    row = CallerVerification.objects.select_related("employee").get(pk=verification_id)
    colleague = staff.employee_of(row.employee.user_id) if row.employee else None
    told = 0
    for team_id in colleague.team_ids if colleague else ():
        for lead in staff.lead_ids(team_id):
            told += staff_actions.notify_employee(
                employee_id=lead,
                kind="customer.locked",
                about=reference("customer", row.customer_id),
                compartment=staff.team_compartment(team_id),
                cause=f"verification:{verification_id}",
                by=by,
                at=row.at,
            )
    return told
