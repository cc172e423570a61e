"""Taking messages in: raw and first, before anybody judges them."""

import hashlib
from dataclasses import dataclass
from datetime import datetime

from django.db import connection
from django.db.models import Case, F, When

from debiet.core import audit
from debiet.core.actor import Actor
from debiet.core.errors import NotFound
from debiet.core.events import publish
from debiet.core.operations import action
from debiet.core.references import reference
from debiet.correspondence import raw_bytes
from debiet.correspondence.events import RawMessageKept
from debiet.correspondence.models import Mailbox, RawMessage
from debiet.correspondence.queries import Raw, as_raw
from debiet.correspondence.sources import mailbox_source
from debiet.rules.access import Compartment, Permission
from debiet.rules.cases import Carrier
from debiet.rules.mail_fingerprint import fingerprint, is_same_message

DUPLICATE = "duplicate"
"""The outcome of a message that came before over another source."""


@dataclass(frozen=True, slots=True)
class TakenIn:
    """A raw message, whether it is new, and whether it was already decided what becomes of it.

    One that is neither was kept by a process that died before it could be taken up.
    """

    raw_message_id: int
    is_new: bool
    is_settled: bool


@action(permission=Permission.TAKE_IN_MESSAGE)
def take_in(
    *,
    carrier: Carrier,
    source: str,
    content: bytes,
    received_at: datetime,
    whole_size: int | None = None,
    compartment: str = Compartment.ORDINARY,
    by: Actor,
    at: datetime,
) -> TakenIn:
    """Keep what a channel received, before anybody judges it; the same content twice is one.

    :param source: which mailbox or form it came from; with the content's hash its natural key
    :param whole_size: in bytes, where `content` is only the beginning of what came
    """
    size = len(content) if whole_size is None else whole_size
    is_whole_mail = carrier == Carrier.EMAIL and size == len(content)
    content_hash = hashlib.sha256(content).hexdigest()
    new_id = raw_bytes.keep(
        content,
        carrier=carrier,
        source=source,
        content_hash=content_hash,
        size=size,
        fingerprint=fingerprint(content) if is_whole_mail else "",
        received_at=received_at,
        compartment=compartment,
        state=RawMessage.State.RECEIVED,
    )
    if new_id is None:
        known = RawMessage.objects.filter(source=source, content_hash=content_hash)
        raw_id, state = known.values_list("id", "state").get()
        is_settled = state != RawMessage.State.RECEIVED
        return TakenIn(raw_message_id=raw_id, is_new=False, is_settled=is_settled)
    audit.record(reference("raw", new_id), compartment=compartment)
    return TakenIn(raw_message_id=new_id, is_new=True, is_settled=False)


@action(permission=Permission.TAKE_IN_MESSAGE)
def receive(
    *,
    mailbox_id: int,
    content: bytes,
    whole_size: int | None = None,
    received_at: datetime,
    by: Actor,
    at: datetime,
) -> TakenIn:
    """Keep a mail that arrived in a mailbox, in its compartment; a job then takes it up.

    Twice does no harm: who is not told that it was kept brings it again, and it is the same row.
    """
    mailbox = Mailbox.objects.get(pk=mailbox_id)
    taken = take_in(
        carrier=Carrier.EMAIL,
        source=mailbox_source(mailbox.code),
        content=content,
        whole_size=whole_size,
        received_at=received_at,
        compartment=mailbox.compartment,
        by=by,
        at=at,
    )
    if taken.is_new:
        publish(RawMessageKept(raw_message_id=taken.raw_message_id))
    # At the very end: all that arrive in one mailbox wait for each other here.
    Mailbox.objects.filter(pk=mailbox.pk).update(
        seen_count=F("seen_count") + 1, new_count=F("new_count") + int(taken.is_new)
    )
    return taken


