"""A case's timeline: contacts and notes, and between them what happened to the case itself."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils.translation import gettext as _

from debiet.cases.queries import TimelineEntry
from debiet.desk import labels
from debiet.rules.cases import Direction
from debiet.rules.sla import EntryKind
from debiet.terms.queries import LedgerRow

WRITTEN_LATER = timedelta(minutes=5)
"""From here on the timeline says that something was written down after it happened."""

EVENT_ICONS = {
    EntryKind.PAUSED: "pause",
    EntryKind.RESUMED: "play",
    EntryKind.RESOLVED: "check",
    EntryKind.REOPENED: "undo",
    EntryKind.BOUNCED: "warn",
}
_KEY = re.compile(r"(contact|note)-(\d+)")


@dataclass(frozen=True, slots=True)
class TimelineLine:
    """One line of a timeline: a contact or note, or an event in a few words."""

    at: datetime
    entry: TimelineEntry | None = None
    is_new: bool = False
    icon: str = ""
    words: str = ""

    @property
    def is_ours(self) -> bool:
        """Return whether it went from us to the customer."""
        return self.entry is not None and self.entry.direction == Direction.OUT

    @property
    def recorded_later_at(self) -> datetime | None:
        """Return when it was written down, where that was clearly after it happened."""
        if self.entry is None or self.entry.recorded_at - self.entry.happened_at < WRITTEN_LATER:
            return None
        return self.entry.recorded_at


@dataclass(frozen=True, slots=True)
class Seen:
    """What of a case somebody had before it: its version, and its latest contact and note."""

    version: int
    contact: int
    note: int

    def is_new(self, entry: TimelineEntry) -> bool:
        """Return whether an entry came after that."""
        kind, number = _parts(entry)
        return number > (self.note if kind == "note" else self.contact)


def seen_now(version: int, entries: Iterable[TimelineEntry]) -> Seen:
    """Return that everything there is was seen."""
    latest = {"contact": 0, "note": 0}
    for entry in entries:
        kind, number = _parts(entry)
        latest[kind] = max(latest[kind], number)
    return Seen(version, latest["contact"], latest["note"])


def seen_in(posted: Mapping[str, str]) -> Seen:
    """Return what a form says its writer had seen; nothing readable counts as nothing seen."""
    names = ("seen_version", "seen_contact", "seen_note")
    return Seen(*(whole_number(posted.get(name, "")) for name in names))


def whole_number(typed: str) -> int:
    """Return a number that a form carries, 0 for anything else."""
    return int(typed) if typed.isascii() and typed.isdecimal() and len(typed) <= 18 else 0


def _parts(entry: TimelineEntry) -> tuple[str, int]:
    match = _KEY.fullmatch(entry.key)
    return (match[1], int(match[2])) if match else ("contact", 0)


def lines(
    entries: Iterable[TimelineEntry], ledger: Iterable[LedgerRow], *, seen: Seen | None = None
) -> list[TimelineLine]:
    """Return the timeline, newest at the end.

    :param seen: what was seen before; what came after it is marked
    """
    found = [
        TimelineLine(entry.happened_at, entry, is_new=seen is not None and seen.is_new(entry))
        for entry in entries
    ]
    found += [
        TimelineLine(row.occurred_at, icon=EVENT_ICONS[row.kind], words=_event(row))
        for row in ledger
        if row.kind in EVENT_ICONS
    ]
    return sorted(found, key=lambda line: line.at)


def _event(row: LedgerRow) -> str:
    what = str(labels.word(row.kind, "entry"))
    if row.kind == EntryKind.PAUSED:
        return _("Put on wait for %(whom)s") % {"whom": labels.word(row.reason, "pause")}
    if row.kind == EntryKind.REOPENED and row.reason:
        what = f"{what} {labels.word(row.reason, 'reopen')}"
    return what[:1].upper() + what[1:]
