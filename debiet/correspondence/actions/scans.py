"""Letters coming in on paper: a scan that was kept is taken apart into its letters."""

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

from debiet.core import audit
from debiet.core.actor import Actor
from debiet.core.errors import NotFound, Refused
from debiet.core.operations import action
from debiet.core.references import reference
from debiet.correspondence import raw_bytes, scanning
from debiet.correspondence.actions.raw_clock import end_raw_clock, start_raw_clock
from debiet.correspondence.actions.taking import settle_raw
from debiet.correspondence.models import RawMessage
from debiet.correspondence.papers import (
    CHOOSE_PAGES,
    SPLIT,
    TO_REGISTER,
    UNREADABLE,
    letter_source,
    page_facts,
)
from debiet.correspondence.queries.raw import PAPER, Raw, as_raw
from debiet.correspondence.scanning import ScanUnreadable
from debiet.rules import scans as rules
from debiet.rules.access import Permission
from debiet.rules.scans import FoundLetter, ScannedPage, ScanTrouble, Split, SplitBy
from debiet.staff.visibility import visible

TOLD_EVERY = 10
"""Pages between two notes of how far the reading is."""


class PaperGone(Refused):
    """A colleague decided about it already."""

    code = "correspondence.paper-gone"
    message = _("A colleague dealt with this already.")


class CannotBeParted(Refused):
    """The letters of a scan would be larger than we can keep."""

    code = "correspondence.cannot-be-parted"
    message = _(
        "This scan is too heavy to be parted here. Nothing was changed. Scan the letters again in "
        "smaller parts and set this scan aside."
    )


@action(permission=Permission.TAKE_IN_MESSAGE, atomic=False)
def split_scan(*, raw_message_id: int, by: Actor, at: datetime) -> None:
    """Read a scan and take it apart, or hold it for an employee with the reason.

    Reading takes seconds and holds no lock; what it found is written down only if nobody else
    did so meanwhile.
    """
    waiting = RawMessage.objects.filter(
        pk=raw_message_id, state=RawMessage.State.RECEIVED, carrier__in=PAPER
    )
    raw = waiting.defer("content").first()
    if raw is None:
        return
    content, how = raw_bytes.read(raw.pk), SplitBy(raw.reading["split_by"])

    def progress(read: int, of: int) -> None:
        if read % TOLD_EVERY == 1:
            note_reading(raw_message_id=raw_message_id, read=read, of=of, by=by, at=at)

    try:
        pages = scanning.read(content, progress=progress)
        split = rules.split(pages, how, every=raw.reading["every"])
        if how is SplitBy.HAND or "names" in raw.reading:
            # Pictures come in the order of their names: somebody looks whether that is right.
            found = [letter.pages[0] for letter in split.letters]
            hold_scan(
                raw_message_id=raw_message_id, pages=pages, firsts=found, reason="", by=by, at=at
            )
            return
        parts = scanning.split(content, [letter.pages for letter in split.letters])
    except ScanUnreadable as unreadable:
        hold_scan(
            raw_message_id=raw_message_id,
            pages=(),
            reason=unreadable.trouble,
            picture=unreadable.picture,
            by=by,
            at=at,
        )
        return
    cut_scan(raw_message_id=raw_message_id, split=split, pages=pages, parts=parts, by=by, at=at)


@action(permission=Permission.TAKE_IN_MESSAGE)
def note_reading(*, raw_message_id: int, read: int, of: int, by: Actor, at: datetime) -> None:
    """Write down how far the reading of a scan is, for the page that shows it."""
    raw = _claimed(raw_message_id, RawMessage.State.RECEIVED)
    if raw is not None:
        _write_reading(raw, read=read, of=of)


@action(permission=Permission.TAKE_IN_MESSAGE)
def hold_scan(
    *,
    raw_message_id: int,
    pages: Sequence[ScannedPage],
    firsts: Sequence[int] = (),
    reason: str,
    picture: int | None = None,
    by: Actor,
    at: datetime,
) -> None:
    """Hold a scan until an employee chose its first pages, or decided about one we cannot read.

    :param firsts: the pages on which letters seem to begin
    :param picture: which of several pictures is to blame
    """
    raw = _claimed(raw_message_id, RawMessage.State.RECEIVED)
    if raw is None:
        return
    facts = [{"marks": list(page.marks), "blank": page.is_blank} for page in pages]
    known = {"firsts": list(firsts), "picture": picture}
    _write_reading(raw, read=len(pages), of=len(pages), pages=facts, **known)
    _hold(raw, UNREADABLE if reason else CHOOSE_PAGES, reason, by=by, at=at)


@action(permission=Permission.TAKE_IN_MESSAGE)
def cut_scan(
    *,
    raw_message_id: int,
    split: Split,
    pages: Sequence[ScannedPage],
    parts: Sequence[bytes],
    by: Actor,
    at: datetime,
) -> None:
    """Write down the letters of a scan, each of which then waits to be registered."""
    raw = _claimed(raw_message_id, RawMessage.State.RECEIVED)
    if raw is None:
        return
    if not split.letters:
        _write_reading(raw, read=len(pages), of=len(pages))
        _hold(raw, UNREADABLE, ScanTrouble.ONLY_BLANK, by=by, at=at)
        return
    _cut(raw, split, len(pages), parts, by=by, at=at)


