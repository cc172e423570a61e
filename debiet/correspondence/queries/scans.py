"""Reading what came on paper: scans of batches, and the letters that wait to be registered."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q, QuerySet

from debiet.core.actor import Actor
from debiet.core.reading import query
from debiet.correspondence import raw_bytes
from debiet.correspondence.models import RawMessage
from debiet.correspondence.papers import SCAN, TO_REGISTER, page_facts
from debiet.correspondence.queries.raw import PAPER
from debiet.rules.cases import Carrier, Route
from debiet.rules.scans import ScannedPage, SplitBy
from debiet.staff.visibility import visible


@dataclass(frozen=True, slots=True)
class PaperRow:
    """A letter or a scan in a list."""

    raw_message_id: int
    carrier: Carrier
    received_at: datetime
    recorded_at: datetime
    due_at: datetime | None
    compartment: str
    state: str
    outcome: str
    reason: str
    name: str
    size: int
    pages: int
    route: Route


@dataclass(frozen=True, slots=True)
class Scan:
    """A letter or a scan by itself, without its content.

    :param batch_id: of a letter, the scan that it was taken from
    :param pointers: what our own letters among its pages are about, such as `message:12`
    :param letter_ids: of a scan, the letters that were taken from it
    :param read: how many of its pages are read so far
    :param names: of several pictures, their names in their order
    :param firsts: the pages on which letters seem to begin
    :param broken: the name of the picture that cannot be read, or ""
    """

    row: PaperRow
    batch_id: int | None
    split_by: SplitBy
    read: int
    page_facts: tuple[ScannedPage, ...]
    pointers: tuple[str, ...]
    letter_ids: tuple[int, ...]
    letters: int
    separators: int
    blanks: int
    is_unmarked: bool
    names: tuple[str, ...]
    firsts: tuple[int, ...]
    broken: str

    @property
    def is_letter(self) -> bool:
        """Return whether it is one letter that waits or waited to be registered."""
        return self.batch_id is not None

    @property
    def is_waiting(self) -> bool:
        """Return whether an employee has to decide about it."""
        return self.row.state == RawMessage.State.QUARANTINED


def _papers(viewer: Actor) -> "QuerySet[RawMessage]":
    papers = RawMessage.objects.filter(carrier__in=PAPER, source__startswith=SCAN)
    return visible(papers.defer("content"), viewer)


def _row(raw: RawMessage) -> PaperRow:
    return PaperRow(
        raw_message_id=raw.pk,
        carrier=Carrier(raw.carrier),
        received_at=raw.received_at,
        recorded_at=raw.recorded_at,
        due_at=raw.due_at,
        compartment=raw.compartment,
        state=raw.state,
        outcome=raw.outcome,
        reason=raw.reason,
        name=raw.subject,
        size=raw.size,
        pages=raw.reading.get("of", 0),
        route=Route(raw.reading.get("route", Route.DIRECT)),
    )


@query(personal=False)
def left_over_scans(*, before: datetime, limit: int = 20) -> list[int]:
    """Return scans that nobody took apart: their process died."""
    waiting = RawMessage.objects.filter(
        state=RawMessage.State.RECEIVED, carrier__in=PAPER, recorded_at__lt=before
    )
    return list(waiting.order_by("id").values_list("id", flat=True)[:limit])


@query(personal=True)
def letters_to_register(*, viewer: Actor, limit: int = 100) -> list[PaperRow]:
    """Return the letters that wait to be registered, first what falls due first."""
    waiting = _papers(viewer).filter(state=RawMessage.State.QUARANTINED, outcome=TO_REGISTER)
    return [_row(raw) for raw in waiting.order_by("due_at", "id")[:limit]]


def papers_to_register(viewer: Actor) -> "QuerySet[RawMessage]":
    """Return the letters and scans that wait for an employee."""
    return _papers(viewer).filter(state=RawMessage.State.QUARANTINED)


@query(personal=True)
def scans(*, viewer: Actor, since: datetime, limit: int = 50) -> list[PaperRow]:
    """Return scans that are being read or wait for an employee, and those taken in lately."""
    whole = _papers(viewer).filter(source__startswith=f"{SCAN}@")
    found = whole.filter(
        Q(state__in=[RawMessage.State.RECEIVED, RawMessage.State.QUARANTINED])
        | Q(recorded_at__gte=since)
    )
    return [_row(raw) for raw in found.order_by("-id")[:limit]]


@query(personal=True)
def scan(raw_message_id: int, *, viewer: Actor) -> Scan | None:
    """Return a letter or a scan, or None where the viewer may not see it."""
    raw = _papers(viewer).filter(pk=raw_message_id).first()
    if raw is None:
        return None
    _kind, _, place = raw.source.partition(":")
    names, picture = raw.reading.get("names", ()), raw.reading.get("picture")
    letters = _papers(viewer).filter(source__startswith=f"{SCAN}:{raw.pk}:")
    return Scan(
        row=_row(raw),
        batch_id=int(place.partition(":")[0]) if place else None,
        split_by=SplitBy(raw.reading.get("split_by", SplitBy.ONE)),
        read=raw.reading.get("read", 0),
        page_facts=page_facts(raw.reading),
        pointers=tuple(raw.reading.get("pointers", ())),
        letter_ids=tuple(letters.order_by("id").values_list("id", flat=True)),
        letters=raw.reading.get("letters", 0),
        separators=raw.reading.get("separators", 0),
        blanks=raw.reading.get("blanks", 0),
        is_unmarked=raw.reading.get("is_unmarked", False),
        names=tuple(names),
        firsts=tuple(raw.reading.get("firsts", ())),
        broken=names[picture] if picture is not None and picture < len(names) else "",
    )


@query(personal=True)
def paper_content(raw_message_id: int, *, viewer: Actor) -> bytes | None:
    """Return a letter or scan as it is kept while an employee has to decide about it, else None."""
    waiting = _papers(viewer).filter(pk=raw_message_id, state=RawMessage.State.QUARANTINED)
    return raw_bytes.read(raw_message_id) if waiting.exists() else None
