"""Reading what was said in a case: contacts and notes with all that belongs to them."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from django.db.models import F

from debiet.cases.models import ContactWay, Interaction, Note
from debiet.cases.queries.files import contact_files
from debiet.core.actor import Actor
from debiet.core.reading import query
from debiet.core.together import Reading, reading
from debiet.correspondence import queries as correspondence
from debiet.correspondence.queries import Delivery
from debiet.files.queries import FileInfo
from debiet.rules.cases import Carrier, Direction, Route
from debiet.staff.visibility import visible


@dataclass(frozen=True, slots=True)
class TimelineEntry:
    """A contact or a note; `key` is unique within the case and grows with time of recording."""

    key: str
    is_note: bool
    direction: Direction | None
    carrier: Carrier | None
    who: str
    employee: str
    happened_at: datetime
    recorded_at: datetime
    text: str
    quoted_text: str
    attachments: tuple[str, ...]
    is_public: bool
    is_substantive: bool
    is_automatic: bool
    topic_code: str
    delivery: Delivery | None
    # Set where a mail came, which can then be shown as it was sent.
    mail_contact_id: int | None = None
    files: tuple[FileInfo, ...] = ()
    via: str = Route.DIRECT
    ways: tuple[tuple[str, str], ...] = ()
    # Of the merged case that it came to, "" for the case itself.
    number: str = ""
    contact_id: int | None = None


@query(personal=True)
def said_readings(case_id: int, *, merged: Iterable[int], viewer: Actor) -> dict[str, Reading[Any]]:
    """Return how what was said in a case and in those merged into it is read."""
    every = [case_id, *merged]
    contacts = visible(Interaction.objects.filter(case_id__in=every), viewer)
    notes = visible(Note.objects.filter(case_id__in=every), viewer)
    ways = visible(ContactWay.objects.filter(interaction__case_id__in=every), viewer)
    sent = contacts.filter(message_id__isnull=False).values("message_id")
    return {
        "contacts": reading(contacts.annotate(by=F("employee__name")).order_by("id"), made=list),
        "notes": reading(notes.annotate(by=F("employee__name")).order_by("id"), made=list),
        "ways": reading(
            ways.order_by("id").values_list("interaction_id", "carrier", "route"), made=_ways
        ),
        "files": contact_files.reading(case_id, merged=tuple(every[1:]), viewer=viewer),
        "deliveries": correspondence.deliveries.reading(sent, viewer=viewer),
    }


def timeline_of(found: Mapping[str, Any], numbers: Mapping[int, str]) -> tuple[TimelineEntry, ...]:
    """Return what was said, as it was read, in its order.

    :param numbers: of the merged cases, by their ids
    """
    entries = [
        replace(
            _contact(
                row,
                found["deliveries"].get(row.message_id or 0),
                found["files"].get(row.pk, ()),
                tuple(found["ways"].get(row.pk, ())),
            ),
            number=numbers.get(row.case_id, ""),
        )
        for row in found["contacts"]
    ]
    entries += [replace(_note(row), number=numbers.get(row.case_id, "")) for row in found["notes"]]
    return tuple(sorted(entries, key=lambda entry: (entry.happened_at, entry.recorded_at)))


def _ways(rows: list[tuple[int, str, str]]) -> dict[int, list[tuple[str, str]]]:
    """Return the further carriers and routes of contacts, by the contact's id."""
    found: dict[int, list[tuple[str, str]]] = {}
    for contact_id, carrier, route in rows:
        found.setdefault(contact_id, []).append((carrier, route))
    return found


def _contact(
    row: Any,
    delivery: Delivery | None,
    files: tuple[FileInfo, ...],
    ways: tuple[tuple[str, str], ...],
) -> TimelineEntry:
    return TimelineEntry(
        key=f"contact-{row.pk}",
        is_note=False,
        direction=row.direction,
        carrier=row.carrier,
        who=row.author_name,
        employee=row.by or "",
        happened_at=row.happened_at,
        recorded_at=row.recorded_at,
        text=row.text,
        quoted_text=row.quoted_text,
        attachments=tuple(row.attachments),
        is_public=row.is_public,
        is_substantive=row.is_substantive,
        is_automatic=row.is_automatic,
        topic_code=row.topic_code,
        delivery=delivery,
        mail_contact_id=row.pk if row.carrier == Carrier.EMAIL and row.raw_message_id else None,
        files=files,
        via=row.via,
        ways=ways,
        contact_id=row.pk,
    )


def _note(row: Any) -> TimelineEntry:
    return TimelineEntry(
        key=f"note-{row.pk}",
        is_note=True,
        direction=None,
        carrier=None,
        who=row.by,
        employee=row.by,
        happened_at=row.written_at,
        recorded_at=row.written_at,
        text=row.text,
        quoted_text="",
        attachments=(),
        is_public=False,
        is_substantive=False,
        is_automatic=False,
        topic_code="",
        delivery=None,
    )
