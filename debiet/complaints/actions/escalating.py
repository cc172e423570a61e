"""The four ways by which the ombuds function gets a complaint."""

from collections.abc import Mapping
from datetime import datetime

from django.utils.translation import gettext_lazy as _

from debiet.cases import actions as cases
from debiet.cases import queries as case_queries
from debiet.complaints.actions.refusals import IsFinal, NoReason, NoSuchStep, NoWish
from debiet.complaints.actions.registering import Said, register_complaint
from debiet.complaints.actions.taking_over import Why, office, take_over
from debiet.complaints.actions.walking import about, facts_of, has_wish, locked, note
from debiet.complaints.events import OmbudsAsked
from debiet.complaints.models import Complaint, OmbudsFile
from debiet.complaints.queries.lengths import days_of_law, periods_on
from debiet.core.actor import Actor, ActorKind
from debiet.core.errors import NotFound, Refused
from debiet.core.events import publish
from debiet.core.operations import action
from debiet.rules.access import Permission
from debiet.rules.complaint_escalation import (
    AskEffect,
    LastTermTrouble,
    ask_effect,
    last_term_trouble,
)
from debiet.rules.complaints import ComplaintActor, ComplaintStep, Takeover
from debiet.rules.sla import Milestone
from debiet.terms import queries as clocks

AT_FIRST_LINE = frozenset({ComplaintStep.RECEIVED, ComplaintStep.FIRST_LINE})


class ComplainFirst(Refused):
    """It is no complaint now; it becomes one first."""

    code = "complaints.complain-first"
    message = _("This is no complaint now. Register it as one first.")


class LastTermPast(Refused):
    """A term that is over helps nobody."""

    code = "complaints.last-term-past"
    message = _("Choose a moment that has not come yet.")


class LastTermTooLate(Refused):
    """Asking for the ombuds function never makes anything later."""

    code = "complaints.last-term-too-late"
    message = _("The first line had less time than that. Choose a moment within its own term.")


_LAST_TERM = {
    LastTermTrouble.NO_REASON: NoReason,
    LastTermTrouble.PAST: LastTermPast,
    LastTermTrouble.PAST_FIRST_LINE: LastTermTooLate,
}


@action(permission=Permission.ASK_FOR_OMBUDS)
def ask_for_ombuds(
    *,
    complaint_id: int,
    wish_id: int | None = None,
    words: str = "",
    by: Actor,
    at: datetime,
) -> int | None:
    """Write down that the customer asks for the ombuds function; return its file's id if it moved.

    Before an answer of the first line the office decides: it takes it or sets a last term.

    :param wish_id: the contact in which it asks; nothing where the customer itself is here
    :param words: what the customer itself says, here and now
    :raises NoWish: if an employee names no contact of the customer
    :raises ComplainFirst: if it is no complaint
    :raises IsFinal: if the office concluded it
    """
    complaint = locked(complaint_id, by=by)
    if words.strip() and by.kind is ActorKind.VISITOR:
        cases.add_words(case_id=complaint.case_id, text=words, by=by, at=at)
    facts = facts_of(complaint, at=at)
    effect = ask_effect(complaint.step, is_concluded=facts.is_concluded)
    if effect is AskEffect.THERE_ALREADY:
        return None
    if effect is AskEffect.COMPLAIN_FIRST:
        raise ComplainFirst
    if effect is AskEffect.FINAL:
        raise IsFinal
    says_so = has_wish(complaint, wish_id, by=by)
    if not says_so:
        raise NoWish
    if effect is AskEffect.MOVES:
        why = Why(Takeover.CUSTOMER_ASKS, ComplaintActor.CUSTOMER, has_wish=True)
        return take_over(complaint, why, by=by, at=at).pk
    if complaint.asked_for_ombuds_at is None:
        complaint.asked_for_ombuds_at = at
        noted = {"asked_for_ombuds": wish_id or "here"}
        _note(complaint, ComplaintActor.CUSTOMER, noted, by=by, at=at)
        publish(OmbudsAsked(complaint_id=complaint.pk))
    return None


@action(permission=Permission.HANDLE_OMBUDS)
def take_complaint(*, complaint_id: int, reason: str, by: Actor, at: datetime) -> int:
    """Take a complaint over whose customer asked for it before an answer; return the file's id."""
    complaint = locked(complaint_id, by=by)
    why = Why(Takeover.CUSTOMER_ASKS, ComplaintActor.OMBUDS, reason)
    return take_over(complaint, why, by=by, at=at).pk


@action(permission=Permission.HANDLE_OMBUDS)
def set_last_term(
    *, complaint_id: int, until: datetime, reason: str, by: Actor, at: datetime
) -> None:
    """Give the first line a last term, because the customer asked for the ombuds function.

    :raises NoReason: without a reason
    :raises LastTermPast: if the moment is over
    :raises LastTermTooLate: if it is later than the first line's own term
    :raises NoSuchStep: if the first line has it no more
    """
    complaint = locked(complaint_id, by=by)
    if complaint.step not in AT_FIRST_LINE:
        raise NoSuchStep
    trouble = last_term_trouble(
        until, reason=reason, first_line_by=_first_line_by(complaint), at=at
    )
    if trouble is not None:
        raise _LAST_TERM[trouble]
    complaint.last_term, complaint.asked_for_ombuds_at = until, None
    noted = {"last_term": until.isoformat()}
    _note(complaint, ComplaintActor.OMBUDS, noted, reason=reason, by=by, at=at)


