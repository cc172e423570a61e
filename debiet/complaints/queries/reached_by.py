"""By which ways complaints reached us, and which bodies of the second line raised them."""

from collections.abc import Iterable, Sequence

from debiet.complaints.models import Complaint, ComplaintWay, ExternalReview
from debiet.core.actor import Actor
from debiet.core.reading import query
from debiet.rules.cases import Carrier, Route
from debiet.rules.complaint_referral import ReviewBody
from debiet.staff.visibility import visible

Ways = Sequence[tuple[Carrier, Route]]


@query(personal=True)
def ways_of(ids: Iterable[int], *, viewer: Actor) -> dict[int, list[tuple[Carrier, Route]]]:
    """Return the carriers and routes of some complaints, by id and in the order they came."""
    found: dict[int, list[tuple[Carrier, Route]]] = {}
    ways = visible(ComplaintWay.objects.filter(complaint__in=ids), viewer)
    for way in ways.order_by("id"):
        found.setdefault(way.complaint_id, []).append((way.carrier, way.route))
    return found


@query(personal=True)
def bodies_of(ids: Iterable[int], *, viewer: Actor) -> dict[int, list[ReviewBody]]:
    """Return which bodies raised some complaints, by the cases of these."""
    found: dict[int, list[ReviewBody]] = {}
    cases = Complaint.objects.filter(pk__in=ids).values("case")
    reviews = visible(ExternalReview.objects.filter(case__in=cases), viewer)
    for review in reviews.order_by("id"):
        found.setdefault(review.case_id, []).append(review.body)
    return found
