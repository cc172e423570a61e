"""Handing messages over, surely and once."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import connection

from debiet.core import audit, outgoing
from debiet.core.actor import Actor
from debiet.core.errors import NotFound, Refused
from debiet.core.events import publish
from debiet.core.operations import action
from debiet.core.references import reference
from debiet.correspondence import signs
from debiet.correspondence.channels.base import Document, Outgoing, OutgoingFile, Reply
from debiet.correspondence.channels.registry import CHANNELS
from debiet.correspondence.events import MessageDispatched, MessageFailed, MessageQueued
from debiet.correspondence.letterheads import letterhead, sender
from debiet.correspondence.models import Dispatch, Message, MessageFile
from debiet.files import actions as file_actions
from debiet.files import queries as files
from debiet.files.queries import FileInfected
from debiet.rules.access import Permission
from debiet.rules.cases import Carrier
from debiet.rules.delivery import DeliveryState, DispatchOutcome, wait_after
from debiet.staff.visibility import visible


@dataclass(frozen=True, slots=True)
class Recipient:
    """Where a message goes: a customer's own way, as `customers` or the case knows it."""

    name: str
    address: str
    language: str
    carrier: Carrier = Carrier.EMAIL
    postal_lines: tuple[str, ...] = ()
    is_large_print: bool = False


@action(permission=Permission.SEND_MESSAGE)
def queue_message(
    *,
    about: str,
    compartment: str,
    purpose: str,
    recipient: Recipient,
    subject: str,
    text: str,
    in_reply_to: str = "",
    is_automatic: bool = False,
    file_ids: Sequence[int] = (),
    by: Actor,
    at: datetime,
) -> Message:
    """Put a message into the outbox; it leaves by a job of this same transaction.

    Its Message-ID follows from its id, so that a message sent twice is recognized as one.

    :param file_ids: stored files that leave with it
    """
    message_id = _next_id()
    message = Message.objects.create(
        pk=message_id,
        message_id=signs.message_id(message_id),
        about=about,
        compartment=compartment,
        carrier=recipient.carrier,
        purpose=purpose,
        recipient_name=recipient.name,
        recipient_address=recipient.address,
        language=recipient.language,
        postal_lines=list(recipient.postal_lines),
        is_large_print=recipient.is_large_print,
        subject=" ".join(subject.split())[:200],
        text=text,
        in_reply_to=in_reply_to,
        reply_to=signs.reply_address(about, compartment=compartment),
        is_automatic=is_automatic,
        written_at=at,
        next_try_at=at,
    )
    MessageFile.objects.bulk_create(
        MessageFile(message=message, file_id=file_id, compartment=compartment, position=position)
        for position, file_id in enumerate(file_ids)
    )
    audit.record(about, compartment=compartment, facts={"message": message.pk, "for": purpose})
    publish(MessageQueued(message_id=message.pk))
    return message


def _next_id() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT nextval(pg_get_serial_sequence('correspondence_message', 'id'))")
        (message_id,) = cursor.fetchone()
    return int(message_id)


@action(permission=Permission.SEND_MESSAGE)
def replace_message(
    *, message_id: int, recipient: Recipient, by: Actor, at: datetime
) -> Message | None:
    """Send the words of a message that did not arrive by another way, once; None if that was done.

    :raises NotFound: where the actor may not see the message, or it does not exist
    """
    old = visible(Message.objects.filter(pk=message_id), by).select_for_update().first()
    if old is None:
        raise NotFound
    if Message.objects.filter(replaces=old).exists():
        return None
    message = queue_message(
        about=old.about,
        compartment=old.compartment,
        purpose=old.purpose,
        recipient=recipient,
        subject=old.subject,
        text=old.text,
        is_automatic=old.is_automatic,
        by=by,
        at=at,
    )
    message.replaces = old
    message.save(update_fields=["replaces"])
    MessageFile.objects.bulk_create(
        MessageFile(
            message=message,
            file_id=file.file_id,
            compartment=file.compartment,
            position=file.position,
        )
        for file in old.files.all()
    )
    return message


