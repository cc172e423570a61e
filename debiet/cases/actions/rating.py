"""How a question went, as its asker says, and what becomes of a low score."""

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from debiet.cases.actions.closing import reopen
from debiet.cases.actions.handling import AlreadyThere, write_note
from debiet.cases.actions.locking import about, locked_case, save
from debiet.cases.events import CaseRated
from debiet.cases.models import Case, Rating
from debiet.core import audit
from debiet.core.actor import Actor
from debiet.core.errors import NotFound, Refused
from debiet.core.events import publish
from debiet.core.operations import action
from debiet.core.references import reference
from debiet.rules.access import Permission
from debiet.rules.cases import CaseState
from debiet.rules.rating import LOW, SCORES, Settled, may_change
from debiet.staff import actions as staff
from debiet.staff import queries as people
from debiet.staff.visibility import visible

WORDS_LIMIT = 10_000


class NotClosed(Refused):
    """How it went is asked once it is over."""

    code = "cases.not-closed"
    message = _("Your question is open again. Tell us how we did once it is closed.")


class RatingStands(Refused):
    """A score can be changed for a day, until somebody acted on it."""

    code = "cases.rating-stands"
    message = _(
        "You told us this more than a day ago, or we are at work with it. Do you want to add "
        "something? Write it below your question."
    )


@action(permission=Permission.RATE_CASE)
def rate_case(*, case_id: int, score: int, words: str = "", by: Actor, at: datetime) -> None:
    """Take what the asker thinks of how it went; within a day it may say otherwise.

    :raises NotClosed: while the case is open
    :raises RatingStands: if it is too late to change the score
    :raises NotFound: if there is no such score
    """
    case = locked_case(case_id, by=by)
    if case.state != CaseState.RESOLVED or case.resolved_at is None:
        raise NotClosed
    if score not in SCORES:
        raise NotFound
    words = words.replace("\x00", "").replace("\r\n", "\n").strip()[:WORDS_LIMIT]
    rating = Rating.objects.filter(case=case, closed_at=case.resolved_at).first()
    if rating is None:
        rating = Rating(
            case=case, compartment=case.compartment, closed_at=case.resolved_at, rated_at=at
        )
    elif (rating.score, rating.words) == (score, words):
        return
    elif not may_change(rated_at=rating.rated_at, is_settled=bool(rating.settled_as), at=at):
        raise RatingStands
    rating.score, rating.words = score, words
    rating.save()
    audit.record(
        about(case), compartment=case.compartment, facts={"rating": rating.pk, "score": score}
    )
    publish(CaseRated(rating_id=rating.pk))


@action(permission=Permission.NOTIFY_EMPLOYEE)
def tell_low_rating(*, rating_id: int, by: Actor, at: datetime) -> int:
    """Tell the leads of a case's team that its asker was not satisfied; return how many."""
    rating = Rating.objects.select_related("case").filter(pk=rating_id).first()
    if rating is None or rating.score > LOW:
        return 0
    return sum(
        staff.notify_employee(
            employee_id=lead,
            kind="case.low-rating",
            about=about(rating.case),
            compartment=rating.compartment,
            cause=f"low-rating:{rating.pk}",
            facts={"score": rating.score, "number": rating.case.number},
            by=by,
            at=at,
        )
        for lead in people.lead_ids(rating.case.team_id)
    )


@action(permission=Permission.SETTLE_RATING)
def settle_rating(
    *, rating_id: int, as_what: Settled, reason: str = "", by: Actor, at: datetime
) -> None:
    """Say what a low score is: a complaint, which opens the case again, or none, and why.

    :param reason: why it is no complaint; it becomes a note on the case
    :raises NotFound: where the actor may not see it, or the score is not low
    :raises AlreadyThere: if a colleague settled it
    :raises EmptyText: if it is dismissed without a reason
    """
    found = visible(Rating.objects.filter(pk=rating_id, score__lte=LOW), by)
    case_id = found.values_list("case_id", flat=True).first()
    if case_id is None:
        raise NotFound
    case = locked_case(case_id, by=by)
    rating = Rating.objects.select_for_update().get(pk=rating_id)
    if rating.settled_as:
        raise AlreadyThere
    rating.settled_as, rating.settled_at = as_what, at
    rating.save(update_fields=["settled_as", "settled_at"])
    if as_what is Settled.DISMISSED:
        write_note(case_id=case.pk, text=reason, by=by, at=at)
    elif case.state == CaseState.RESOLVED:
        _open_again(case, rating.pk, by=by, at=at)
    audit.record(
        reference("rating", rating.pk), compartment=case.compartment, facts={"as": str(as_what)}
    )


def _open_again(case: Case, rating_id: int, *, by: Actor, at: datetime) -> None:
    deadlines = reopen(case, occurred_at=at, reason="complaint", by=by, at=at)
    save(case, deadlines, rating=rating_id)
