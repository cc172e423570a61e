"""What did not arrive after all: bounces, letters that came back, addresses that do not work."""

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from debiet.core import audit
from debiet.core.actor import Actor
from debiet.core.errors import NotFound, Refused
from debiet.core.events import publish
from debiet.core.operations import action
from debiet.core.references import reference
from debiet.correspondence.addresses import address_of, tidy
from debiet.correspondence.events import MessageFailed
from debiet.correspondence.models import Message, UnreachableAddress
from debiet.rules.access import Permission
from debiet.rules.cases import Carrier
from debiet.rules.delivery import DeliveryState
from debiet.staff.visibility import CLOSED, visible


class NotPrinted(Refused):
    """A letter that still waits for the printer cannot have come back."""

    code = "correspondence.not-printed"
    message = _(
        "This letter was not printed yet, so it cannot have come back. It waits for the printer."
    )


@action(permission=Permission.MARK_ADDRESS)
def note_bounced(
    *, message_id: int, reason: str, marks_address: bool = True, by: Actor, at: datetime
) -> bool:
    """Write down that a message came back; return whether that was news.

    :param reason: a code, such as `5.1.1` or `returned:moved`; never the other side's words
    :param marks_address: whether nothing sent to the address arrives; a full mailbox is none
    :raises NotFound: where the actor may not see the message, or it does not exist
    :raises NotPrinted: if it is a letter that still waits for the printer
    """
    message = visible(Message.objects.filter(pk=message_id), by).select_for_update().first()
    if message is None:
        raise NotFound
    if message.state in (DeliveryState.BOUNCED, DeliveryState.FAILED):
        return False
    if message.state == DeliveryState.HANDED_OVER and message.batch_id is None:
        raise NotPrinted
    message.state, message.next_try_at = DeliveryState.BOUNCED, None
    message.bounced_at, message.bounce_reason = at, reason[:120]
    message.save(update_fields=["state", "next_try_at", "bounced_at", "bounce_reason"])
    if marks_address:
        mark_unreachable(
            carrier=message.carrier,
            address=address_of(message),
            compartment=message.compartment,
            reason=reason,
            message_id=message.pk,
            by=by,
            at=at,
        )
    audit.record(
        message.about,
        compartment=message.compartment,
        facts={"message": message.pk, "bounced": reason},
    )
    publish(MessageFailed(message_id=message.pk))
    return True


@action(permission=Permission.MARK_ADDRESS)
def mark_unreachable(
    *,
    carrier: Carrier,
    address: str,
    compartment: str,
    reason: str,
    message_id: int | None = None,
    by: Actor,
    at: datetime,
) -> None:
    """Write down that nothing sent to an address arrives; it is written down once.

    What only a closed part knew is known outside from the moment on which it shows there too.
    """
    mark, created = UnreachableAddress.objects.get_or_create(
        carrier=carrier,
        address=tidy(carrier, address),
        cleared_at=None,
        defaults={
            "compartment": compartment,
            "reason": reason[:120],
            "message_id": message_id,
            "since": at,
        },
    )
    if not created and mark.compartment in CLOSED and compartment not in CLOSED:
        mark.compartment, mark.since, mark.reason = compartment, at, reason[:120]
        mark.message_id, created = message_id, True
        mark.save()
    if created:
        audit.record(reference("unreachable", mark.pk), compartment=compartment)


@action(permission=Permission.MARK_ADDRESS)
def clear_unreachable(*, carrier: Carrier, address: str, by: Actor, at: datetime) -> None:
    """Say that an address works again."""
    marks = UnreachableAddress.objects.select_for_update().filter(
        carrier=carrier, address=tidy(carrier, address), cleared_at=None
    )
    for mark in marks:
        mark.cleared_at = at
        mark.save(update_fields=["cleared_at"])
        audit.record(reference("unreachable", mark.pk), compartment=mark.compartment)