@action(permission=Permission.SEND_MESSAGE)
def deliver(*, message_id: int, by: Actor, at: datetime) -> DeliveryState | None:
    """Try once to hand a message over; return its state, or None if it is not to be tried now.

    The row stays locked while the other side is spoken to: two workers never send the same. If
    this process dies after the other side agreed, the message is sent again with the same
    Message-ID: at most one double, which mail programs show once.
    """
    if outgoing.is_off():
        return None  # it waits in its queue until this installation may send again
    message = (
        Message.objects.select_for_update(skip_locked=True)
        .filter(pk=message_id, state=DeliveryState.QUEUED, next_try_at__lte=at)
        .first()
    )
    if message is None:
        return None
    reply = _sent(message, by=by, at=at)
    message.attempts += 1
    Dispatch.objects.create(
        message=message,
        attempt=message.attempts,
        at=at,
        outcome=reply.outcome,
        reply_code=reply.code,
        reply=reply.text,
    )
    _note_outcome(message, reply.outcome, at)
    audit.record(
        message.about,
        compartment=message.compartment,
        facts={"message": message.pk, "outcome": reply.outcome, "code": reply.code},
    )
    return DeliveryState(message.state)


def _sent(message: Message, *, by: Actor, at: datetime) -> Reply:
    try:
        outgoing_files = _files(message, by)
    except FileInfected as refusal:
        return Reply(DispatchOutcome.REFUSED, None, refusal.code)
    except Refused as refusal:
        # Not scanned yet, or the storage is not there: not without its files, so later.
        return Reply(DispatchOutcome.TRY_AGAIN, None, refusal.code)
    reply = CHANNELS[message.carrier].send(_outgoing(message, outgoing_files))
    if reply.document is not None:
        _keep(message, reply.document, by=by, at=at)
    return reply


def _outgoing(message: Message, outgoing_files: tuple[OutgoingFile, ...]) -> Outgoing:
    return Outgoing(
        message_id=message.message_id or "",
        recipient_name=message.recipient_name,
        recipient_address=message.recipient_address,
        subject=message.subject,
        text=message.text,
        in_reply_to=message.in_reply_to,
        is_automatic=message.is_automatic,
        reference=reference("message", message.pk),
        about=message.about,
        compartment=message.compartment,
        language=message.language,
        written_at=message.written_at,
        reply_to=message.reply_to,
        postal_lines=tuple(message.postal_lines),
        is_large_print=message.is_large_print,
        files=outgoing_files,
        letterhead=letterhead(message.written_at) if message.carrier == Carrier.POST else None,
        sender=sender(
            message.compartment, language=message.language, written_at=message.written_at
        ),
    )


def _files(message: Message, by: Actor) -> tuple[OutgoingFile, ...]:
    named = MessageFile.objects.filter(message=message).order_by("position", "id")
    found = [
        files.opened(file_id, viewer=by) for file_id in named.values_list("file_id", flat=True)
    ]
    return tuple(
        OutgoingFile(files.shown_name(one.info), one.info.media_type, one.content)
        for one in found
        if one is not None
    )


def _keep(message: Message, document: Document, *, by: Actor, at: datetime) -> None:
    """Keep what the carrier made of a message, in the message's own part of the house."""
    message.letter_id = file_actions.store_file(
        content=document.content,
        name=document.name,
        media_type=document.media_type,
        compartment=message.compartment,
        is_made_here=True,
        by=by,
        at=at,
    )
    message.page_count = document.page_count
    message.save(update_fields=["letter", "page_count"])


def _note_outcome(message: Message, outcome: DispatchOutcome, at: datetime) -> None:
    wait = wait_after(message.attempts)
    if outcome is DispatchOutcome.ACCEPTED:
        message.state, message.next_try_at = DeliveryState.DISPATCHED, None
        message.dispatched_at = at
        publish(MessageDispatched(message_id=message.pk))
    elif outcome is DispatchOutcome.HANDED_OVER:
        # Not sent yet: who carries it tells later when it left.
        message.state, message.next_try_at = DeliveryState.HANDED_OVER, None
    elif outcome is DispatchOutcome.TRY_AGAIN and wait is not None:
        message.next_try_at = at + wait
    else:
        message.state, message.next_try_at = DeliveryState.FAILED, None
        publish(MessageFailed(message_id=message.pk))
    message.save(update_fields=["state", "next_try_at", "dispatched_at", "attempts"])
