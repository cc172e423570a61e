"""Employees that are customers too: tying, and telling who watches when such a file is opened."""

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from debiet.core import audit
from debiet.core.actor import Actor
from debiet.core.errors import NotFound, Refused
from debiet.core.operations import action
from debiet.core.references import reference
from debiet.customers import queries
from debiet.customers.models import Customer, EmployeeTie, FileOpening
from debiet.rules.access import Compartment, Permission
from debiet.staff import actions as staff_actions
from debiet.staff import queries as staff


class TiedAlready(Refused):
    """An employee is one customer."""

    code = "customers.tied-already"
    message = _("This employee is tied to a customer already. End that first.")


@action(permission=Permission.EDIT_STAFF)
def tie_employee(*, employee_id: int, customer_id: int, by: Actor, at: datetime) -> int:
    """Write down that an employee is a customer too; return the id of the tie.

    :raises TiedAlready: if the employee is tied to another customer
    :raises NotFound: if there is no such employee or customer
    """
    if not staff.names([employee_id]) or not Customer.objects.filter(pk=customer_id).exists():
        raise NotFound
    tie, created = EmployeeTie.objects.get_or_create(
        employee_id=employee_id,
        ended_at=None,
        defaults={"customer_id": queries.kept_id(customer_id), "tied_at": at},
    )
    if not created and tie.customer_id != queries.kept_id(customer_id):
        raise TiedAlready
    if created:
        audit.record(reference("employee", employee_id), facts={"tie": tie.pk})
    return tie.pk


@action(permission=Permission.EDIT_STAFF)
def end_tie(*, tie_id: int, by: Actor, at: datetime) -> None:
    """Write down that an employee is tied to that customer no longer.

    :raises NotFound: if there is no such tie that holds
    """
    tie = EmployeeTie.objects.select_for_update().filter(pk=tie_id, ended_at__isnull=True).first()
    if tie is None:
        raise NotFound
    tie.ended_at = at
    tie.save(update_fields=["ended_at"])
    audit.record(reference("employee", tie.employee_id), facts={"tie_ended": tie.pk})


@action(permission=Permission.NOTIFY_EMPLOYEE)
def tell_suspect_opening(*, opening_id: int, by: Actor, at: datetime) -> int:
    """Tell the leads of whoever opened a file close to it, and the DPO; each is told once."""
    opening = FileOpening.objects.filter(pk=opening_id).exclude(bond="").first()
    if opening is None:
        return 0
    told = 0
    for employee_id in staff.watchers(opening.employee_id):
        told += staff_actions.notify_employee(
            employee_id=employee_id,
            kind="customer.close-file",
            about=reference("opening", opening.pk),
            compartment=Compartment.ORDINARY,
            cause=f"opening:{opening.pk}",
            facts={"bond": str(opening.bond)},
            by=by,
            at=at,
        )
    return told
