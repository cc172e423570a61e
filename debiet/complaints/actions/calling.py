"""A call or visit in which somebody complains, or that is about a complaint.

A solution told by phone is an answer only once its written confirmation has left the house.
"""

from dataclasses import dataclass, replace
from datetime import datetime

from debiet.cases import actions as cases
from debiet.cases import queries as case_queries
from debiet.cases.actions import NewContact, Registered
from debiet.complaints.actions.registering import Said, register_complaint
from debiet.complaints.models import Complaint
from debiet.core.actor import Actor
from debiet.core.operations import action
from debiet.rules.access import Permission
from debiet.rules.cases import Direction
from debiet.rules.complaints import OWED, ComplaintStep
from debiet.staff.visibility import visible


@dataclass(frozen=True, slots=True)
class Called:
    """What became of a call.

    :param is_complaint: it is one now, or was one already
    :param to_confirm: a solution was told, which has to be confirmed by a letter
    """

    registered: Registered
    is_complaint: bool = False
    to_confirm: bool = False


@action(permission=Permission.OPEN_CASE)
def register_call(
    *, new: NewContact, is_complaint: bool, is_oral: bool = True, by: Actor, at: datetime
) -> Called:
    """Write down a call or visit; what it complains of is registered with it, or nothing at all.

    :param is_complaint: the customer complains
    :param is_oral: it was said, and nothing was written yet
    :raises ClosedPart: if colleagues in a closed part of the house handle the topic
    """
    in_complaint = _is_owed(new.case_number, by=by)
    if not (is_complaint or in_complaint):
        return Called(cases.register_contact(new=new, by=by, at=at))
    # What was told at once closes nothing here, and the acknowledgement is that of a complaint.
    asked = replace(new, answer="", wants_confirmation=False)
    made = cases.register_contact(new=asked, by=by, at=at)
    if made.is_repeated:
        return Called(made, is_complaint=True)
    case_id = case_queries.case_id_of(made.number, viewer=by)
    if case_id is None:
        raise cases.ClosedPart
    if not in_complaint:
        _register(case_id, is_oral=is_oral, by=by, at=at)
    if new.answer.strip():
        cases.record_contact(
            case_id=case_id,
            carrier=new.carrier,
            direction=Direction.OUT,
            text=new.answer,
            happened_at=new.happened_at,
            is_answered_at_once=True,
            by=by,
            at=at,
        )
    return Called(made, is_complaint=True, to_confirm=bool(new.answer.strip()))


def _is_owed(number: str, *, by: Actor) -> bool:
    found = visible(Complaint.objects.filter(case__number=number, step__in=OWED), by)
    return bool(number) and found.exists()


def _register(case_id: int, *, is_oral: bool, by: Actor, at: datetime) -> None:
    known = visible(Complaint.objects.filter(case_id=case_id), by).first()
    if known is not None and known.step is not ComplaintStep.NOT_A_COMPLAINT:
        return  # answered before: what is said about it now is an addition
    page = case_queries.case_page(case_id, viewer=by)
    said = [one for one in page.timeline if one.direction is Direction.IN] if page else []
    wish_id = max((one.contact_id for one in said if one.contact_id), default=None)
    register_complaint(case_id=case_id, said=Said(wish_id=wish_id, is_oral=is_oral), by=by, at=at)
