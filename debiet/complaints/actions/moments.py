"""Since when a complaint counts: the first expression of dissatisfaction, and correcting it."""

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from debiet.cases import actions as cases
from debiet.cases import queries as case_queries
from debiet.cases.queries import CasePage
from debiet.complaints.actions.walking import about, handled_in, locked, note, side_in
from debiet.complaints.models import Complaint
from debiet.core.actor import Actor
from debiet.core.errors import Refused
from debiet.core.operations import action
from debiet.rules.access import Permission
from debiet.rules.complaint_moment import MomentTrouble, moment_trouble
from debiet.rules.sla import EntryKind
from debiet.terms import actions as terms
from debiet.terms import queries as clocks


class MomentInFuture(Refused):
    """Nobody complained at a moment that has not come yet."""

    code = "complaints.moment-in-future"
    message = _("This moment has not come yet. Fill in when the customer first complained.")


class LaterMomentNeedsReason(Refused):
    """A moment after the first message gives us time, and needs a reason."""

    code = "complaints.later-moment-needs-reason"
    message = _(
        "This is later than the first message. Say why the customer was content until then."
    )


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


_REFUSALS = {
    MomentTrouble.FUTURE: MomentInFuture,
    MomentTrouble.NO_REASON: LaterMomentNeedsReason,
}


def check_moment(moment: datetime, page: CasePage, reason: str, *, at: datetime) -> None:
    """Refuse a moment that cannot be the first expression."""
    trouble = moment_trouble(moment, first_message_at=page.opened_at, reason=reason, at=at)
    if trouble is not None:
        raise _REFUSALS[trouble]


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


def move(complaint: Complaint, to: datetime, reason: str, *, by: Actor, at: datetime) -> None:
    """Let a locked complaint count from another moment, and every term of it."""
    opened = clocks.first_entry_id(reference=about(complaint), kind=EntryKind.OPENED)
    terms.correct(
        reference=about(complaint),
        entry_id=opened,
        corrected_to=to,
        reason="complaint-moment",
        by=Actor.system("complaints.run"),  # who may was asked before
        at=at,
    )
    before, complaint.expressed_at = complaint.expressed_at, to
    complaint.moment_reason = reason.strip()[:300]
    note(
        complaint,
        start=complaint.step,
        actor=side_in(complaint, by),
        reason=reason,
        noted={"moment_before": before.isoformat(), "moment": to.isoformat()},
        by=by,
        at=at,
    )
    cases.take_over_deadlines(number=handled_in(complaint).number, by=by, at=at)
