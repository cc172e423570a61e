"""The same facts by two routes are one complaint: a case is added to it instead of a second one."""

from datetime import datetime

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from debiet.cases import actions as cases
from debiet.cases import queries as case_queries
from debiet.cases.queries import CasePage
from debiet.complaints.actions.counting import keep_way, move
from debiet.complaints.actions.registering import IsComplaint
from debiet.complaints.actions.walking import (
    end_clocks,
    facts_of,
    locked,
    note,
    side_in,
    walk,
)
from debiet.complaints.models import Complaint
from debiet.complaints.queries.beside import complaints_beside
from debiet.core.actor import Actor
from debiet.core.errors import NotFound
from debiet.core.operations import action
from debiet.core.words import Words
from debiet.rules.access import Permission
from debiet.rules.case_links import LinkSide
from debiet.rules.cases import Carrier, Direction, Route
from debiet.rules.complaints import ComplaintActor, ComplaintStep
from debiet.staff.visibility import visible

SAME_FACTS = _("The same facts as in complaint %(number)s")
"""Why what was a complaint of its own is one no more."""
FIRST_SAID_THERE = _("The same facts were complained of before, in case %(number)s")
"""Why a complaint counts from an earlier moment."""
_NOT_ANSWERED = (ComplaintStep.RECEIVED, ComplaintStep.FIRST_LINE)


@action(permission=Permission.HANDLE_COMPLAINT)
def join_complaint(*, case_id: int, complaint_id: int, by: Actor, at: datetime) -> None:
    """Say that a case is about the facts of a complaint that is there: it came by one more way.

    It counts from the earlier of both, so that no term is lost; the case is linked to it as its
    duplicate. Where the case was registered as a complaint of its own, it is a question again.

    :raises NotFound: where the actor may not see both, or they are not of one customer
    :raises IsComplaint: if the case is a complaint of its own that was answered
    :raises CaseIsWithOmbuds: if the ombuds function has the case
    """
    rows = visible(Complaint.objects.filter(case_id=case_id), by)
    own_id = rows.exclude(step=ComplaintStep.NOT_A_COMPLAINT).values_list("pk", flat=True).first()
    # Both are locked in one order, whoever joins which to which.
    found = {one: locked(one, by=by) for one in sorted({complaint_id, own_id or complaint_id})}
    complaint, own = found[complaint_id], found.get(own_id or 0)
    page = case_queries.case_page(case_id, viewer=by)
    beside = complaints_beside(case_id, viewer=by)
    if page is None or complaint_id not in {one.complaint_id for one in beside}:
        raise NotFound
    if own is not None:
        _call_question(own, complaint, by=by, at=at)
    cases.relate_cases(
        case_id=case_id,
        other_number=complaint.case.number,
        side=LinkSide.DUPLICATE_OF,
        by=by,
        at=at,
    )
    complaint.refresh_from_db()
    _add_ways(complaint, page, by=by, at=at)
    _count_from_the_earlier(complaint, own, page, by=by, at=at)
    noted = {"same_facts": case_id}
    note(complaint, start=complaint.step, actor=side_in(complaint, by), noted=noted, by=by, at=at)


def _count_from_the_earlier(
    complaint: Complaint, own: Complaint | None, page: CasePage, *, by: Actor, at: datetime
) -> None:
    """Let a complaint count from when the same facts were first complained of, in either case."""
    since = own.expressed_at if own is not None else page.opened_at
    if since < complaint.expressed_at:
        move(complaint, since, _in_words(FIRST_SAID_THERE, page.number), by=by, at=at)


def _in_words(words: Words, number: str) -> str:
    with translation.override(settings.LANGUAGE_CODE):  # the register is in the house's language
        return str(words) % {"number": number}


def _call_question(own: Complaint, complaint: Complaint, *, by: Actor, at: datetime) -> None:
    if own.step not in _NOT_ANSWERED:
        raise IsComplaint
    reason = _in_words(SAME_FACTS, complaint.case.number)
    walk(
        own,
        ComplaintStep.NOT_A_COMPLAINT,
        actor=ComplaintActor.FIRST_LINE,
        facts=facts_of(own, at=at, reason=reason),
        noted={"same_as": complaint.pk},
        by=by,
        at=at,
    )
    end_clocks(own, occurred_at=at, by=by, at=at)


def _add_ways(complaint: Complaint, page: CasePage, *, by: Actor, at: datetime) -> None:
    """Keep by which ways the case came; since when it counts is said of the case as a whole."""
    first = next(one for one in page.timeline if one.direction is Direction.IN)
    ways = [(page.carrier, Route(first.via))]
    ways += [(Carrier(carrier), Route(route)) for carrier, route in first.ways]
    for carrier, route in dict.fromkeys(ways):
        keep_way(complaint, carrier, route, first.happened_at, counts=False, by=by, at=at)
