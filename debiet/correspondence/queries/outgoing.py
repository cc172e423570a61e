"""Reading what went out, and where it stands."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import QuerySet

from debiet.core.actor import Actor
from debiet.core.dates import local_day_of
from debiet.core.reading import query
from debiet.core.together import Reading, joint_query, reading
from debiet.correspondence.models import Message
from debiet.rules.cases import Carrier
from debiet.rules.delivery import DeliveryState
from debiet.staff.visibility import countable, visible


@query(personal=False)
def due_message_ids(*, at: datetime, limit: int = 200) -> list[int]:
    """Return the messages of the outbox whose next try is due."""
    due = Message.objects.filter(state=DeliveryState.QUEUED, next_try_at__lte=at)
    return list(due.order_by("next_try_at", "id").values_list("id", flat=True)[:limit])


@query(personal=True)
def waiting_message_count(*, viewer: Actor) -> int:
    """Return how many messages would leave if all could, of those the viewer may count."""
    waiting = (DeliveryState.QUEUED, DeliveryState.HANDED_OVER)
    return countable(Message.objects.filter(state__in=waiting), viewer).count()


@dataclass(frozen=True, slots=True)
class Delivery:
    """Where an outgoing message stands.

    :param batch: the batch a letter is in, by its number; "" while it waits for one
    :param bounce_reason: the code of why it came back
    """

    state: DeliveryState
    recipient_address: str
    dispatched_at: datetime | None
    attempts: int
    next_try_at: datetime | None
    carrier: Carrier
    batch: str
    bounce_reason: str

    @property
    def left_on(self) -> date | None:
        """Return the day on which it left, all that is known of a letter."""
        return local_day_of(self.dispatched_at)


@joint_query(personal=True)
def deliveries(
    message_ids: "Iterable[int] | QuerySet[Any, Any]", *, viewer: Actor
) -> Reading[dict[int, Delivery]]:
    """Return where messages stand, by their id."""
    rows = visible(Message.objects.filter(pk__in=message_ids), viewer)
    return reading(rows.select_related("batch").defer("text"), made=_deliveries)


def _deliveries(rows: list[Message]) -> dict[int, Delivery]:
    return {
        row.pk: Delivery(
            state=row.state,
            recipient_address=row.recipient_address,
            dispatched_at=row.dispatched_at,
            attempts=row.attempts,
            next_try_at=row.next_try_at,
            carrier=row.carrier,
            batch=row.batch.number if row.batch else "",
            bounce_reason=row.bounce_reason,
        )
        for row in rows
    }


@dataclass(frozen=True, slots=True)
class Fate:
    """What became of a message, without whom it was for."""

    state: DeliveryState
    left_on: date | None


@query(personal=False)
def fates(message_ids: list[int]) -> dict[int, Fate]:
    """Return what became of messages that the caller may see, by their id."""
    rows = Message.objects.filter(pk__in=message_ids).values_list("id", "state", "dispatched_at")
    return {key: Fate(DeliveryState(state), local_day_of(left)) for key, state, left in rows}


@dataclass(frozen=True, slots=True)
class Purpose:
    """What a message was for, without its words.

    :param replaces_id: the message that did not arrive and that it stands in for
    """

    about: str
    purpose: str
    dispatched_at: datetime | None
    carrier: Carrier
    replaces_id: int | None
    attempts: int


@query(personal=False)
def purpose(message_id: int) -> Purpose:
    """Return what a message is about and what it was for."""
    row = Message.objects.defer("text", "subject").get(pk=message_id)
    return Purpose(
        about=row.about,
        purpose=row.purpose,
        dispatched_at=row.dispatched_at,
        carrier=row.carrier,
        replaces_id=row.replaces_id,
        attempts=row.attempts,
    )


@query(personal=False)
def left_at(message_id: int) -> datetime | None:
    """Return when a message left the house; None where it has not, or is kept no longer."""
    rows = Message.objects.filter(pk=message_id)
    return rows.values_list("dispatched_at", flat=True).first()


@query(personal=True)
def written_about(message_ids: list[int], *, viewer: Actor) -> list[str]:
    """Return what messages of ours were about, such as `case:2026-000123`."""
    rows = visible(Message.objects.filter(pk__in=message_ids), viewer)
    return list(rows.order_by("id").values_list("about", flat=True))
