"""Reading letters: those that wait for the printer, the batches, and one by its code."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.conf import settings
from django.db.models import Count, OuterRef, Q, QuerySet, Subquery, Sum
from django.utils import timezone

from debiet.core.actor import Actor
from debiet.core.dates import local_day_of
from debiet.core.reading import query
from debiet.core.references import parts, reference
from debiet.correspondence.models import Dispatch, Message, PrintBatch
from debiet.rules.cases import Carrier
from debiet.rules.delivery import BatchState, DeliveryState, DispatchOutcome
from debiet.rules.letters import is_late, postal_code
from debiet.rules.print_batches import PrintFault, in_order, message_in
from debiet.staff.visibility import visible


def waiting_letters(viewer: Actor) -> "QuerySet[Message]":
    return _unprinted(viewer).filter(print_fault="")


def _unprinted(viewer: Actor) -> "QuerySet[Message]":
    waiting = Message.objects.filter(state=DeliveryState.HANDED_OVER, batch__isnull=True)
    return visible(waiting.filter(carrier=Carrier.POST), viewer)


def waiting_letters_for_update(compartment: str, *, by: Actor, limit: int) -> list[Message]:
    """Return the letters of the next batch, locked, in the order in which they are printed.

    The oldest go first, so that none waits for ever; within a batch they are sorted by place.
    """
    rows = waiting_letters(by).filter(compartment=compartment).select_for_update(of=("self",))
    chosen = {row.pk: row for row in rows.defer("text").order_by("id")[:limit]}
    places = [(postal_code(row.postal_lines), row.pk) for row in chosen.values()]
    return [chosen[message_id] for message_id in in_order(places)]


@dataclass(frozen=True, slots=True)
class PrintQueue:
    """How much waits for the printer in one part of the house."""

    compartment: str
    letters: int
    pages: int


@query(personal=True)
def print_queues(*, viewer: Actor) -> list[PrintQueue]:
    """Return how many letters wait, for each part of the house that the viewer sees."""
    counted = waiting_letters(viewer).values("compartment").order_by("compartment")
    return [
        PrintQueue(row["compartment"], row["letters"], row["pages"] or 0)
        for row in counted.annotate(letters=Count("id"), pages=Sum("page_count"))
    ]


@dataclass(frozen=True, slots=True)
class LetterRow:
    """A letter as lists show it.

    :param case_number: "" where it is not about a case
    :param rejected: why the printer did not post it; "" for all others
    :param fault: why it is set aside, if it is
    """

    message_id: int
    case_number: str
    name: str
    place: str
    subject: str
    compartment: str
    written_at: datetime
    pages: int
    state: DeliveryState
    left_on: date | None
    bounce_reason: str
    batch: str
    rejected: str
    letter_id: int | None
    fault: PrintFault | None


@query(personal=True)
def letters_to_print(*, viewer: Actor, limit: int) -> list[LetterRow]:
    """Return the letters that wait for the printer, oldest first."""
    return _rows(waiting_letters(viewer).order_by("id"), limit=limit)


@query(personal=True)
def letters_set_aside(*, viewer: Actor, limit: int) -> list[LetterRow]:
    """Return the letters that are set aside because their pages cannot be printed."""
    return _rows(_unprinted(viewer).exclude(print_fault="").order_by("id"), limit=limit)


@query(personal=True)
def letters_named(words: str, *, viewer: Actor, limit: int = 20) -> list[LetterRow]:
    """Return the letters that the code of an envelope, a case's number or a name points to.

    The latest first: what comes back is seldom old.
    """
    letters = visible(Message.objects.filter(carrier=Carrier.POST), viewer)
    message_id, tidy = message_in(words), words.strip()
    if message_id is not None:
        letters = letters.filter(pk=message_id)
    elif len(tidy) < 3:
        return []
    else:
        named = Q(recipient_name__icontains=tidy)
        letters = letters.filter(named | Q(about=reference("case", tidy.upper())))
    return _rows(letters.order_by("-id"), limit=limit)


@query(personal=True)
def letter(message_id: int, *, viewer: Actor) -> LetterRow | None:
    """Return one letter, or None where there is none or the viewer may not see it."""
    letters = Message.objects.filter(pk=message_id, carrier=Carrier.POST)
    return next(iter(_rows(visible(letters, viewer), limit=1)), None)


def _rows(letters: "QuerySet[Message]", *, limit: int) -> list[LetterRow]:
    latest = Dispatch.objects.filter(message=OuterRef("pk")).order_by("-attempt")
    rows = (
        letters.select_related("batch")
        .defer("text")
        .annotate(
            latest_outcome=Subquery(latest.values("outcome")[:1]),
            latest_reply=Subquery(latest.values("reply")[:1]),
        )
    )
    return [_row(row) for row in rows[:limit]]


def _row(row: Any) -> LetterRow:
    kind, number = parts(row.about)
    is_back = row.state == DeliveryState.HANDED_OVER and (
        row.latest_outcome == DispatchOutcome.TRY_AGAIN
    )
    return LetterRow(
        message_id=row.pk,
        case_number=number if kind == "case" else "",
        name=row.recipient_name,
        place=row.postal_lines[-1] if row.postal_lines else "",
        subject=row.subject,
        compartment=row.compartment,
        written_at=row.written_at,
        pages=row.page_count or 0,
        state=row.state,
        left_on=local_day_of(row.dispatched_at),
        bounce_reason=row.bounce_reason,
        batch=row.batch.number if row.batch else "",
        rejected=row.latest_reply if is_back else "",
        letter_id=row.letter_id,
        fault=PrintFault(row.print_fault) if row.print_fault else None,
    )


@dataclass(frozen=True, slots=True)
class Batch:
    """A batch of letters.

    :param is_late: nobody told for days that it was posted
    """

    batch_id: int
    number: str
    compartment: str
    state: BatchState
    made_at: datetime
    letter_count: int
    page_count: int
    posted_on: date | None
    is_late: bool
    letters_id: int
    manifest_id: int


@query(personal=True)
def print_batches(*, viewer: Actor, at: datetime, limit: int) -> list[Batch]:
    """Return the batches: first those that still wait for the printer's return, then the latest."""
    rows = visible(PrintBatch.objects.all(), viewer)
    waiting = list(rows.filter(state=BatchState.MADE).order_by("id")[:limit])
    posted = rows.filter(state=BatchState.POSTED).order_by("-id")[: limit - len(waiting)]
    return [_batch(row, at=at) for row in [*waiting, *posted]]


@query(personal=True)
def print_batch(batch_id: int, *, viewer: Actor, at: datetime) -> Batch | None:
    """Return one batch, or None where there is none or the viewer may not see it."""
    row = visible(PrintBatch.objects.filter(pk=batch_id), viewer).first()
    return _batch(row, at=at) if row else None


def _batch(row: PrintBatch, *, at: datetime) -> Batch:
    waits = row.state == BatchState.MADE
    return Batch(
        batch_id=row.pk,
        number=row.number,
        compartment=row.compartment,
        state=row.state,
        made_at=row.made_at,
        letter_count=row.letter_count,
        page_count=row.page_count,
        posted_on=row.posted_on,
        is_late=waits
        and is_late(
            timezone.localtime(row.made_at).date(),
            today=timezone.localtime(at).date(),
            working_days=settings.PRINT_RETURN_WORKING_DAYS,
        ),
        letters_id=row.letters_id,
        manifest_id=row.manifest_id,
    )
