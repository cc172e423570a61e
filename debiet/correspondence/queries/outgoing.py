"""Reading what went out, and where it stands."""

from dataclasses import dataclass
from datetime import datetime

from debiet.core.actor import Actor
from debiet.core.reading import query
from debiet.core.references import parts
from debiet.correspondence.models import Message
from debiet.rules.delivery import DeliveryState
from debiet.staff.visibility import visible


@query(personal=False)
def due_message_ids(*, at: datetime, limit: int = 200) -> list[int]:
    """Return the messages of the outbox whose next try is due."""
    due = Message.objects.filter(state=DeliveryState.QUEUED, next_try_at__lte=at)
    return list(due.order_by("next_try_at", "id").values_list("id", flat=True)[:limit])


@dataclass(frozen=True, slots=True)
class Delivery:
    """Where an outgoing message stands."""

    state: DeliveryState
    recipient_address: str
    dispatched_at: datetime | None
    attempts: int
    next_try_at: datetime | None


@query(personal=True)
def deliveries(message_ids: list[int], *, viewer: Actor) -> dict[int, Delivery]:
    """Return where messages stand, by their id."""
    rows = visible(Message.objects.filter(pk__in=message_ids), viewer)
    return {
        row.pk: Delivery(
            state=row.state,
            recipient_address=row.recipient_address,
            dispatched_at=row.dispatched_at,
            attempts=row.attempts,
            next_try_at=row.next_try_at,
        )
        for row in rows.defer("text")
    }


@dataclass(frozen=True, slots=True)
class Purpose:
    """What a message was for, without its words."""

    about: str
    purpose: str
    dispatched_at: datetime | None


@query(personal=False)
def purpose(message_id: int) -> Purpose:
    """Return what a message is about and what it was for."""
    row = Message.objects.only("about", "purpose", "dispatched_at").get(pk=message_id)
    return Purpose(row.about, row.purpose, row.dispatched_at)


@query(personal=True)
def written_about(message_ids: list[int], *, viewer: Actor) -> list[str]:
    """Return what messages of ours were about, such as `case:2026-000123`."""
    rows = visible(Message.objects.filter(pk__in=message_ids), viewer)
    return list(rows.order_by("id").values_list("about", flat=True))


@query(personal=False)
def case_written_about(message_ids: list[str], *, to: str) -> str:
    """Return the number of the case that messages of ours to this address were about, or ""."""
    ours = Message.objects.filter(message_id__in=message_ids, recipient_address__iexact=to)
    about = ours.order_by("-id").values_list("about", flat=True).first()
    kind, number = parts(about or "")
    return number if kind == "case" else ""
