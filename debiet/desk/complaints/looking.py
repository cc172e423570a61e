"""What the facts alone say about treating a complaint; a person decides."""

from datetime import datetime

from django.utils import timezone

from debiet.cases.queries import CasePage
from debiet.complaints import queries as complaints
from debiet.complaints.queries import ComplaintPage
from debiet.core.actor import Actor
from debiet.rules.complaint_admissibility import grounds_to_look_at, is_unknown
from debiet.rules.complaints import OWED, ComplaintStep, Ground

FIRST_LINE_OWES = (ComplaintStep.RECEIVED, ComplaintStep.FIRST_LINE)


def pointed_at(
    complaint: ComplaintPage, page: CasePage, *, was_handled: bool = False, at: datetime
) -> tuple[Ground, ...]:
    """Return which grounds of refusal the facts of a complaint point at, while it is owed."""
    if complaint.step not in FIRST_LINE_OWES:
        return ()
    return grounds_to_look_at(
        is_written=not complaint.is_oral,
        has_name=bool(page.contact_name or page.customer_id),
        has_address=page.ways.written is not None,
        facts_on=complaint.facts_on,
        filed_on=timezone.localtime(complaint.expressed_at).date(),
        was_handled=was_handled,
        months=complaints.facts_age_on(at=complaint.expressed_at) if complaint.facts_on else 0,
    )


def was_handled_before(page: CasePage, *, viewer: Actor) -> bool:
    """Return whether another complaint of the same customer, about the same subject, was treated.

    Whether the facts are the same as well, somebody has to read.
    """
    beside = complaints.complaints_beside(page.case_id, viewer=viewer)
    return any(one.step not in OWED for one in beside)


def shown_beside(
    complaint: ComplaintPage | None, page: CasePage, *, at: datetime
) -> dict[str, object]:
    """Return what a case page says of a complaint that the first line owes an answer."""
    if complaint is None or complaint.step not in FIRST_LINE_OWES:
        return {}
    is_reached = page.ways.written is not None
    return {
        "pointed_at": pointed_at(complaint, page, at=at),
        "is_unreached": not is_reached,
        "is_unknown": is_unknown(
            is_reached=is_reached,
            is_customer=page.customer_id is not None,
            has_phone=bool(page.contact_phone),
            is_oral=complaint.is_oral,
        ),
    }
