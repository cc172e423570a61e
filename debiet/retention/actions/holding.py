"""Keeping what is about a case or a customer, whatever its term."""

from datetime import date, datetime

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from debiet.cases import queries as cases
from debiet.core import audit
from debiet.core.actor import Actor
from debiet.core.errors import NotFound, Refused
from debiet.core.operations import action
from debiet.core.references import parts, reference
from debiet.customers import erasing as customers
from debiet.retention.models import LegalHold
from debiet.rules.access import Compartment, Permission
from debiet.staff.visibility import visible


class UnknownSubject(Refused):
    """A hold is on a case or a customer that there is."""

    code = "retention.unknown-subject"
    message = _("There is no such case or customer. Fill in a number, such as 2026-000123.")


class HeldAlready(Refused):
    """There is a hold already; another reason is written on a new one after it was lifted."""

    code = "retention.held-already"
    message = _("This is held already. Lift that hold first if there is another reason.")


class HoldEndsBefore(Refused):
    """A hold cannot end before it begins."""

    code = "retention.hold-ends-before"
    message = _("This day has passed. Fill in a later one, or none while the end is not known.")


@action(permission=Permission.RUN_RETENTION)
def place_hold(
    *, subject: str, reason: str, until: date | None = None, by: Actor, at: datetime
) -> int:
    """Keep what is about a case or a customer; return the hold's id.

    :param subject: `case:2026-000123`, or `customer:12` with all its cases
    :param reason: why, such as the number of a court's file; no names

    :raises UnknownSubject: if there is none that this actor may see
    :raises HeldAlready: if there is a hold on it
    :raises HoldEndsBefore: if its last day has passed
    """
    today = timezone.localtime(at).date()
    if until is not None and until < today:
        raise HoldEndsBefore
    compartment = _compartment_of(subject, by)
    if LegalHold.objects.filter(subject=subject, lifted_on__isnull=True).exists():
        raise HeldAlready
    hold = LegalHold.objects.create(
        subject=subject,
        compartment=compartment,
        reason=reason.strip()[:300],
        placed_on=today,
        until=until,
        placed_by_id=by.user_id,
    )
    audit.record(subject, compartment=compartment, facts={"hold": hold.pk})
    return hold.pk


def _compartment_of(subject: str, by: Actor) -> str:
    kind, number = parts(subject)
    if kind == "case":
        compartment = cases.case_compartment(number, viewer=by)
        if compartment is not None:
            return compartment
    if kind == "customer" and number.isdigit() and customers.is_customer(int(number)):
        return Compartment.ORDINARY
    raise UnknownSubject


@action(permission=Permission.RUN_RETENTION)
def lift_hold(*, hold_id: int, by: Actor, at: datetime) -> None:
    """Take a hold back; what is over its term goes with the next run. Twice does nothing more.

    :raises NotFound: where the actor may not see it, or it does not exist
    """
    hold = visible(LegalHold.objects.filter(pk=hold_id), by).select_for_update().first()
    if hold is None:
        raise NotFound
    if hold.lifted_on is not None:
        return
    hold.lifted_on, hold.lifted_by_id = timezone.localtime(at).date(), by.user_id
    hold.save(update_fields=["lifted_on", "lifted_by_id"])
    audit.record(hold.subject, compartment=hold.compartment, facts={"lifted": hold.pk})
    audit.record(reference("hold", hold.pk), compartment=hold.compartment)
