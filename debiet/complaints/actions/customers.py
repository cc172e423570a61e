"""What the customer does about its complaint, on the website or through whoever notes it down."""

from datetime import datetime

from debiet.cases import queries as case_queries
from debiet.complaints.actions.judging import end_clocks
from debiet.complaints.actions.walking import facts_of, locked, walk
from debiet.complaints.models import Complaint
from debiet.core.actor import Actor, ActorKind
from debiet.core.operations import action
from debiet.rules.access import Permission
from debiet.rules.cases import Direction
from debiet.rules.complaints import ComplaintActor, ComplaintStep


@action(permission=Permission.NOTE_WISH)
def accept_answer(
    *, complaint_id: int, wish_id: int | None = None, by: Actor, at: datetime
) -> None:
    """Write down that the customer is content with the answer.

    :param wish_id: the contact in which it says so; nothing where the customer itself is here
    :raises NoWish: if an employee names no contact of the customer
    """
    _walk(complaint_id, ComplaintStep.ACCEPTED, wish_id, by=by, at=at)


@action(permission=Permission.NOTE_WISH)
def withdraw_complaint(
    *, complaint_id: int, wish_id: int | None = None, by: Actor, at: datetime
) -> None:
    """Write down that the customer takes its complaint back; nothing is owed any more.

    :param wish_id: as for `accept_answer`
    :raises NoWish: if an employee names no contact of the customer
    """
    complaint = _walk(complaint_id, ComplaintStep.WITHDRAWN, wish_id, by=by, at=at)
    end_clocks(complaint, occurred_at=at, by=by, at=at)


def _walk(
    complaint_id: int, end: ComplaintStep, wish_id: int | None, *, by: Actor, at: datetime
) -> Complaint:
    complaint = locked(complaint_id, by=by)
    walk(
        complaint,
        end,
        actor=ComplaintActor.CUSTOMER,
        facts=facts_of(complaint, at=at, has_wish=has_wish(complaint, wish_id, by=by)),
        noted={"wish": wish_id} if wish_id else {"wish": "here"},
        by=by,
        at=at,
    )
    return complaint


def has_wish(complaint: Complaint, wish_id: int | None, *, by: Actor) -> bool:
    """Return whether the customer says so: it is here itself, or a contact of its case says it."""
    if by.kind is ActorKind.VISITOR:
        return by.case_id in (complaint.case_id, complaint.office_case_id)
    pages = [
        case_queries.case_page(case_id, viewer=by)
        for case_id in (complaint.case_id, complaint.office_case_id)
        if case_id
    ]
    said = [one for page in pages if page for one in page.timeline]
    return any(one.contact_id == wish_id and one.direction is Direction.IN for one in said)
