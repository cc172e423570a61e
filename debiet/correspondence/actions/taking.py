"""Taking messages in: raw and first, before anybody judges them."""

import hashlib
from dataclasses import dataclass
from datetime import datetime

from debiet.core import audit
from debiet.core.actor import Actor
from debiet.core.operations import action
from debiet.core.references import reference
from debiet.correspondence.models import RawMessage
from debiet.correspondence.queries import Raw, as_raw
from debiet.rules.access import Compartment, Permission
from debiet.rules.cases import Carrier


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
    compartment: str = Compartment.ORDINARY,
    by: Actor,
    at: datetime,
) -> TakenIn:
    """Keep what a channel received, before anybody judges it; the same content twice is one.

    :param source: which mailbox or form it came from; with the content's hash its natural key
    """
    raw, created = RawMessage.objects.get_or_create(
        source=source,
        content_hash=hashlib.sha256(content).hexdigest(),
        defaults={
            "carrier": carrier,
            "content": content,
            "size": len(content),
            "received_at": received_at,
            "compartment": compartment,
        },
    )
    if created:
        audit.record(reference("raw", raw.pk), compartment=compartment)
    is_settled = raw.state != RawMessage.State.RECEIVED
    return TakenIn(raw_message_id=raw.pk, is_new=created, is_settled=is_settled)


@action(permission=Permission.TAKE_IN_MESSAGE)
def claim_raw(*, raw_message_id: int, by: Actor, at: datetime) -> Raw:
    """Lock a raw message for the transaction that takes it up, and return it."""
    return as_raw(RawMessage.objects.select_for_update().get(pk=raw_message_id))


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
