"""Saying why a customer's file is opened, where no case says it."""

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from debiet.core import audit
from debiet.core.actor import Actor
from debiet.core.errors import NotAllowed, NotFound, Refused
from debiet.core.events import publish
from debiet.core.operations import action
from debiet.core.references import reference
from debiet.customers import queries
from debiet.customers.events import CloseFileOpened
from debiet.customers.models import Customer, FileOpening
from debiet.rules.access import Compartment, Permission
from debiet.rules.customer_file import Purpose
from debiet.staff import queries as staff


class WordsMissing(Refused):
    """A reason is more than a word from a list."""

    code = "customers.words-missing"
    message = _("Please say in a few words why you open this file.")


@action(permission=Permission.SEE_CUSTOMERS)
def open_file(
    *, customer_id: int, purpose: Purpose, words: str, by: Actor, at: datetime
) -> FileOpening:
    """Write down why an employee opens a customer's file; it stays open to it for an hour.

    Where the file is its own or of somebody close, the leads and the DPO are told.

    :raises NotAllowed: for a partner's people, who come from a case of theirs or not at all
    :raises WordsMissing: if nothing is said
    :raises NotFound: if there is no such customer
    """
    colleague = staff.employee_of(by.user_id or 0)
    if colleague is None or Compartment.ORDINARY not in by.compartments:
        raise NotAllowed
    if not words.strip():
        raise WordsMissing
    if not Customer.objects.filter(pk=customer_id).exists():
        raise NotFound
    opening = FileOpening.objects.create(
        customer_id=customer_id,
        employee_id=colleague.employee_id,
        purpose=purpose,
        words=words.strip()[:300],
        bond=queries.bond_between(colleague.employee_id, customer_id) or "",
        opened_at=at,
    )
    audit.record(reference("customer", customer_id), facts={"opening": opening.pk})
    if opening.bond:
        publish(CloseFileOpened(opening_id=opening.pk))
    return opening
