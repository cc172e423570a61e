"""Batches for the printer: made of the letters that wait, and told posted by its return."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.conf import settings
from django.db import connection
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from debiet.core import audit, outgoing
from debiet.core.actor import Actor
from debiet.core.dates import day_in_words
from debiet.core.errors import NotFound, Refused
from debiet.core.events import publish, publish_all
from debiet.core.operations import action
from debiet.core.references import reference
from debiet.correspondence.actions.damaged import (
    DamagedLetters,
    joined,
    note_tries,
    set_aside_damaged,
)
from debiet.correspondence.events import LetterRejected, MessageDispatched, MessageQueued
from debiet.correspondence.models import Message, PrintBatch
from debiet.correspondence.queries.printing import waiting_letters_for_update
from debiet.files import actions as files
from debiet.files import queries as file_queries
from debiet.rules import print_batches
from debiet.rules.access import Permission
from debiet.rules.delivery import BatchState, DeliveryState, DispatchOutcome
from debiet.rules.letters import left_at
from debiet.staff.visibility import visible

MOST_LETTERS = 300
"""A batch takes no more; what is left is the next one. It keeps its PDF small enough to hold."""


class NothingToPrint(Refused):
    """No letter waits."""

    code = "correspondence.nothing-to-print"
    message = _("No letter waits for the printer. A colleague may just have made the batch.")


class PostedInFuture(Refused):
    """A batch cannot be posted on a day that has not come."""

    code = "correspondence.posted-in-future"
    message = _("This day has not come yet. Fill in the day on which the letters were posted.")


class PostedBeforeMade(Refused):
    """A batch cannot be posted before it was made."""

    code = "correspondence.posted-before-made"
    message = _("This is before the batch was made. Fill in the day on which it was posted.")


class OtherDayPosted(Refused):
    """A batch was told posted before, on another day."""

    code = "correspondence.other-day-posted"
    message = _("This batch was confirmed before, as posted on another day: %(day)s.")


class UnknownLetters(Refused):
    """The printer's return names other letters than the batch holds."""

    code = "correspondence.unknown-letters"
    message = _(
        "What the printer says of batch %(batch)s does not fit the letters in it: every letter "
        "must be named once. Nothing was changed."
    )


class NotAllPosted(Refused):
    """The printer did not post letters of a batch that was told posted as a whole."""

    code = "correspondence.not-all-posted"
    message = _(
        "The printer did not post these letters of batch %(batch)s, which was confirmed before as "
        "posted: %(letters)s. Write down each of them under “Mail that came back”, then take over "
        "the file again. Nothing was changed."
    )


class UnreadableReturn(Refused):
    """The printer's file cannot be read."""

    code = "correspondence.unreadable-return"
    message = _("Line %(line)s of the file cannot be read. Nothing was changed.")


@dataclass(frozen=True, slots=True)
class Confirmed:
    """A batch, and whether it was news that it was posted."""

    number: str
    is_new: bool
    posted: int = 0
    rejected: int = 0


@action(permission=Permission.PRINT_LETTERS, atomic=False)
def make_print_batch(*, compartment: str, by: Actor, at: datetime) -> int:
    """Put the letters of a part of the house that wait into one PDF with its list; return its id.

    One at a time: of two who ask at once the second gets what the first left, or a refusal. A
    letter whose pages the storage lost is composed again and goes with the next batch; one whose
    pages are damaged is set aside, and the rest is printed.

    :raises NothingToPrint: if no letter waits there for this actor
    """
    compose_lost_again(compartment=compartment, by=by, at=at)
    while True:
        try:
            return batch_waiting(compartment=compartment, by=by, at=at)
        except DamagedLetters as found:  # fewer wait each time
            set_aside_damaged(faults=found.faults, by=by, at=at)


