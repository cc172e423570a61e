"""Requests about one's own data, as lists and pages show them."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from debiet.cases import queries as case_queries
from debiet.cases.queries import CasePage
from debiet.core.actor import Actor
from debiet.core.reading import query
from debiet.files import queries as files
from debiet.files.queries import FileInfo
from debiet.retention.models import RightsRequest
from debiet.retention.queries.terms import months_on
from debiet.rules.cases import CaseState
from debiet.rules.retention import Ground, RecordKind
from debiet.rules.rights import Proof, RightsKind, RightsState
from debiet.staff import queries as staff
from debiet.staff.visibility import visible, within


@dataclass(frozen=True, slots=True)
class RequestRow:
    """A request in a list."""

    number: str
    subject: str
    kind: RightsKind
    state: RightsState
    due_at: datetime | None
    at_risk_at: datetime | None


@dataclass(frozen=True, slots=True)
class Request:
    """A request with its steps.

    :param export: what would be given, while it is not given yet
    """

    request_id: int
    case_id: int
    number: str
    kind: RightsKind
    state: RightsState
    proof: Proof | str
    identified_at: datetime | None
    identified_by: str
    extended_at: datetime | None
    extended_for: str
    export: FileInfo | None
    overview: FileInfo | None
    hidden_words: tuple[str, ...]
    prepared_by: str
    prepared_by_id: int | None
    reviewed_at: datetime | None
    reviewed_by: str
    findings: dict[str, Any]
    ended_at: datetime | None
    due_at: datetime | None
    at_risk_at: datetime | None


@query(personal=True)
def open_requests(*, viewer: Actor, limit: int) -> list[RequestRow]:
    """Return the requests that are not answered, what falls due first in front."""
    rows = visible(RightsRequest.objects.exclude(case__state=CaseState.RESOLVED), viewer)
    rows = rows.select_related("case").order_by("case__due_at", "id")
    return [
        RequestRow(
            number=row.case.number,
            subject=row.case.subject,
            kind=row.kind,
            state=row.state,
            due_at=row.case.due_at,
            at_risk_at=row.case.at_risk_at,
        )
        for row in rows[:limit]
    ]


@query(personal=True)
def request_of(number: str, *, viewer: Actor) -> Request | None:
    """Return a request by the number of its case, or None where the viewer may not see it."""
    rows = visible(RightsRequest.objects.filter(case__number=number), viewer)
    row = rows.select_related("case").first()
    if row is None:
        return None
    users = {row.identified_by_id, row.prepared_by_id, row.reviewed_by_id}
    names = staff.names_by_user(user for user in users if user)
    made = files.infos([key for key in (row.export_id, row.overview_id) if key], viewer=viewer)
    return Request(
        request_id=row.pk,
        case_id=row.case_id,
        number=row.case.number,
        kind=row.kind,
        state=row.state,
        proof=row.proof,
        identified_at=row.identified_at,
        identified_by=names.get(row.identified_by_id or 0, ""),
        extended_at=row.extended_at,
        extended_for=row.extended_for,
        export=made.get(row.export_id or 0),
        overview=made.get(row.overview_id or 0),
        hidden_words=tuple(row.hidden_words),
        prepared_by=names.get(row.prepared_by_id or 0, ""),
        prepared_by_id=row.prepared_by_id,
        reviewed_at=row.reviewed_at,
        reviewed_by=names.get(row.reviewed_by_id or 0, ""),
        findings=row.findings,
        ended_at=row.ended_at,
        due_at=row.case.due_at,
        at_risk_at=row.case.at_risk_at,
    )


@query(personal=True)
def files_of_asker(page: CasePage, *, viewer: Actor) -> list[FileInfo]:
    """Return the files in the asker's cases, each once."""
    found: dict[int, FileInfo] = {}
    for case_id in _case_ids(page, viewer):
        other = case_queries.case_page(case_id, viewer=viewer)
        for entry in other.timeline if other else ():
            found |= {file.file_id: file for file in entry.files}
    return list(found.values())


def _case_ids(page: CasePage, viewer: Actor) -> list[int]:
    """Return the cases of an asker that whoever reads its request may know of."""
    return case_queries.case_ids_of_person(
        customer_id=page.customer_id,
        email=page.contact_email,
        viewer=within(viewer, page.compartment),
    )


@query(personal=True)
def recipients(page: CasePage, *, viewer: Actor) -> list[tuple[str, str]]:
    """Return who got data of the asker before, to be told of a correction (art. 19)."""
    case_ids = _case_ids(page, viewer)
    return case_queries.recipients_about(case_ids, viewer=viewer)


@query(personal=True)
def staying(page: CasePage, *, at: datetime, viewer: Actor) -> list[dict[str, Any]]:
    """Return what of the asker has a ground to stay: kind, how many, ground and months."""
    terms = months_on(at=at)
    case_ids = _case_ids(page, viewer)
    found = [(RecordKind.CASE, len(case_ids))]
    if page.customer_id:
        found.append((RecordKind.CUSTOMER, 1))
    return [
        {
            "kind": kind,
            "count": count,
            "ground": terms[kind].rule.ground,
            "months": terms[kind].months,
        }
        for kind, count in found
        if terms[kind].rule.ground is not Ground.LEGITIMATE_INTEREST
    ]
