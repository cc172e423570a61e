"""Reading what came in."""

from dataclasses import dataclass
from datetime import datetime

from debiet.core.actor import Actor
from debiet.core.reading import query
from debiet.correspondence.models import RawMessage
from debiet.rules.cases import Carrier
from debiet.staff.visibility import visible

PAPER = (Carrier.POST, Carrier.COUNTER)
"""What comes on paper is scanned and registered by hand: it has worklists of its own."""


@dataclass(frozen=True, slots=True)
class Raw:
    """A raw message as its taker reads it."""

    raw_message_id: int
    carrier: Carrier
    source: str
    content: bytes
    received_at: datetime
    state: str
    outcome: str
    reason: str
    about: str
    compartment: str


def as_raw(row: RawMessage) -> Raw:
    return Raw(
        raw_message_id=row.pk,
        carrier=Carrier(row.carrier),
        source=row.source,
        content=bytes(row.content),
        received_at=row.received_at,
        state=row.state,
        outcome=row.outcome,
        reason=row.reason,
        about=row.about,
        compartment=row.compartment,
    )


@query(personal=False)
def left_over(*, before: datetime, limit: int = 100) -> list[int]:
    """Return raw messages that were received but taken by nobody: their process died."""
    waiting = RawMessage.objects.filter(state=RawMessage.State.RECEIVED, recorded_at__lt=before)
    waiting = waiting.exclude(carrier__in=PAPER)
    return list(waiting.order_by("id").values_list("id", flat=True)[:limit])


@query(personal=True)
def quarantine(*, viewer: Actor, limit: int = 100) -> list[Raw]:
    """Return the messages that nobody could take up, oldest first."""
    held = RawMessage.objects.filter(state=RawMessage.State.QUARANTINED)
    held = held.exclude(carrier__in=PAPER)
    return [as_raw(row) for row in visible(held, viewer).order_by("id")[:limit]]


@query(personal=True)
def held(raw_message_id: int, *, viewer: Actor) -> Raw | None:
    """Return one message that nobody could take up, or None where the viewer may not see it."""
    found = RawMessage.objects.filter(pk=raw_message_id, state=RawMessage.State.QUARANTINED)
    found = found.exclude(carrier__in=PAPER)
    row = visible(found, viewer).first()
    return as_raw(row) if row else None


@query(personal=True)
def quarantine_count(*, viewer: Actor, bound: int = 100) -> int:
    """Return how many messages nobody could take up, counted up to a bound."""
    held = RawMessage.objects.filter(state=RawMessage.State.QUARANTINED)
    held = held.exclude(carrier__in=PAPER)
    return visible(held, viewer)[:bound].count()
