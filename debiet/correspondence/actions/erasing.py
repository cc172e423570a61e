"""Letting messages, what came in, calls and printed batches go."""

from collections import Counter
from collections.abc import Iterable, Sequence

from debiet.core.actor import Actor
from debiet.core.erasing import erase, is_pointed_at
from debiet.core.operations import action
from debiet.core.references import reference
from debiet.correspondence.models import Call, Message, MessageFile, PrintBatch, RawMessage
from debiet.files.erasing import erase_files
from debiet.rules.access import Permission
from debiet.terms.actions import erase_clocks


@action(permission=Permission.ERASE)
def erase_about(*, references: Sequence[str], by: Actor) -> Counter[str]:
    """Let all messages, calls and what came in about things go, with their files."""
    messages = set(Message.objects.filter(about__in=references).values_list("id", flat=True))
    carried = MessageFile.objects.filter(message__in=messages).values_list("file_id", flat=True)
    letters = Message.objects.filter(pk__in=messages, letter__isnull=False)
    file_ids = {*carried, *letters.values_list("letter_id", flat=True)}
    calls = Call.objects.filter(about__in=references).values_list("id", flat=True)
    raws = RawMessage.objects.filter(about__in=references).values_list("id", flat=True)
    gone = erase(Message, messages) + erase(Call, calls)
    gone += erase_raw_messages(raw_message_ids=list(raws), by=by)
    return gone + erase_files(file_ids=file_ids, by=by)


@action(permission=Permission.ERASE)
def erase_raw_messages(*, raw_message_ids: Iterable[int], by: Actor) -> Counter[str]:
    """Let what came in go, unless a contact still rests on it, and the scans it was cut from."""
    wanted = set(raw_message_ids)
    free = wanted - is_pointed_at(RawMessage, wanted)
    free |= _scans_of(free)
    references = [reference("raw", raw_id) for raw_id in sorted(free)]
    return erase(RawMessage, free) + erase_clocks(references=references, by=by)


def _scans_of(raw_message_ids: Iterable[int]) -> set[int]:
    """Return the scans that letters were cut from: they show the same pages."""
    cut = RawMessage.objects.filter(pk__in=raw_message_ids, source__startswith="scan:")
    named = {source.split(":")[1] for source in cut.values_list("source", flat=True)}
    numbers = [int(number) for number in named if number.isdigit()]
    return set(RawMessage.objects.filter(pk__in=numbers).values_list("id", flat=True))


@action(permission=Permission.ERASE)
def erase_calls(*, call_ids: Iterable[int], by: Actor) -> Counter[str]:
    """Let calls of the exchange go."""
    return erase(Call, call_ids)


@action(permission=Permission.ERASE)
def erase_print_batches(*, batch_ids: Iterable[int], by: Actor) -> Counter[str]:
    """Let batches go as they went to the printer; their letters stay with what they are about."""
    rows = PrintBatch.objects.filter(pk__in=set(batch_ids))
    pairs = rows.values_list("letters_id", "manifest_id")
    file_ids = {file_id for pair in pairs for file_id in pair}
    return erase(PrintBatch, batch_ids) + erase_files(file_ids=file_ids, by=by)
