"""Comparing what a caller says with what is known of a customer."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

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
    Customer,
    VerificationRule,
)
from debiet.customers.normalize import normalized
from debiet.rules.access import Permission
from debiet.rules.verification import Fact, fits, is_verified, proofs
from debiet.staff import actions as staff_actions
from debiet.staff import queries as staff
from debiet.staff.visibility import visible

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
    rule = queries.verification_rule(at=at)
    enough = is_verified(checked, allowed=rule.facts, needed=rule.needed)
    if not enough and not any(said.get(fact, "").strip() for fact in rule.facts):
        raise NothingSaid  # that somebody calls from a number is no try
    row_id = _write_down(customer, checked, enough, about=about, by=by, at=at)
    if not enough and failures + 1 >= FAILURES_ALLOWED:
        publish(CallerLockedOut(verification_id=row_id))
    return VerificationOutcome(enough, checked)


def _write_down(
    customer: Customer,
    checked: Mapping[Fact, bool],
    enough: bool,
    *,
    about: str,
    by: Actor,
    at: datetime,
) -> int:
    colleague = staff.employee_of(by.user_id) if by.user_id else None
    row = CallerVerification.objects.create(
        customer=customer,
        employee_id=colleague.employee_id if colleague else None,
        facts={str(fact): is_fit for fact, is_fit in checked.items()},
        is_verified=enough,
        about=about[:120],
        at=at,
    )
    audit.record(reference("customer", customer.pk), facts={"verified": enough, "row": row.pk})
    return row.pk


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