def _first_line_by(complaint: Complaint) -> datetime:
    due = clocks.due_by_milestone(reference=about(complaint)).get(Milestone.FIRST_LINE)
    started = complaint.expressed_at
    return due or days_of_law().calendar_days_due(started, periods_on(at=started).first_line)


@action(permission=Permission.HANDLE_COMPLAINT)
def report_conflict(
    *, complaint_id: int, reason: str, offer_id: int | None = None, by: Actor, at: datetime
) -> None:
    """Give a complaint to the ombuds function because of a conflict inside the house.

    :param offer_id: the internal task about which the conflict is, as it was offered
    :raises NoReason: without a reason
    """
    complaint = locked(complaint_id, by=by)
    if offer_id is not None:
        cases.settle_offer(
            offer_id=offer_id, case_id=complaint.case_id, as_what="ombuds", by=by, at=at
        )
    actor = _side(by)
    take_over(complaint, Why(Takeover.INTERNAL_CONFLICT, actor, reason), by=by, at=at)


@action(permission=Permission.HANDLE_COMPLAINT)
def put_conflict(
    *, case_id: int, reason: str, offer_id: int | None = None, by: Actor, at: datetime
) -> None:
    """Give a case to the ombuds function because of a conflict inside, whatever it was before.

    A question becomes a complaint first, from its first message; nothing of it where that fails.

    :raises NotFound: where the actor may not see the case
    :raises CaseIsWithOmbuds: if the office has it already
    :raises NoReason: without a reason
    """
    page = case_queries.case_page(case_id, viewer=by)
    if page is None:
        raise NotFound
    if page.frozen_at is not None:
        raise cases.CaseIsWithOmbuds
    if not reason.strip():
        raise NoReason
    found = Complaint.objects.filter(case_id=case_id).values_list("id", "step").first()
    complaint_id, step = found or (None, ComplaintStep.NOT_A_COMPLAINT)
    if step == ComplaintStep.NOT_A_COMPLAINT:
        said = Said(reason=reason)
        complaint_id = register_complaint(case_id=case_id, said=said, by=by, at=at)
    assert complaint_id is not None  # noqa: S101 (there is one by now)
    report_conflict(complaint_id=complaint_id, reason=reason, offer_id=offer_id, by=by, at=at)


@action(permission=Permission.HANDLE_COMPLAINT)
def say_cannot_solve(*, complaint_id: int, reason: str, by: Actor, at: datetime) -> None:
    """Give a complaint to the ombuds function because the first line cannot solve it.

    :raises NoReason: without a reason
    """
    complaint = locked(complaint_id, by=by)
    why = Why(Takeover.CANNOT_SOLVE, ComplaintActor.FIRST_LINE, reason)
    take_over(complaint, why, by=by, at=at)


@action(permission=Permission.RUN_COMPLAINTS)
def take_over_late(*, complaint_id: int, by: Actor, at: datetime) -> bool:
    """Give a complaint to the ombuds function whose first line had its time; return whether so.

    Done twice, answered meanwhile, or not late yet, nothing changes.
    """
    complaint = locked(complaint_id, by=by)
    until = facts_of(complaint, at=at).first_line_until
    if complaint.step not in AT_FIRST_LINE or until is None or at <= until:
        return False
    why = Why(Takeover.TERM_PASSED, ComplaintActor.SYSTEM)
    take_over(complaint, why, by=by, at=at)
    return True


@action(permission=Permission.RUN_COMPLAINTS)
def pass_on_message(*, contact_id: int, by: Actor, at: datetime) -> bool:
    """Let the office have what a customer said in the first line's case; return whether it is new.

    A second run finds it there.
    """
    there = case_queries.cases_of_contact(contact_id)
    files = OmbudsFile.objects.filter(complaint__case_id__in=there)
    found = files.values_list("complaint_id", "case_id").first()
    if found is None:
        return False
    locked(found[0], by=by)
    return cases.copy_contact(contact_id=contact_id, to_case_id=found[1], by=office(), at=at)


def _side(by: Actor) -> ComplaintActor:
    is_office = Permission.HANDLE_OMBUDS in by.permissions
    return ComplaintActor.OMBUDS if is_office else ComplaintActor.FIRST_LINE


def _note(
    complaint: Complaint,
    actor: ComplaintActor,
    noted: Mapping[str, object],
    *,
    reason: str = "",
    by: Actor,
    at: datetime,
) -> None:
    note(
        complaint,
        start=complaint.step,
        actor=actor,
        reason=reason,
        noted=noted,
        by=by,
        at=at,
    )