@action(permission=Permission.TAKE_IN_MESSAGE)
def claim_raw(*, raw_message_id: int, by: Actor, at: datetime) -> Raw:
    """Lock a raw message for the transaction that takes it up, and return it.

    :raises NotFound: if there is none
    """
    small = Case(When(size__lte=raw_bytes.SMALL, then="content"))
    locked = RawMessage.objects.select_for_update().defer("content").annotate(small=small)
    row = locked.filter(pk=raw_message_id).first()
    if row is None:
        raise NotFound
    content = raw_bytes.read(row.pk) if row.small is None else bytes(row.small)
    return as_raw(row, content=content)


@action(permission=Permission.TAKE_IN_MESSAGE)
def claim_earlier(*, raw_message_id: int, by: Actor, at: datetime) -> Raw | None:
    """Return the same message as it came before over another source, if what became of it is known.

    Until the transaction ends nobody else takes up a message of the same fingerprint: of several
    processes with one message from several sources, one is the first.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            """
            SELECT fingerprint, compartment, received_at,
                   pg_advisory_xact_lock(hashtextextended(compartment || ' ' || fingerprint, 0))
            FROM correspondence_rawmessage WHERE id = %s AND fingerprint <> ''
            """,
            [raw_message_id],
        )
        found = cursor.fetchone()
    if found is None:
        return None
    known_by, compartment, received_at, _locked = found
    alike = RawMessage.objects.filter(fingerprint=known_by, compartment=compartment)
    settled = alike.exclude(state=RawMessage.State.RECEIVED).exclude(outcome=DUPLICATE)
    for row in settled.exclude(pk=raw_message_id).order_by("id").defer("content"):
        if is_same_message(known_by, row.received_at, received_at):
            return as_raw(row, content=b"")
    return None


@action(permission=Permission.TAKE_IN_MESSAGE)
def move_raw(*, raw_message_id: int, compartment: str, by: Actor, at: datetime) -> None:
    """Put a raw message into the closed part of the house that it belongs to, before it is read.

    The caller holds its lock.
    """
    RawMessage.objects.filter(pk=raw_message_id).update(compartment=compartment)
    audit.record(reference("raw", raw_message_id), compartment=compartment, facts={"moved": True})


@action(permission=Permission.TAKE_IN_MESSAGE)
def settle_raw(
    *,
    raw_message_id: int,
    state: str,
    outcome: str,
    reason: str = "",
    about: str = "",
    compartment: str,
    by: Actor,
    at: datetime,
) -> None:
    """Say what became of a raw message; the caller holds its lock.

    :param compartment: the closed part it stands in from now on: that of the case it went to
    """
    RawMessage.objects.filter(pk=raw_message_id).update(
        state=state, outcome=outcome, reason=reason[:120], about=about, compartment=compartment
    )
    audit.record(
        reference("raw", raw_message_id),
        compartment=compartment,
        facts={"outcome": outcome, "reason": reason},
    )


@action(permission=Permission.TAKE_IN_MESSAGE)
def hold_raw(
    *,
    raw_message_id: int,
    sender: str,
    subject: str,
    by: Actor,
    at: datetime,
) -> None:
    """Write down what a list shows of a held message."""
    rows = RawMessage.objects.filter(pk=raw_message_id)
    rows.update(sender=sender[:254], subject=subject[:250])
    compartment = rows.values_list("compartment", flat=True).get()
    audit.record(reference("raw", raw_message_id), compartment=compartment, facts={"held": True})


@action(permission=Permission.RUN_CLOCKS)
def move_due(*, raw_message_id: int, due_at: datetime | None, by: Actor, at: datetime) -> None:
    """Write the term of a held message down again, after its calendar learned new years."""
    held = RawMessage.objects.filter(pk=raw_message_id, state=RawMessage.State.QUARANTINED)
    row = held.exclude(due_at=due_at).only("compartment").first()
    if row is not None:
        held.update(due_at=due_at)
        audit.record(
            reference("raw", raw_message_id), compartment=row.compartment, facts={"moved": True}
        )
