"""Making a complaint of a case: by whoever says so, in any way, without losing a line of it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.utils.translation import gettext_lazy as _

from debiet.cases import actions as cases
from debiet.cases import queries as case_queries
from debiet.cases.queries import CasePage
from debiet.complaints.actions.counting import check_moment
from debiet.complaints.actions.walking import (
    about,
    facts_of,
    locked,
    note,
    side_of,
    walk,
)
from debiet.complaints.events import ComplaintRegistered
from debiet.complaints.models import Complaint, ComplaintWay
from debiet.complaints.queries.connections import as_listed
from debiet.core.actor import Actor
from debiet.core.errors import NotFound, Refused
from debiet.core.events import publish
from debiet.core.operations import action
from debiet.customers import queries as customers
from debiet.rules.access import Permission
from debiet.rules.cases import Carrier, Direction, Route
from debiet.rules.complaints import ComplaintActor, ComplaintStep, Component, Regime
from debiet.rules.sla import CaseFacts, EntryKind
from debiet.terms import actions as terms


class IsComplaint(Refused):
    """The case is a complaint already."""

    code = "complaints.is-complaint"
    message = _("This is registered as a complaint already.")


@dataclass(frozen=True, slots=True)
class Said:
    """What was said when a complaint was registered.

    :param reason: why the employee calls it one; nothing is needed where the customer does
    :param wish_id: the contact in which the customer says it complains
    :param expressed_at: the first expression, where it is not the case's first message
    :param moment_reason: why that is later
    :param facts_on: when what it is about happened
    :param municipality: where, if it is not that of the customer's account
    """

    reason: str = ""
    wish_id: int | None = None
    expressed_at: datetime | None = None
    moment_reason: str = ""
    facts_on: date | None = None
    is_oral: bool = False
    theme: str = ""
    component: Component = Component.DRINKING_WATER
    municipality: str = ""
    ways: Sequence[tuple[Carrier, Route]] = ()


@action(permission=Permission.REGISTER_COMPLAINT)
def register_complaint(*, case_id: int, said: Said, by: Actor, at: datetime) -> int:
    """Make a complaint of a case and return its id; its terms count from the first expression.

    One that was called a question in between becomes a complaint again, from the same moment.

    :raises NotFound: where the actor may not see the case, or it does not exist
    :raises IsComplaint: if it is one now, or was one that ended
    :raises MomentInFuture: if the moment has not come yet
    :raises LaterMomentNeedsReason: if it is later than the first message, without a reason
    """
    page = case_queries.case_page(case_id, viewer=by)
    if page is None:
        raise NotFound
    if page.frozen_at is not None:
        raise cases.CaseIsWithOmbuds
    known = Complaint.objects.filter(case_id=case_id).first()
    if known is not None:
        return _again(known.pk, said, by=by, at=at)
    moment = said.expressed_at or page.opened_at
    check_moment(moment, page, said.moment_reason, at=at)
    complaint = Complaint(
        case_id=case_id,
        compartment=page.compartment,
        step=ComplaintStep.RECEIVED,
        expressed_at=moment,
        moment_reason=said.moment_reason.strip()[:300],
        facts_on=said.facts_on,
        registered_at=at,
        registered_by_id=by.user_id,
        is_oral=said.is_oral,
        theme=said.theme,
        component=said.component,
        municipality=_municipality(said, page),
    )
    complaint.save()
    _keep_ways(complaint, page, said.ways)
    _begin(complaint, page, by=by, at=at)
    facts = {"wish": said.wish_id} if said.wish_id else {}
    note(complaint, start="", actor=_who(said, by), reason=said.reason, noted=facts, by=by, at=at)
    publish(ComplaintRegistered(complaint_id=complaint.pk))
    return complaint.pk


def _who(said: Said, by: Actor) -> ComplaintActor:
    """Return whose step it is: what a contact of the customer says is the customer's."""
    return ComplaintActor.CUSTOMER if said.wish_id else side_of(by)


def _municipality(said: Said, page: CasePage) -> str:
    """Return where a complaint is counted: as was said, else where its customer is served."""
    place = said.municipality
    if not place.strip() and page.customer_id is not None:
        place = customers.municipality_of(page.customer_id, account=page.account_number)
    return as_listed(place)[:80]


def _again(complaint_id: int, said: Said, *, by: Actor, at: datetime) -> int:
    complaint = locked(complaint_id, by=by)
    if complaint.step is not ComplaintStep.NOT_A_COMPLAINT:
        raise IsComplaint
    actor = _who(said, by)
    facts = facts_of(
        complaint, at=at, reason=said.reason, has_wish=actor is ComplaintActor.CUSTOMER
    )
    walk(complaint, ComplaintStep.RECEIVED, actor=actor, facts=facts, by=by, at=at)
    terms.enter(
        reference=about(complaint),
        kind=EntryKind.REOPENED,
        occurred_at=at,
        reason="complaint",
        by=by,
        at=at,
    )
    cases.set_regime(case_id=complaint.case_id, regime=Regime.COMPLAINT, by=by, at=at)
    publish(ComplaintRegistered(complaint_id=complaint.pk))
    return complaint.pk


def _keep_ways(complaint: Complaint, page: CasePage, also: Sequence[tuple[Carrier, Route]]) -> None:
    """Keep by which ways it reached us: those of its first contact, and what else."""
    first = next(one for one in page.timeline if one.direction is Direction.IN)
    ways = [(page.carrier, Route(first.via)), *also]
    ways += [(Carrier(carrier), Route(route)) for carrier, route in first.ways]
    ComplaintWay.objects.bulk_create(
        ComplaintWay(
            complaint=complaint,
            compartment=complaint.compartment,
            carrier=carrier,
            route=route,
            received_at=first.happened_at,
        )
        for carrier, route in dict.fromkeys(ways)
    )


def _begin(complaint: Complaint, page: CasePage, *, by: Actor, at: datetime) -> None:
    """Start the complaint's own clocks beside the case's, and let the case go by its regime."""
    terms.start_clocks(
        reference=about(complaint),
        compartment=complaint.compartment,
        facts=CaseFacts(
            kind=COMPLAINT,
            topic_path=tuple(case_queries.topic_path(page.topic_code)),
            carrier=page.carrier,
            segment=page.segment,
            priority=page.priority,
        ),
        occurred_at=complaint.expressed_at,
        by=by,
        at=at,
    )
    cases.set_regime(case_id=complaint.case_id, regime=Regime.COMPLAINT, by=by, at=at)


COMPLAINT = "complaint"
"""The kind by which policies for complaints are found."""
