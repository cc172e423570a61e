"""Reading one case as the desk shows it."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import F, OuterRef, QuerySet, Value
from django.db.models.functions import Coalesce, JSONObject, NullIf

from debiet.cases.models import Case, CaseMerge, CaseTopic, ContactWay, Interaction, Note
from debiet.cases.queries.assignment import given_by_way
from debiet.cases.queries.files import contact_files
from debiet.cases.queries.topics import label_of
from debiet.cases.ways import correspondent_by
from debiet.core.actor import Actor
from debiet.core.reading import query
from debiet.core.together import Reading, joint_query, reading, together
from debiet.correspondence import queries as correspondence
from debiet.correspondence.queries import Delivery, Mark
from debiet.customers import queries as customers
from debiet.files.queries import FileInfo
from debiet.rules.cases import Carrier, CaseKind, CaseState, Direction, Priority, Route, Segment
from debiet.rules.delivery_way import Ways
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


@dataclass(frozen=True, slots=True)
class OtherCase:
    """A case that this one was merged into, or that was merged into this one."""

    case_id: int
    number: str
    subject: str
    who: str
    opened_at: datetime
    is_same_asker: bool = True


@dataclass(frozen=True, slots=True)
class CasePage:
    """What the desk shows of a case.

    :param ways: how an answer to it would travel
    :param marks: on addresses of its asker that messages came back from
    """

    case_id: int
    number: str
    kind: CaseKind
    state: CaseState
    subject: str
    topic_code: str
    topic: str
    carrier: Carrier
    priority: Priority
    segment: Segment
    language: str
    compartment: str
    team_id: int
    team: str
    assignee_id: int | None
    assignee: str
    customer_id: int | None
    contact_name: str
    contact_email: str
    ways: Ways
    marks: tuple[Mark, ...]
    contact_phone: str
    account_number: str
    opened_at: datetime
    resolved_at: datetime | None
    waiting_reason: str
    due_at: datetime | None
    at_risk_at: datetime | None
    is_undetermined: bool
    version: int
    timeline: tuple[TimelineEntry, ...]
    topic_codes: tuple[tuple[str, str], ...]
    merged_into: OtherCase | None = None
    merged_cases: tuple[OtherCase, ...] = ()
    snoozed_until: datetime | None = None
    snooze_event: str = ""
    # Why it has whom it has, or nobody, where its team's way decided that.
    given_why: str = ""


@query(personal=True)
def case_id_of(number: str, *, viewer: Actor) -> int | None:
    """Return the id of a case by its number, or None where the viewer may not see it."""
    found = visible(Case.objects.filter(number=number), viewer)
    return found.values_list("id", flat=True).first()


@query(personal=True)
def case_compartment(number: str, *, viewer: Actor) -> str | None:
    """Return the part of the house that a case stands in, or None where the viewer may not know."""
    found = visible(Case.objects.filter(number=number), viewer)
    return found.values_list("compartment", flat=True).first()


@query(personal=True)
def case_page(case_id: int, *, viewer: Actor) -> CasePage | None:
    """Return a case with its timeline, or None where the viewer may not see it."""
    return _page(Case.objects.filter(pk=case_id), viewer)


@query(personal=True)
def case_page_of(number: str, *, viewer: Actor) -> CasePage | None:
    """Return the case of a number with its timeline, or None where the viewer may not see it."""
    return _page(Case.objects.filter(number=number), viewer)


def _page(named: "QuerySet[Case]", viewer: Actor) -> CasePage | None:
    """Return a case in three statements: itself, what hangs on it, what came back from there."""
    case = (
        visible(named, viewer)
        .select_related("topic", "team", "assignee", "merged_into")
        .annotate(merged_rows=ArraySubquery(_merged_rows()), **given_by_way())
        .first()
    )
    if case is None:
        return None
    merged = tuple(_other(row) for row in case.merged_rows)
    parts: dict[str, Reading[Any]] = {
        "topics": reading(
            CaseTopic.objects.filter(case=case).order_by("id").values_list("moment", "topic_code"),
            made=tuple,
        ),
        **_said(case.pk, merged, viewer),
    }
    if case.customer_id:
        parts["linked"] = customers.reached.reading(case.customer_id)
    found = together(**parts)
    reached = correspondent_by(case, found.get("linked"))
    return CasePage(
        case_id=case.pk,
        number=case.number,
        kind=case.kind,
        state=case.state,
        subject=case.subject,
        topic_code=case.topic.code,
        topic=label_of(case.topic.labels),
        carrier=case.carrier,
        priority=case.priority,
        segment=case.segment,
        language=case.language,
        compartment=case.compartment,
        team_id=case.team_id,
        team=case.team.name,
        assignee_id=case.assignee_id,
        assignee=case.assignee.name if case.assignee else "",
        customer_id=case.customer_id,
        contact_name=case.contact_name,
        contact_email=case.contact_email,
        ways=reached.ways,
        marks=reached.marks,
        contact_phone=case.contact_phone,
        account_number=case.account_number,
        opened_at=case.opened_at,
        resolved_at=case.resolved_at,
        waiting_reason=case.waiting_reason,
        due_at=case.due_at,
        at_risk_at=case.at_risk_at,
        is_undetermined=case.is_undetermined,
        version=case.version,
        timeline=_timeline(found, merged),
        topic_codes=found["topics"],
        merged_into=_leading(case),
        merged_cases=merged,
        snoozed_until=case.snoozed_until,
        snooze_event=case.snooze_event,
        given_why=_given_why(case),
    )


def _given_why(case: Any) -> str:
    return (case.given_why or "") if case.given_to == case.assignee_id else ""


def _merged_rows() -> "QuerySet[CaseMerge, Any]":
    """Return the cases merged into the one around it, as part of its statement."""
    merges = CaseMerge.objects.filter(leading=OuterRef("pk"), undone_at__isnull=True)
    return merges.order_by("id").values(
        row=JSONObject(
            case_id="case_id",
            number="case__number",
            subject="case__subject",
            who=Coalesce(
                F("case__customer__name"),
                NullIf(F("case__contact_name"), Value("")),
                F("case__contact_email"),
            ),
            opened_at="case__opened_at",
            is_same_asker="is_same_asker",
        )
    )


def _other(row: dict[str, Any]) -> OtherCase:
    return OtherCase(**row | {"opened_at": datetime.fromisoformat(row["opened_at"])})


def _leading(case: Case) -> OtherCase | None:
    # In one compartment with the case, so whoever sees the one sees the other.
    to = case.merged_into
    return OtherCase(to.pk, to.number, to.subject, to.contact_name, to.opened_at) if to else None


def _said(case_id: int, merged: tuple[OtherCase, ...], viewer: Actor) -> dict[str, Reading[Any]]:
    """Return how what was said in a case and in those merged into it is read."""
    every = [case_id, *(one.case_id for one in merged)]
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


def _timeline(found: dict[str, Any], merged: tuple[OtherCase, ...]) -> tuple[TimelineEntry, ...]:
    """Return what was said in a case and in those merged into it, in its order."""
    numbers = {one.case_id: one.number for one in merged}
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


@query(personal=True)
def suggested_customers(case_id: int, *, viewer: Actor) -> list[customers.CustomerCard]:
    """Return whom a case may be from, by its address, phone and customer number.

    One is a proposal as well: an employee confirms it. Empty once a customer is linked.
    """
    case = visible(Case.objects.filter(pk=case_id), viewer).first()
    if case is None or case.customer_id is not None:
        return []
    found = customers.candidate_ids(
        email=case.contact_email, phone=case.contact_phone, account=case.account_number
    )
    return customers.cards(found, viewer=viewer) if found else []


@dataclass(frozen=True, slots=True)
class EarlierCase:
    """Another case of the same customer."""

    number: str
    subject: str
    state: CaseState
    opened_at: datetime


@joint_query(personal=True)
def earlier_cases(customer_id: int, *, besides: int, viewer: Actor) -> Reading[list[EarlierCase]]:
    """Return the latest other cases of a customer that the viewer may see."""
    others = visible(Case.objects.filter(customer__in=customers.family(customer_id)), viewer)
    latest = others.exclude(pk=besides).order_by("-id")
    return reading(
        latest.values_list("number", "subject", "state", "opened_at")[:5],
        made=lambda rows: [
            EarlierCase(number, subject, CaseState(state), opened_at)
            for number, subject, state, opened_at in rows
        ],
    )


@query(personal=True)
def latest_cases_of(
    customer_ids: Sequence[int], *, viewer: Actor, each: int = 3
) -> dict[int, tuple[EarlierCase, ...]]:
    """Return the latest cases of each of a few customers, in one statement."""
    parts = [
        visible(Case.objects.filter(customer_id=customer_id), viewer)
        .order_by("-id")
        .values_list("customer_id", "number", "subject", "state", "opened_at")[:each]
        for customer_id in customer_ids
    ]
    rows = parts[0].union(*parts[1:], all=True) if parts else []
    found: dict[int, tuple[EarlierCase, ...]] = {}
    for customer_id, number, subject, state, opened_at in rows:
        earlier = EarlierCase(number, subject, CaseState(state), opened_at)
        found[customer_id] = (*found.get(customer_id, ()), earlier)
    return found


@query(personal=True)
def open_cases_of(customer_id: int, *, viewer: Actor) -> list[EarlierCase]:
    """Return the latest open cases of a customer that the viewer may see."""
    cases = Case.objects.filter(
        customer__in=customers.family(customer_id), merged_into__isnull=True
    )
    cases = cases.exclude(state=CaseState.RESOLVED)
    rows = visible(cases, viewer).order_by("-id")
    return [
        EarlierCase(number, subject, CaseState(state), opened_at)
        for number, subject, state, opened_at in rows.values_list(
            "number", "subject", "state", "opened_at"
        )[:5]
    ]
