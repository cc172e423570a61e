"""Since when a complaint counts: the first expression of dissatisfaction, and correcting it."""

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from debiet.cases import queries as case_queries
from debiet.complaints.actions.counting import check_moment, move
from debiet.complaints.actions.walking import locked
from debiet.core.actor import Actor
from debiet.core.errors import Refused
from debiet.core.operations import action
from debiet.rules.access import Permission


class LaterByLead(Refused):
    """Whoever handles a complaint does not give itself more time."""

    code = "complaints.later-by-lead"
    message = _("Only a team lead lets a complaint count from a later moment than it does.")


class CountsFromEscalation(Refused):
    """What was answered before the ombuds function got it counts there from the escalation."""

    code = "complaints.counts-from-escalation"
    message = _(
        "The first line answered this complaint before the ombuds function got it. What is owed "
        "now counts from when the customer asked for that."
    )


@action(permission=Permission.REGISTER_COMPLAINT)
def change_moment(
    *,
    complaint_id: int,
    expressed_at: datetime,
    reason: str,
    seen_version: int,
    by: Actor,
    at: datetime,
) -> None:
    """Say that dissatisfaction was first expressed at another moment; all terms move with it.

    :raises MomentInFuture: if the moment has not come yet
    :raises LaterMomentNeedsReason: if it is later than the first message, without a reason
    :raises LaterByLead: if it is later than it was, for whoever corrects no clocks
    :raises CountsFromEscalation: if it was answered before the ombuds function got it
    """
    complaint = locked(complaint_id, by=by, seen_version=seen_version)
    if complaint.office_case_id is not None and complaint.answered_at is not None:
        raise CountsFromEscalation
    page = case_queries.case_page(complaint.case_id, viewer=by)
    assert page is not None  # noqa: S101 (whoever sees a complaint sees its case)
    check_moment(expressed_at, page, reason, at=at)
    if expressed_at > complaint.expressed_at and Permission.CORRECT_CLOCK not in by.permissions:
        raise LaterByLead
    move(complaint, expressed_at, reason, by=by, at=at)