@action(permission=Permission.PRINT_LETTERS)
def compose_lost_again(*, compartment: str, by: Actor, at: datetime) -> int:
    """Have those of the next batch composed again whose pages are lost; return how many.

    Else one of them would keep all others from being printed.
    """
    _one_at_a_time()
    waiting = waiting_letters_for_update(compartment, by=by, limit=MOST_LETTERS)
    gone = file_queries.lost([letter.letter_id or 0 for letter in waiting], viewer=by)
    lost = [letter for letter in waiting if letter.letter_id in gone]
    why = {letter.pk: "the pages of this letter were lost" for letter in lost}
    note_tries(lost, DispatchOutcome.TRY_AGAIN, why, at=at)
    for letter in lost:
        letter.state, letter.next_try_at = DeliveryState.QUEUED, at
    Message.objects.bulk_update(lost, ["state", "next_try_at", "attempts"])
    for letter in lost:
        publish(MessageQueued(message_id=letter.pk))
    return len(lost)


@action(permission=Permission.PRINT_LETTERS)
def batch_waiting(*, compartment: str, by: Actor, at: datetime) -> int:
    """Put the waiting letters that can be printed into a batch, for :func:`make_print_batch`.

    :raises NothingToPrint: if no letter waits there for this actor
    :raises OutgoingOff: on a restored copy
    :raises DamagedLetters: if some of them cannot be printed; then nothing is changed
    """
    if outgoing.is_off():
        raise outgoing.OutgoingOff
    _one_at_a_time()
    chosen = waiting_letters_for_update(compartment, by=by, limit=MOST_LETTERS)
    if not chosen:
        raise NothingToPrint
    year = timezone.localtime(at).year
    numbers = PrintBatch.objects.filter(number__startswith=f"B{year}-")
    number = print_batches.next_number(
        year, numbers.order_by("-id").values_list("number", flat=True).first()
    )
    letters, sheets = joined(chosen, viewer=by)

    def store(content: bytes, kind: str, media_type: str) -> int:
        return files.store_file(
            content=content,
            name=f"{number}.{kind}",
            media_type=media_type,
            compartment=compartment,
            is_made_here=True,
            by=by,
            at=at,
        )

    batch = PrintBatch.objects.create(
        number=number,
        compartment=compartment,
        made_at=at,
        letter_count=len(sheets),
        page_count=sum(one.pages for one in sheets),
        letters_id=store(letters, "pdf", "application/pdf"),
        manifest_id=store(print_batches.manifest(number, sheets).encode(), "csv", "text/csv"),
    )
    Message.objects.filter(pk__in=[message.pk for message in chosen]).update(batch=batch)
    audit.record(
        reference("batch", number),
        compartment=compartment,
        facts={"letters": batch.letter_count, "pages": batch.page_count},
    )
    return batch.pk


def _one_at_a_time() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended('print-batch', 0))")


@action(permission=Permission.PRINT_LETTERS)
def confirm_posted(
    *,
    batch_id: int,
    posted_on: date,
    rejected: Mapping[int, str] | None = None,
    by: Actor,
    at: datetime,
) -> Confirmed:
    """Write down on which day a batch was posted: then its letters are sent, and not before.

    :param rejected: why, for each letter that was not posted: those wait for the next batch, and
        their cases are told
    :raises NotFound: where the actor may not see the batch, or it does not exist
    :raises OtherDayPosted: if it was confirmed before, with another day; with the same, nothing
        changes
    :raises NotAllPosted: if it was confirmed before, and letters were not posted after all
    """
    batch = visible(PrintBatch.objects.filter(pk=batch_id), by).select_for_update().first()
    if batch is None:
        raise NotFound
    if batch.state == BatchState.POSTED:
        if batch.posted_on != posted_on:
            raise OtherDayPosted(day=_in_words(batch.posted_on))
        _refuse_not_posted(batch, rejected or {})
        return Confirmed(batch.number, is_new=False)
    if posted_on > timezone.localtime(at).date():
        raise PostedInFuture
    if posted_on < timezone.localtime(batch.made_at).date():
        raise PostedBeforeMade
    letters = list(batch.messages.select_for_update().order_by("id"))
    reasons = dict(rejected or {})
    if not set(reasons) <= {letter.pk for letter in letters}:
        raise UnknownLetters(batch=batch.number)
    batch.state, batch.posted_on, batch.confirmed_at = BatchState.POSTED, posted_on, at
    batch.save(update_fields=["state", "posted_on", "confirmed_at"])
    gone = [letter for letter in letters if letter.pk not in reasons]
    left = left_at(posted_on, known_at=at, tz=timezone.get_current_timezone())
    _send(gone, left=left, at=at)
    _keep_back([letter for letter in letters if letter.pk in reasons], reasons, at=at)
    audit.record(
        reference("batch", batch.number),
        compartment=batch.compartment,
        facts={"posted": posted_on.isoformat(), "rejected": len(reasons)},
    )
    return Confirmed(batch.number, is_new=True, posted=len(gone), rejected=len(reasons))


