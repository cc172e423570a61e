"""Reading what came in."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from debiet.core.actor import Actor
from debiet.core.reading import query
from debiet.correspondence.models import RawMessage
from debiet.rules.cases import Carrier
from debiet.rules.quarantine import SET_ASIDE
from debiet.staff.visibility import visible

PAPER = (Carrier.POST, Carrier.COUNTER)
"""What comes on paper is scanned and registered by hand: it has worklists of its own."""


@dataclass(frozen=True, slots=True)
class Raw:
    """A raw message as its taker reads it.

    :param size: of all that came; more than `content` has where only its beginning was kept
    """

    raw_message_id: int
    carrier: Carrier
    source: str
    content: bytes
    size: int
    received_at: datetime
    state: str
    outcome: str
    reason: str
    about: str
    compartment: str
    due_at: datetime | None = None


def as_raw(row: RawMessage, content: bytes | None = None) -> Raw:
    return Raw(
        raw_message_id=row.pk,
        carrier=Carrier(row.carrier),
        source=row.source,
        content=bytes(row.content) if content is None else content,
        size=row.size,
        received_at=row.received_at,
        state=row.state,
        outcome=row.outcome,
        reason=row.reason,
        about=row.about,
        compartment=row.compartment,
        due_at=row.due_at,
    )


@query(personal=False)
def left_over(*, before: datetime, limit: int = 100) -> list[int]:
    """Return raw messages that were received but taken by nobody: their process died."""
    waiting = RawMessage.objects.filter(state=RawMessage.State.RECEIVED, recorded_at__lt=before)
    waiting = waiting.exclude(carrier__in=PAPER)
    return list(waiting.order_by("id").values_list("id", flat=True)[:limit])


@dataclass(frozen=True, slots=True)
class HeldRow:
    """A held message as a list shows it: without its content, which may have 50 MB."""

    raw_message_id: int
    carrier: Carrier
    received_at: datetime
    due_at: datetime | None
    sender: str
    subject: str
    reason: str
    size: int


@query(personal=True)
def quarantine(*, viewer: Actor, limit: int = 100) -> list[HeldRow]:
    """Return the messages that wait for somebody to look at them, what falls due first, first."""
    held = RawMessage.objects.filter(state=RawMessage.State.QUARANTINED)
    held = held.exclude(carrier__in=PAPER)
    rows = visible(held, viewer).defer("content").order_by("due_at", "id")[:limit]
    return list(map(_held_row, rows))


@query(personal=True)
def put_aside(*, viewer: Actor, limit: int = 100) -> list[HeldRow]:
    """Return the messages that employees set aside, the newest first."""
    aside = RawMessage.objects.filter(state=RawMessage.State.SET_ASIDE, outcome=SET_ASIDE)
    aside = aside.exclude(carrier__in=PAPER)
    rows = visible(aside, viewer).defer("content").order_by("-received_at", "-id")[:limit]
    return list(map(_held_row, rows))


def _held_row(row: RawMessage) -> HeldRow:
    return HeldRow(
        raw_message_id=row.pk,
        carrier=Carrier(row.carrier),
        received_at=row.received_at,
        due_at=row.due_at,
        sender=row.sender,
        subject=row.subject,
        reason=row.reason,
        size=row.size,
    )


@query(personal=False)
def held_part(raw_message_id: int) -> tuple[str, str]:
    """Return from which source a message came and in which closed part it stands."""
    return RawMessage.objects.values_list("source", "compartment").get(pk=raw_message_id)


@query(personal=True)
def raw_parts(raw_message_ids: Iterable[int], *, viewer: Actor) -> dict[int, str]:
    """Return the closed part of each of some messages that the viewer may see."""
    rows = visible(RawMessage.objects.filter(pk__in=set(raw_message_ids)), viewer)
    return dict(rows.values_list("id", "compartment"))


@query(personal=True)
def raw_mail(raw_message_id: int, *, viewer: Actor) -> bytes | None:
    """Return an e-mail byte for byte as it came, or None where the viewer may not see it."""
    mails = RawMessage.objects.filter(pk=raw_message_id, carrier=Carrier.EMAIL)
    content = visible(mails, viewer).values_list("content", flat=True).first()
    return None if content is None else bytes(content)


@query(personal=True)
def held(raw_message_id: int, *, viewer: Actor) -> Raw | None:
    """Return one message that nobody could take up, or None where the viewer may not see it."""
    found = RawMessage.objects.filter(pk=raw_message_id, state=RawMessage.State.QUARANTINED)
    found = found.exclude(carrier__in=PAPER)
    row = visible(found, viewer).first()
    return as_raw(row) if row else None
