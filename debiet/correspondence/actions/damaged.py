"""Letters whose pages are damaged: set aside with the reason, so that the rest is printed."""

import hashlib
import io
from collections.abc import Mapping, Sequence
from datetime import datetime

from pypdf import PdfReader, PdfWriter

from debiet.core import audit
from debiet.core.actor import Actor
from debiet.core.errors import NotFound
from debiet.core.events import publish
from debiet.core.operations import action
from debiet.correspondence.events import MessageQueued
from debiet.correspondence.models import Dispatch, Message
from debiet.files import actions as files
from debiet.files import queries as file_queries
from debiet.rules.access import Permission
from debiet.rules.cases import Carrier
from debiet.rules.delivery import DeliveryState, DispatchOutcome
from debiet.rules.letters import postal_code
from debiet.rules.print_batches import PrintFault, Sheet
from debiet.staff.visibility import visible


class DamagedLetters(Exception):
    """Some letters cannot be printed.

    :param faults: why, by the id of the message
    """

    def __init__(self, faults: Mapping[int, PrintFault]) -> None:
        super().__init__(f"{len(faults)} letters")
        self.faults = faults


def joined(chosen: Sequence[Message], *, viewer: Actor) -> tuple[bytes, list[Sheet]]:
    """Return the letters behind each other, and what the list says of each.

    :raises DamagedLetters: with all that cannot be printed
    """
    whole, sheets, faults, contents = PdfWriter(), [], {}, {}
    for message in chosen:
        opened = file_queries.opened(message.letter_id or 0, viewer=viewer)
        if opened is None:
            raise NotFound
        digest = hashlib.sha256(opened.content).hexdigest()
        contents[message] = opened.content
        fault = PrintFault.CHANGED if digest != opened.info.sha256 else None
        if fault := fault or _appended(whole, opened.content, message.page_count):
            faults[message.pk] = fault
        place = postal_code(message.postal_lines)
        sheets.append(Sheet(message.pk, message.page_count or 0, digest, place))
    if faults:
        raise DamagedLetters(faults)
    try:
        return _written(whole), sheets
    except Exception as trouble:
        faults = {one.pk: PrintFault.UNREADABLE for one in chosen if not _writes(contents[one])}
        if not faults:
            raise
        raise DamagedLetters(faults) from trouble


def _appended(whole: PdfWriter, content: bytes, pages: int | None) -> PrintFault | None:
    """Put a letter behind the others; return why it cannot be."""
    try:
        reader = PdfReader(io.BytesIO(content))
        if pages is not None and len(reader.pages) != pages:
            return PrintFault.PAGES
        whole.append(reader, import_outline=False)
    except Exception:  # noqa: BLE001 (whatever a damaged file makes of its reader)
        return PrintFault.UNREADABLE
    return None


def _written(whole: PdfWriter) -> bytes:
    written = io.BytesIO()
    whole.write(written)
    return written.getvalue()


def _writes(content: bytes) -> bool:
    alone = PdfWriter()
    try:
        alone.append(io.BytesIO(content), import_outline=False)
        _written(alone)
    except Exception:  # noqa: BLE001 (as above)
        return False
    return True


@action(permission=Permission.PRINT_LETTERS)
def set_aside_damaged(*, faults: Mapping[int, PrintFault], by: Actor, at: datetime) -> None:
    """Let letters that cannot be printed wait no more, until somebody has them tried again."""
    rows = visible(Message.objects.filter(pk__in=faults, batch__isnull=True), by)
    letters = list(rows.select_for_update(of=("self",)).order_by("pk"))
    for letter in letters:
        letter.print_fault = faults[letter.pk]
    why = {letter.pk: f"set aside: {letter.print_fault}" for letter in letters}
    note_tries(letters, DispatchOutcome.TRY_AGAIN, why, at=at)
    Message.objects.bulk_update(letters, ["print_fault", "attempts"])


@action(permission=Permission.PRINT_LETTERS)
def print_again(*, message_id: int, by: Actor, at: datetime) -> None:
    """Have a letter that was set aside composed anew: it waits for the next batch.

    :raises NotFound: if it was not set aside, or the actor may not see it
    """
    rows = visible(Message.objects.filter(pk=message_id, carrier=Carrier.POST), by)
    letter = rows.exclude(print_fault="").select_for_update(of=("self",)).first()
    if letter is None or letter.state != DeliveryState.HANDED_OVER:
        raise NotFound
    note_tries([letter], DispatchOutcome.TRY_AGAIN, {letter.pk: "composed again"}, at=at)
    if letter.letter_id is not None:  # else the storage is found to have the same pages
        files.drop_damaged(file_id=letter.letter_id, by=by, at=at)
    letter.print_fault, letter.state, letter.next_try_at = "", DeliveryState.QUEUED, at
    letter.save(update_fields=["print_fault", "state", "next_try_at", "attempts"])
    publish(MessageQueued(message_id=letter.pk))


def note_tries(
    letters: Sequence[Message],
    outcome: DispatchOutcome,
    replies: Mapping[int, str],
    *,
    at: datetime,
) -> None:
    """Write down what became of letters; the caller saves their number of tries."""
    tries = []
    for letter in letters:
        letter.attempts += 1
        tries.append(
            Dispatch(
                message=letter,
                attempt=letter.attempts,
                at=at,
                outcome=outcome,
                reply=replies.get(letter.pk, "")[:200],
            )
        )
        audit.record(
            letter.about,
            compartment=letter.compartment,
            facts={"message": letter.pk, "outcome": outcome},
        )
    Dispatch.objects.bulk_create(tries)
