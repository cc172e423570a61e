"""Requests about one's own data: taken in by any channel, checked, made longer, answered."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from debiet.cases import actions as cases
from debiet.cases import queries as case_queries
from debiet.cases.actions import Contact
from debiet.cases.queries import CasePage
from debiet.core import audit
from debiet.core.actor import Actor
from debiet.core.errors import NotFound, Refused
from debiet.core.operations import action
from debiet.core.references import reference
from debiet.correspondence import actions as correspondence
from debiet.correspondence import queries as correspondence_queries
from debiet.customers import erasing as customer_erasing
from debiet.retention.models import RightsRequest
from debiet.retention.queries.asker import (
    Asker,
    asker_of,
    case_ids_of_asker,
    cases_of_asker,
    within,
)
from debiet.retention.queries.holds import held_on
from debiet.retention.queries.rights import recipients, staying
from debiet.retention.steps import (
    ERASER,
    NotFromHere,
    locked,
    page_of,
    save,
    step,
    throw_away,
)
from debiet.rules.access import Compartment, Permission
from debiet.rules.cases import Carrier, CaseKind, Route
from debiet.rules.notices import NoticeKind
from debiet.rules.retention import RecordKind
from debiet.rules.rights import (
    MORE_MONTHS,
    LongerReason,
    Proof,
    RightsKind,
    RightsState,
    may_extend,
)
from debiet.staff import actions as staff
from debiet.staff import queries as staff_queries
from debiet.staff.visibility import CLOSED


class TooLateToExtend(Refused):
    """The month is over, or was made longer before."""

    code = "rights.too-late-to-extend"
    message = _("This cannot be made longer any more: it is done once, within the first month.")


@dataclass(frozen=True, slots=True)
class NewRequest:
    """A request as it was opened."""

    request_id: int
    case_id: int
    number: str


@action(permission=Permission.HANDLE_RIGHTS)
def open_request(
    *,
    kind: RightsKind,
    topic_code: str,
    carrier: Carrier,
    text: str,
    contact: Contact,
    received_at: datetime,
    customer_id: int | None = None,
    via: Route = Route.DIRECT,
    by: Actor,
    at: datetime,
) -> NewRequest:
    """Open a request that came in by any way, also of somebody who is no customer.

    The month counts from the moment it was received.
    """
    opened = cases.open_case(
        kind=CaseKind.RIGHTS,
        topic_code=topic_code,
        carrier=carrier,
        text=text,
        contact=contact,
        received_at=received_at,
        customer_id=customer_id,
        via=via,
        by=by,
        at=at,
    )
    request = RightsRequest.objects.create(
        case_id=opened.case_id, compartment=opened.compartment, kind=kind
    )
    audit.record(
        reference("case", opened.number), compartment=opened.compartment, facts={"rights": kind}
    )
    return NewRequest(request.pk, opened.case_id, opened.number)


@action(permission=Permission.HANDLE_RIGHTS)
def recognize_request(
    *, case_id: int, kind: RightsKind, topic_code: str, by: Actor, at: datetime
) -> NewRequest:
    """Open a request out of a case that came in as something else; its month counts from there.

    :raises NotFound: where the actor may not see the case, or it does not exist
    """
    page = case_queries.case_page(case_id, viewer=by)
    if page is None:
        raise NotFound
    asked = next(entry for entry in page.timeline if not entry.is_note)
    request = open_request(
        kind=kind,
        topic_code=topic_code,
        carrier=page.carrier,
        text=asked.text,
        contact=Contact(
            name=page.contact_name,
            email=page.contact_email,
            phone=page.contact_phone,
            account_number=page.account_number,
        ),
        received_at=page.opened_at,
        customer_id=page.customer_id,
        by=by,
        at=at,
    )
    cases.write_note(case_id=case_id, text=f"→ {request.number}", by=by, at=at)
    return request


@action(permission=Permission.HANDLE_RIGHTS)
def confirm_identity(*, request_id: int, proof: Proof, by: Actor, at: datetime) -> None:
    """Write down that and how it was checked who asks; nothing is given before.

    :raises NotFromHere: if that was done, or the request ended
    """
    request = locked(request_id, by)
    step(request, RightsState.IDENTIFIED)
    request.proof, request.identified_at, request.identified_by_id = proof, at, by.user_id
    save(request, proof=proof)
    _tell_office(request, page_of(request.case_id, by), at=at)


def _tell_office(request: RightsRequest, page: CasePage, *, at: datetime) -> None:
    """Tell the ombuds function where it keeps something of who asks: only it can answer for that.

    Whoever handles the request does not learn whether it was told.
    """
    if request.compartment in CLOSED:
        return
    job = Actor.system("rights.tell")
    asker = asker_of(page, viewer=job, on=timezone.localtime(at).date())
    case_ids = case_ids_of_asker(page, asker, viewer=job)
    if Compartment.OMBUDS not in case_queries.compartments_of_cases(case_ids):
        return
    employee_ids, _away = staff_queries.ombuds_office(at=at)
    for employee_id in employee_ids:
        staff.notify_employee(
            employee_id=employee_id,
            kind=NoticeKind.OWN_DATA_ASKED,
            about=reference("case", page.number),
            compartment=Compartment.OMBUDS,
            cause=f"rights:{request.pk}",
            by=job,
            at=at,
        )


@action(permission=Permission.HANDLE_RIGHTS)
def extend_request(
    *, request_id: int, reason: LongerReason, text: str, by: Actor, at: datetime
) -> None:
    """Make the month two months longer, and tell the asker why: both or neither.

    :raises TooLateToExtend: after the month, or a second time
    """
    request = locked(request_id, by)
    page = page_of(request.case_id, by)
    is_over = request.state in (RightsState.DONE, RightsState.REFUSED)
    if is_over or not may_extend(
        at=at, due_at=page.due_at, is_extended=request.extended_at is not None
    ):
        raise TooLateToExtend
    cases.answer_case(
        case_id=request.case_id,
        text=text,
        seen_version=page.version,
        is_substantive=False,
        resolves=False,
        by=by,
        at=at,
    )
    cases.extend_term(
        case_id=request.case_id,
        months=MORE_MONTHS,
        reason=reason,
        source=reference("rights", request.pk),
        by=by,
        at=at,
    )
    request.extended_at, request.extended_for = at, reason
    save(request, reason=reason)


@action(permission=Permission.HANDLE_RIGHTS)
def complete_request(*, request_id: int, text: str, by: Actor, at: datetime) -> int:
    """Answer a correction, an erasure or an objection, and close; return the message's id.

    Of an erasure what has no ground left goes now, and what stays is kept with its ground.

    :raises NotFromHere: before it is known who asks
    """
    request = locked(request_id, by)
    if request.kind is RightsKind.ACCESS:
        raise NotFromHere
    step(request, RightsState.DONE)
    page = page_of(request.case_id, by)
    if request.kind is RightsKind.ERASURE:
        request.findings = _erase(page, by=by, at=at)
    elif request.kind is RightsKind.CORRECTION:
        today = timezone.localtime(at).date()
        request.findings = {"told": len(recipients(page, viewer=by, on=today))}
    message_id = cases.answer_case(
        case_id=request.case_id, text=text, seen_version=page.version, by=by, at=at
    )
    request.ended_at = at
    save(request, message=message_id, found=request.findings)
    return message_id


def _erase(page: CasePage, *, by: Actor, at: datetime) -> dict[str, Any]:
    """Let go what rests on a legitimate interest only; return what went and what stays, and why.

    While the asker or one of its cases is held, nothing goes.
    """
    today = timezone.localtime(at).date()
    asker = asker_of(page, viewer=by, on=today)
    pages = cases_of_asker(page, asker, viewer=by)
    held = held_on(today)
    is_held = page.customer_id in held.customer_ids
    is_held = is_held or not held.numbers.isdisjoint(other.number for other in pages)
    gone = {} if is_held else _let_go(page, asker, viewer=within(page, by))
    return {
        "gone": {kind: count for kind, count in gone.items() if count},
        "stays": staying(page, at=at, viewer=by),
        "held": is_held,
    }


def _let_go(page: CasePage, asker: Asker, *, viewer: Actor) -> dict[str, int]:
    eraser = Actor.system(ERASER)
    checks = customer_erasing.verification_ids_of(page.customer_id or 0)
    customer_erasing.erase_verifications(verification_ids=checks, by=eraser)
    raws = correspondence_queries.set_aside_from(asker.emails, viewer=viewer)
    correspondence.erase_raw_messages(raw_message_ids=raws, by=eraser)
    calls = correspondence_queries.calls_from(asker.phones, viewer=viewer)
    correspondence.erase_calls(call_ids=calls, by=eraser)
    return {
        RecordKind.VERIFICATION: len(checks),
        RecordKind.SET_ASIDE: len(raws),
        RecordKind.CALL: len(calls),
    }


@action(permission=Permission.HANDLE_RIGHTS)
def refuse_request(*, request_id: int, text: str, by: Actor, at: datetime) -> int:
    """Refuse with the reason and where to complain, and close; return the message's id.

    Such as when nobody could tell who asks.

    :raises NotFromHere: if it ended already
    """
    request = locked(request_id, by)
    step(request, RightsState.REFUSED)
    page = page_of(request.case_id, by)
    message_id = cases.answer_case(
        case_id=request.case_id, text=text, seen_version=page.version, by=by, at=at
    )
    request.ended_at = at
    throw_away(request)
    save(request, message=message_id)
    return message_id
