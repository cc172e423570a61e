"""From which moment a locked complaint counts, and by which ways it came."""

from datetime import date, datetime

from django.conf import settings
from django.utils import timezone, translation
from django.utils.translation import gettext_lazy as _

from debiet.cases import actions as cases
from debiet.cases.queries import CasePage
from debiet.complaints.actions.walking import about, handled_in, note, side_in
from debiet.complaints.models import Complaint, ComplaintWay
from debiet.core.actor import Actor
from debiet.core.errors import Refused
from debiet.rules.cases import Carrier, Route
from debiet.rules.complaint_moment import MomentTrouble, moment_trouble
from debiet.rules.sla import EntryKind
from debiet.terms import actions as terms
from debiet.terms import queries as clocks

CAME_BEFORE = _("It reached us before, by another way")
"""Why a complaint counts from an earlier moment."""


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


_REFUSALS = {
    MomentTrouble.FUTURE: MomentInFuture,
    MomentTrouble.NO_REASON: LaterMomentNeedsReason,
}


def check_moment(moment: datetime, page: CasePage, reason: str, *, at: datetime) -> None:
    """Refuse a moment that cannot be the first expression."""
    trouble = moment_trouble(moment, first_message_at=page.opened_at, reason=reason, at=at)
    if trouble is not None:
        raise _REFUSALS[trouble]


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


def keep_way(
    complaint: Complaint,
    carrier: Carrier,
    route: Route,
    received_at: datetime,
    *,
    counts: bool = True,
    by: Actor,
    at: datetime,
) -> None:
    """Keep a way of a locked complaint, once.

    :param counts: whether an earlier day makes it the first expression
    """
    _way, is_new = ComplaintWay.objects.get_or_create(
        complaint=complaint,
        carrier=carrier,
        route=route,
        defaults={"compartment": complaint.compartment, "received_at": received_at},
    )
    if not is_new:
        return
    noted = {"carrier": carrier, "route": route}
    note(complaint, start=complaint.step, actor=side_in(complaint, by), noted=noted, by=by, at=at)
    counts_anew = complaint.office_case_id is not None and complaint.answered_at is not None
    if counts and not counts_anew and _day(received_at) < _day(complaint.expressed_at):
        with translation.override(settings.LANGUAGE_CODE):  # as all of the register
            reason = str(CAME_BEFORE)
        move(complaint, received_at, reason, by=by, at=at)


def _day(moment: datetime) -> date:
    return timezone.localtime(moment).date()
