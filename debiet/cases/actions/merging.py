"""Merging a case into a leading one, and undoing it: a pointer, nothing is moved or deleted."""

from collections.abc import Mapping
from datetime import datetime

from django.utils.translation import gettext_lazy as _

from debiet.cases.actions.handling import OtherCompartment
from debiet.cases.actions.locking import CaseIsMerged, about, locked_case, save
from debiet.cases.actions.pairs import NoOtherCase, locked_two
from debiet.cases.models import Case, CaseMerge
from debiet.core.actor import Actor
from debiet.core.errors import ChangedMeanwhile, Refused
from debiet.core.operations import action
from debiet.rules.access import Permission
from debiet.rules.cases import CaseState
from debiet.rules.complaints import Regime
from debiet.rules.merging import (
    MergeRefusal,
    MergeSide,
    is_same_asker,
    merge_refusal,
    step_at_merge,
)
from debiet.rules.sla import EntryKind
from debiet.staff import queries as staff
from debiet.terms import actions as terms
from debiet.terms import queries as clocks


class LeadsOthers(Refused):
    """Other cases point to this one; a chain of pointers would be followed by nobody."""

    code = "cases.leads-others"
    message = _("Other cases were merged into this one. Choose this one as the leading case.")


class LeadingIsMerged(Refused):
    """The case chosen to lead points to another one itself."""

    code = "cases.leading-is-merged"
    message = _("Case %(number)s was merged into %(leading)s. Merge into %(leading)s instead.")


class ClosedCase(Refused):
    """One of the two is closed: there is nothing to handle together."""

    code = "cases.merge-closed-case"
    message = _("One of the two cases is closed. Link them, or open the closed one again first.")


class MergedComplaint(Refused):
    """A complaint is not handled in another case's place."""

    code = "cases.merged-complaint"
    message = _("This is a complaint, with terms of its own. Merge the other case into it instead.")


class OtherAsker(Refused):
    """The two are from different customers, and nobody said that this is meant."""

    code = "cases.other-asker"
    message = _(
        "The two cases are not from the same customer. An answer goes to the customer of the "
        "leading case only. Say below that this is meant, or link the two instead."
    )


@action(permission=Permission.MERGE_CASES)
def merge_case(
    *,
    case_id: int,
    leading_number: str,
    seen_version: int,
    other_asker_confirmed: bool = False,
    by: Actor,
    at: datetime,
) -> None:
    """Point a case to the one in which it is handled from now on.

    :raises ChangedMeanwhile: if somebody saved the case since the actor looked
    :raises NoOtherCase: where the actor cannot see the leading case
    :raises OtherAsker: if the customers differ and that was not confirmed
    :raises OtherCompartment: if the two stand in different closed parts
    """
    case, leading = locked_two(case_id, leading_number, by=by)
    if case.version != seen_version:
        raise ChangedMeanwhile
    sides = _side(case), _side(leading)
    reason = merge_refusal(*sides, other_asker_confirmed=other_asker_confirmed)
    if reason is not None:
        raise _refusal(reason, case, leading)
    employee = staff.employee_of(by.user_id) if by.user_id else None
    merge = CaseMerge.objects.create(
        case=case,
        leading=leading,
        compartment=case.compartment,
        is_same_asker=is_same_asker(*sides),
        since_entry_id=clocks.latest_entry_id(reference=about(leading)),
        employee_id=employee.employee_id if employee else None,
        merged_at=at,
    )
    case.merged_into = leading
    save(case, merged_into=leading.pk, merge=merge.pk)
    _stand_alike(case, leading, merge, by=by, at=at)
    save(leading, terms.deadlines(about(leading)), merged=case.pk)


def _side(case: Case) -> MergeSide:
    return MergeSide(
        case_id=case.pk,
        compartment=case.compartment,
        customer_id=case.customer_id,
        email=case.contact_email,
        is_closed=case.state == CaseState.RESOLVED,
        merged_into=case.merged_into_id,
        is_complaint=case.regime is not Regime.ORDINARY,
        leads=Case.objects.filter(merged_into=case).exists(),
    )


def _refusal(reason: MergeRefusal, case: Case, leading: Case) -> Refused:
    into: Mapping[int, Case] = {
        one.pk: one for one in (case.merged_into, leading.merged_into) if one
    }
    match reason:
        case MergeRefusal.MERGED_ALREADY:
            return CaseIsMerged(number=into[case.merged_into_id or 0].number)
        case MergeRefusal.LEADING_IS_MERGED:
            there = into[leading.merged_into_id or 0].number
            return LeadingIsMerged(number=leading.number, leading=there)
        case MergeRefusal.LEADS_OTHERS:
            return LeadsOthers()
        case MergeRefusal.OTHER_COMPARTMENT:
            return OtherCompartment()
        case MergeRefusal.CLOSED:
            return ClosedCase()
        case MergeRefusal.COMPLAINT:
            return MergedComplaint()
        case MergeRefusal.OTHER_ASKER:
            return OtherAsker()
        case MergeRefusal.ONE_CASE:
            return NoOtherCase(number=leading.number)


def _stand_alike(case: Case, leading: Case, merge: CaseMerge, *, by: Actor, at: datetime) -> None:
    """Let the merged case's clocks stand still or run as those of the leading one do."""
    kind = step_at_merge(
        merged_waits=case.state == CaseState.WAITING,
        leading_waits=leading.state == CaseState.WAITING,
    )
    if kind is not None:
        terms.enter(
            reference=about(case),
            kind=kind,
            occurred_at=at,
            reason=leading.waiting_reason if kind is EntryKind.PAUSED else "",
            source=f"{terms.FOLLOWS}merge-{merge.pk}",
            by=by,
            at=at,
        )


@action(permission=Permission.MERGE_CASES)
def unmerge_case(*, case_id: int, by: Actor, at: datetime) -> None:
    """Take a merge back: both are what they were, plus what came to each of them since.

    What the clocks of the case followed is taken back: an answer in the leading case was none to
    this one. Undoing twice changes nothing.
    """
    case = locked_case(case_id, by=by, merged_too=True)
    leading = case.merged_into
    if leading is None:
        return
    merge = CaseMerge.objects.select_for_update().get(case=case, undone_at__isnull=True)
    merge.undone_at = at
    merge.save(update_fields=["undone_at"])
    case.merged_into = None
    save(case, terms.stop_following(reference=about(case), by=by, at=at), unmerged=merge.pk)
    save(leading, terms.deadlines(about(leading)), unmerged=case.pk)