def _refuse_not_posted(batch: PrintBatch, rejected: Mapping[int, str]) -> None:
    """Refuse to be told in silence that letters which count as sent were not posted."""
    counted = batch.messages.filter(pk__in=rejected, state=DeliveryState.DISPATCHED)
    letters = [
        reference("message", key) for key in counted.order_by("id").values_list("id", flat=True)
    ]
    if letters:
        raise NotAllPosted(batch=batch.number, letters=", ".join(letters))


def _in_words(day: date | None) -> str:
    return day_in_words(day, get_language() or settings.LANGUAGE_CODE) if day else ""


def _send(letters: Sequence[Message], *, left: datetime, at: datetime) -> None:
    """Write down that letters left; one that came back already stays what it is."""
    sent = [letter for letter in letters if letter.state == DeliveryState.HANDED_OVER]
    note_tries(sent, DispatchOutcome.ACCEPTED, {}, at=at)
    for letter in sent:
        letter.state, letter.dispatched_at = DeliveryState.DISPATCHED, left
    Message.objects.bulk_update(sent, ["state", "dispatched_at", "attempts"])
    publish_all([MessageDispatched(message_id=letter.pk) for letter in sent])


def _keep_back(letters: Sequence[Message], reasons: Mapping[int, str], *, at: datetime) -> None:
    """Let letters that were not posted wait for the next batch, and say so."""
    note_tries(letters, DispatchOutcome.TRY_AGAIN, reasons, at=at)
    for letter in letters:
        letter.batch = None
    Message.objects.bulk_update(letters, ["batch", "attempts"])
    for letter in letters:
        publish(LetterRejected(message_id=letter.pk))


@action(permission=Permission.PRINT_LETTERS)
def take_print_return(*, content: bytes, by: Actor, at: datetime) -> list[Confirmed]:
    """Confirm the batches that a printer's return file names; all of them or none.

    A batch of which nothing was posted counts as returned today: its letters wait again.

    :raises UnreadableReturn: if a line of it cannot be read
    :raises UnknownLetters: if it does not name every letter of a batch once
    :raises NotAllPosted: if a batch was confirmed before, and letters were not posted after all
    """
    found = print_batches.read_return(content.decode("utf-8", "replace"))
    if found.faulty_line is not None or not found.batches:
        raise UnreadableReturn(line=found.faulty_line or 1)
    confirmed = []
    # In one order, so that two files that name the same batches never wait for each other.
    for said in sorted(found.batches, key=lambda one: one.batch):
        batch = visible(PrintBatch.objects.filter(number=said.batch), by).first()
        if batch is None:
            raise UnknownLetters(batch=said.batch)
        if batch.state == BatchState.MADE:
            own = set(batch.messages.values_list("id", flat=True))
            if said.posted | set(said.rejected) != own:
                raise UnknownLetters(batch=said.batch)
        day = said.posted_on or batch.posted_on or timezone.localtime(at).date()
        confirmed.append(
            confirm_posted(batch_id=batch.pk, posted_on=day, rejected=said.rejected, by=by, at=at)
        )
    return confirmed
