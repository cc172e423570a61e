"""Reading one case as the desk shows it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import F, OuterRef, QuerySet, Value
from django.db.models.functions import Coalesce, JSONObject, NullIf

from debiet.cases.models import Case, CaseMerge, CaseTopic
from debiet.cases.queries.assignment import given_by_way
from debiet.cases.queries.said import TimelineEntry, said_readings, timeline_of
from debiet.cases.queries.topics import label_of
from debiet.cases.ways import correspondent_by
from debiet.core.actor import Actor
from debiet.core.reading import query
from debiet.core.together import Reading, joint_query, reading, together
from debiet.correspondence.queries import Mark
from debiet.customers import queries as customers
from debiet.rules.cases import Carrier, CaseKind, CaseState, Priority, Segment
from debiet.rules.complaints import Regime
from debiet.rules.delivery_way import Ways
from debiet.staff.visibility import visible


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
    regime: Regime
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
    # With the ombuds function since then, which answers by then.
    frozen_at: datetime | None = None
    frozen_until: datetime | None = None
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
        **said_readings(case.pk, merged=[one.case_id for one in merged], viewer=viewer),
    }
    if case.customer_id:
        parts["linked"] = customers.reached.reading(case.customer_id)
    return _as_shown(case, merged, together(**parts))


def _as_shown(case: Case, merged: tuple[OtherCase, ...], found: Mapping[str, Any]) -> CasePage:
    reached = correspondent_by(case, found.get("linked"))
    return CasePage(
        case_id=case.pk,
        number=case.number,
        regime=case.regime,
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
        timeline=timeline_of(found, {one.case_id: one.number for one in merged}),
        topic_codes=found["topics"],
        merged_into=_leading(case),
        merged_cases=merged,
        snoozed_until=case.snoozed_until,
        snooze_event=case.snooze_event,
        frozen_at=case.frozen_at,
        frozen_until=case.frozen_until,
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