@action(permission=Permission.TAKE_IN_MESSAGE)
def choose_first_pages(
    *,
    raw_message_id: int,
    firsts: Iterable[int],
    places: Mapping[int, int] | None = None,
    by: Actor,
    at: datetime,
) -> int:
    """Take a held scan apart where an employee says, and return how many letters it gave.

    :param places: of pages whose order was not right, the place they belong, from 1
    :raises NotFound: where the actor may not see it
    :raises PaperGone: if a colleague did so already
    :raises CannotBeParted: if its letters would be too large
    """
    raw = _waiting(raw_message_id, {CHOOSE_PAGES}, by=by)
    pages = page_facts(raw.reading)
    split = rules.split_in_order(pages, rules.in_order(len(pages), places or {}), set(firsts))
    if not split.letters:
        split = Split((rules.FoundLetter(tuple(range(len(pages)))),))
    try:
        parts = scanning.split(raw_bytes.read(raw.pk), [one.pages for one in split.letters])
    except ScanUnreadable:
        raise CannotBeParted from None
    end_raw_clock(raw_message_id=raw.pk, by=by, at=at)
    _cut(raw, split, len(pages), parts, by=by, at=at)
    return len(split.letters)


@action(permission=Permission.TAKE_IN_MESSAGE)
def put_away_paper(*, raw_message_id: int, reason: str, by: Actor, at: datetime) -> None:
    """Set a letter or a scan aside with a reason: advertising, not for us, to be scanned again.

    :raises NotFound: where the actor may not see it
    :raises PaperGone: if a colleague dealt with it already
    """
    raw = _waiting(raw_message_id, {TO_REGISTER, CHOOSE_PAGES, UNREADABLE}, by=by)
    end_raw_clock(raw_message_id=raw.pk, by=by, at=at)
    settle_raw(
        raw_message_id=raw.pk,
        state=RawMessage.State.SET_ASIDE,
        outcome="put-away",
        reason=reason[:120],
        compartment=raw.compartment,
        by=by,
        at=at,
    )


@action(permission=Permission.TAKE_IN_MESSAGE)
def claim_letter(*, raw_message_id: int, by: Actor, at: datetime) -> Raw:
    """Lock a letter for the transaction that registers it, end its own term, and return it.

    :raises NotFound: where the actor may not see it
    :raises PaperGone: if a colleague registered it or set it aside already
    """
    raw = _waiting(raw_message_id, {TO_REGISTER}, by=by)
    end_raw_clock(raw_message_id=raw.pk, by=by, at=at)
    return as_raw(raw, content=raw_bytes.read(raw.pk))


def _claimed(raw_message_id: int, state: str) -> RawMessage | None:
    found = RawMessage.objects.select_for_update().defer("content")
    return found.filter(pk=raw_message_id, state=state, carrier__in=PAPER).first()


def _waiting(raw_message_id: int, outcomes: set[str], *, by: Actor) -> RawMessage:
    papers = visible(RawMessage.objects.filter(pk=raw_message_id, carrier__in=PAPER), by)
    raw = papers.defer("content").select_for_update().first()
    if raw is None:
        raise NotFound
    if raw.state != RawMessage.State.QUARANTINED or raw.outcome not in outcomes:
        raise PaperGone
    return raw


def _write_reading(raw: RawMessage, **facts: Any) -> None:
    raw.reading |= facts
    RawMessage.objects.filter(pk=raw.pk).update(reading=raw.reading)


def _hold(raw: RawMessage, outcome: str, reason: str, *, by: Actor, at: datetime) -> None:
    settle_raw(
        raw_message_id=raw.pk,
        state=RawMessage.State.QUARANTINED,
        outcome=outcome,
        reason=reason,
        compartment=raw.compartment,
        by=by,
        at=at,
    )
    start_raw_clock(raw_message_id=raw.pk, by=by, at=at)


def _cut(
    raw: RawMessage, split: Split, count: int, parts: Sequence[bytes], *, by: Actor, at: datetime
) -> None:
    in_letters = sum(len(letter.pages) for letter in split.letters)
    if in_letters + len(split.separators) + len(split.blanks) != count:
        raise AssertionError("a page of the scan is in no place, or in two")
    for number, (letter, content) in enumerate(zip(split.letters, parts, strict=True), start=1):
        made = _keep_letter(raw, number, letter, content)
        _hold(made, TO_REGISTER, "", by=by, at=at)
    _write_reading(
        raw,
        read=count,
        of=count,
        letters=len(split.letters),
        separators=len(split.separators),
        blanks=len(split.blanks),
        is_unmarked=split.is_unmarked and raw.reading["split_by"] == SplitBy.SEPARATORS,
    )
    settle_raw(
        raw_message_id=raw.pk,
        state=RawMessage.State.SET_ASIDE,
        outcome=SPLIT,
        reason=f"letters:{len(split.letters)}",
        compartment=raw.compartment,
        by=by,
        at=at,
    )


def _keep_letter(raw: RawMessage, number: int, letter: FoundLetter, content: bytes) -> RawMessage:
    made = RawMessage.objects.create(
        carrier=raw.carrier,
        source=letter_source(raw.pk, number),
        content_hash=hashlib.sha256(content).hexdigest(),
        content=content,
        size=len(content),
        received_at=raw.received_at,
        compartment=raw.compartment,
        subject=raw.subject,
        reading={
            "of": len(letter.pages),
            "taken_from": letter.pages,
            "route": letter.route,
            "pointers": letter.pointers,
        },
    )
    audit.record(reference("raw", made.pk), compartment=raw.compartment)
    return made
