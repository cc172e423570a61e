"""Writing down how a customer wants to be written to."""

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from debiet.core import audit
from debiet.core.actor import Actor
from debiet.core.errors import NotFound, Refused
from debiet.core.operations import action
from debiet.core.references import reference
from debiet.customers.models import (
    Customer,
    DeliveryPreference,
)
from debiet.rules.access import Permission
from debiet.rules.delivery import DeliveryMethod, MessageKind
from debiet.rules.delivery_way import METHODS
from debiet.rules.house_choices import HouseChoice, offered
from debiet.staff import queries as staff


class NotForThisKind(Refused):
    """The method cannot carry that kind of message."""

    code = "customers.not-for-this-kind"
    message = _("This kind of message cannot go that way. Choose another one.")


class NotOffered(Refused):
    """The utility does not offer this way."""

    code = "customers.not-offered"
    message = _("We do not offer this way. Choose another one.")


@action(permission=Permission.EDIT_CUSTOMERS)
def choose_delivery(
    *,
    customer_id: int,
    kind: MessageKind,
    method: DeliveryMethod | None,
    by: Actor,
    at: datetime,
) -> None:
    """Write down by which way a customer wants a kind of message; None takes the choice back.

    :raises NotForThisKind: if the method cannot carry that kind
    :raises NotOffered: if the utility does not offer it
    :raises NotFound: if there is no such customer
    """
    if method is not None and method not in METHODS[kind]:
        raise NotForThisKind
    if not Customer.objects.select_for_update().filter(pk=customer_id).exists():
        raise NotFound
    chosen = DeliveryPreference.objects.filter(customer_id=customer_id, kind=kind)
    if method == chosen.values_list("method", flat=True).first():
        return
    # Who chose a way before it was offered no more keeps it.
    ways = staff.house_settings(at=at).get(HouseChoice.WAYS_OFFERED)
    if method is not None and method not in offered(kind, ways):
        raise NotOffered
    if method is None:
        chosen.delete()
    else:
        DeliveryPreference.objects.update_or_create(
            customer_id=customer_id, kind=kind, defaults={"method": method, "chosen_at": at}
        )
    audit.record(
        reference("customer", customer_id), facts={"delivery": str(kind), "method": method}
    )


@action(permission=Permission.EDIT_CUSTOMERS)
def set_large_print(*, customer_id: int, wants_large_print: bool, by: Actor, at: datetime) -> None:
    """Write down whether a customer's letters are printed large.

    :raises NotFound: if there is no such customer
    """
    customer = Customer.objects.select_for_update().filter(pk=customer_id).first()
    if customer is None:
        raise NotFound
    if customer.wants_large_print != wants_large_print:
        customer.wants_large_print = wants_large_print
        customer.save(update_fields=["wants_large_print"])
        audit.record(reference("customer", customer_id), facts={"large_print": wants_large_print})
