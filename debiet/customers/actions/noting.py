"""Notes about customers, which expire, and who belongs to whom."""

from datetime import date, datetime

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from debiet.core import audit
from debiet.core.actor import Actor
from debiet.core.errors import NotFound, Refused
from debiet.core.operations import action
from debiet.core.references import reference
from debiet.customers.models import Customer, CustomerNote, CustomerRelation
from debiet.rules.access import Compartment, Permission
from debiet.rules.customer_file import (
    NOTE_SETTING,
    RelationKind,
    may_expire,
    note_days,
    stored_as,
)
from debiet.staff import queries as staff
from debiet.staff.visibility import visible


class NoteNeedsEnd(Refused):
    """A note about a customer is gone on a day that lies ahead, and not too far."""

    code = "customers.note-needs-end"
    message = _("A note ends on a day after today, at most %(days)s days from now.")


class NoteEmpty(Refused):
    """There is nothing to keep."""

    code = "customers.note-empty"
    message = _("Write what colleagues should know.")


class RelationImpossible(Refused):
    """Two people cannot be tied so."""

    code = "customers.relation-impossible"
    message = _("These two are tied so already, or are one and the same customer.")


class RelationEndsBefore(Refused):
    """What ends cannot end before it began."""

    code = "customers.relation-ends-before"
    message = _("It cannot end before it began.")


@action(permission=Permission.EDIT_CUSTOMERS)
def write_customer_note(
    *, customer_id: int, text: str, expires_on: date, by: Actor, at: datetime
) -> CustomerNote:
    """Keep a note about a customer until the day that it expires.

    :raises NoteEmpty: if it says nothing
    :raises NoteNeedsEnd: if its end is not ahead, or further than the utility keeps notes
    :raises NotFound: if there is no such customer
    """
    if not text.strip():
        raise NoteEmpty
    days = note_days(staff.house_settings(at=at).get(NOTE_SETTING))
    if not may_expire(expires_on, today=timezone.localdate(at), days=days):
        raise NoteNeedsEnd(days=days)
    if not Customer.objects.filter(pk=customer_id).exists():
        raise NotFound
    colleague = staff.employee_of(by.user_id or 0)
    note = CustomerNote.objects.create(
        customer_id=customer_id,
        compartment=Compartment.ORDINARY,
        text=text.strip(),
        employee_id=colleague.employee_id if colleague else None,
        written_at=at,
        expires_on=expires_on,
    )
    audit.record(
        reference("customer", customer_id),
        facts={"note": note.pk, "expires_on": expires_on.isoformat()},
    )
    return note


@action(permission=Permission.EDIT_CUSTOMERS)
def remove_customer_note(*, note_id: int, customer_id: int, by: Actor, at: datetime) -> None:
    """Throw a note away before its day.

    :raises NotFound: if this customer has no such note
    """
    notes = visible(CustomerNote.objects.select_for_update(), by)
    note = notes.filter(pk=note_id, customer__in=_both(customer_id)).first()
    if note is None:
        raise NotFound
    note.delete()
    audit.record(reference("customer", customer_id), facts={"note_removed": note_id})


def _both(customer_id: int) -> list[int]:
    merged = Customer.objects.filter(merged_into=customer_id)
    return [customer_id, *merged.values_list("pk", flat=True)]


@action(permission=Permission.EDIT_CUSTOMERS)
def sweep_customer_notes(*, by: Actor, at: datetime) -> int:
    """Delete the notes whose day has come; run twice it finds none."""
    gone = CustomerNote.objects.filter(expires_on__lte=timezone.localdate(at))
    customer_ids = sorted(set(gone.values_list("customer_id", flat=True)))
    count, _by_model = gone.delete()
    audit.record_all((reference("customer", key) for key in customer_ids), facts={"expired": True})
    return count


@action(permission=Permission.EDIT_CUSTOMERS)
def relate_customers(
    *,
    customer_id: int,
    other_id: int,
    kind: RelationKind,
    valid_from: date,
    by: Actor,
    at: datetime,
) -> CustomerRelation:
    """Write down what another customer is to a customer; both files show it.

    :raises RelationImpossible: if they are the same customer, or are tied so already
    :raises NotFound: if one of them does not exist
    """
    kept, turned = stored_as(kind)
    first, second = (other_id, customer_id) if turned else (customer_id, other_id)
    if kept is RelationKind.HOUSEHOLD:
        first, second = sorted((first, second))
    # In the order of their ids, so that two at once do not wait for each other for ever.
    rows = Customer.objects.select_for_update().filter(pk__in={first, second}).order_by("pk")
    found = {row.pk: row.merged_into_id or row.pk for row in rows}
    if not {first, second} <= set(found):
        raise NotFound
    tied = CustomerRelation.objects.filter(
        customer=first, other=second, kind=kept, valid_until__isnull=True
    )
    if found[first] == found[second] or tied.exists():
        raise RelationImpossible
    colleague = staff.employee_of(by.user_id or 0)
    relation = CustomerRelation.objects.create(
        customer_id=first,
        other_id=second,
        kind=kept,
        valid_from=valid_from,
        employee_id=colleague.employee_id if colleague else None,
        recorded_at=at,
    )
    audit.record_all(
        (reference("customer", key) for key in (first, second)),
        facts={"relation": relation.pk, "kind": kept},
    )
    return relation


@action(permission=Permission.EDIT_CUSTOMERS)
def end_relation(
    *, relation_id: int, customer_id: int, valid_until: date, by: Actor, at: datetime
) -> None:
    """Write down until when two customers belonged together; it stays as history.

    :raises NotFound: if this customer has no such relation that holds
    :raises RelationEndsBefore: if it would end before it began
    """
    rows = CustomerRelation.objects.select_for_update().filter(
        pk=relation_id, valid_until__isnull=True
    )
    relation = visible(rows, by).first()
    if relation is None or not {relation.customer_id, relation.other_id} & set(_both(customer_id)):
        raise NotFound
    if valid_until < relation.valid_from:
        raise RelationEndsBefore
    relation.valid_until = valid_until
    relation.save(update_fields=["valid_until"])
    audit.record_all(
        (reference("customer", key) for key in (relation.customer_id, relation.other_id)),
        facts={"relation": relation.pk, "valid_until": valid_until.isoformat()},
    )
