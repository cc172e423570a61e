"""The same facts by two routes are one complaint: a case is added to it instead of a second one."""

from datetime import datetime

from debiet.cases import actions as cases
from debiet.cases import queries as case_queries
from debiet.complaints.actions.registering import IsComplaint, add_way
from debiet.complaints.actions.walking import locked, note, side_in
from debiet.complaints.models import Complaint
from debiet.complaints.queries.beside import complaints_beside
from debiet.core.actor import Actor
from debiet.core.errors import NotFound
from debiet.core.operations import action
from debiet.rules.access import Permission
from debiet.rules.case_links import LinkSide
from debiet.rules.cases import Carrier, Direction, Route
from debiet.rules.complaints import ComplaintStep


@action(permission=Permission.REGISTER_COMPLAINT)
def join_complaint(*, case_id: int, complaint_id: int, by: Actor, at: datetime) -> None:
    """Say that a case is about the facts of a complaint that is there: it came by one more way.

    The complaint keeps its terms and its first moment; the case is linked to it as its duplicate.

    :raises NotFound: where the actor may not see both, or they are not of one customer
    :raises IsComplaint: if the case is a complaint of its own
    :raises CaseIsWithOmbuds: if the ombuds function has the case
    """
    complaint = locked(complaint_id, by=by)
    page = case_queries.case_page(case_id, viewer=by)
    beside = complaints_beside(case_id, viewer=by)
    if page is None or complaint_id not in {one.complaint_id for one in beside}:
        raise NotFound
    own = Complaint.objects.filter(case_id=case_id).exclude(step=ComplaintStep.NOT_A_COMPLAINT)
    if own.exists():
        raise IsComplaint
    cases.relate_cases(
        case_id=case_id,
        other_number=complaint.case.number,
        side=LinkSide.DUPLICATE_OF,
        by=by,
        at=at,
    )
    first = next(one for one in page.timeline if one.direction is Direction.IN)
    ways = [(page.carrier, Route(first.via))]
    ways += [(Carrier(carrier), Route(route)) for carrier, route in first.ways]
    for carrier, route in dict.fromkeys(ways):
        add_way(
            complaint_id=complaint_id,
            carrier=carrier,
            route=route,
            received_at=first.happened_at,
            by=by,
            at=at,
        )
    complaint.refresh_from_db()
    noted = {"same_facts": case_id}
    note(complaint, start=complaint.step, actor=side_in(complaint, by), noted=noted, by=by, at=at)
