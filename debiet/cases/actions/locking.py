"""What every action on a case begins and ends with."""

from collections.abc import Sequence
from datetime import datetime

from django.utils.translation import gettext_lazy as _

from debiet.cases.models import Case, CaseMerge
from debiet.core import audit
from debiet.core.actor import Actor
from debiet.core.errors import ChangedMeanwhile, NotFound, Refused
from debiet.core.operations import current_step
from debiet.core.references import reference
from debiet.rules.cases import CaseState, may_step
from debiet.rules.complaints import Regime
from debiet.rules.statutory_terms import COMPLAINT
from debiet.staff.visibility import visible
from debiet.terms import actions as terms
from debiet.terms.actions import Deadlines


class EmptyText(Refused):
    """Nothing was written."""

    code = "cases.empty-text"
    message = _("Please write something first.")


class WrongState(Refused):
    """The case is not where this step begins."""

    code = "cases.wrong-state"
    message = _("This step is not possible from where the case stands now.")


class CaseIsMerged(Refused):
    """The case was merged into another one, which is handled in its place."""

    code = "cases.case-is-merged"
    message = _("This case was merged into %(number)s. Do it there, or undo the merge first.")


class CaseIsWithOmbuds(Refused):
    """The ombuds function has it; here nothing is done but taking a message down for it."""

    code = "cases.case-is-with-ombuds"
    message = _(
        "This is with the ombuds function. All you can do here is write down what the customer "
        "says; the ombuds function gets it at once."
    )


def locked_case(
    case_id: int,
    *,
    by: Actor,
    seen_version: int | None = None,
    merged_too: bool = False,
    frozen_too: bool = False,
) -> Case:
    """Return a case with its row locked, judged on what the actor has seen of it.

    :param merged_too: also one that was merged into another; then that one is locked as well
    :param frozen_too: also one that is with the ombuds function, to take a message down for it
    :raises NotFound: where the actor may not see it, or it does not exist
    :raises ChangedMeanwhile: if somebody saved it since the actor looked
    :raises CaseIsMerged: if another one is handled in its place
    :raises CaseIsWithOmbuds: if it, or the one that is handled in its place, is frozen
    """
    cases = visible(Case.objects.filter(pk=case_id), by)
    case = cases.select_for_update(of=("self",)).select_related("topic").first()
    if case is None:
        raise NotFound
    if not frozen_too:
        check_not_frozen(case)
    if seen_version is not None and case.version != seen_version:
        raise ChangedMeanwhile
    leading = with_leading(case)
    if leading is not None and not merged_too:
        raise CaseIsMerged(number=leading.number)
    if leading is not None and not frozen_too:
        check_not_frozen(leading)
    return case


def check_not_frozen(*cases: Case) -> None:
    """Refuse to do anything on cases that the ombuds function has.

    :raises CaseIsWithOmbuds: if one of them is frozen
    """
    if any(case.frozen_at is not None for case in cases):
        raise CaseIsWithOmbuds


def with_leading(case: Case) -> Case | None:
    """Return the case that a locked one was merged into, with its row locked as well.

    The one that points is locked before the one that it points to, and both before any clock:
    whoever acts on the two waits in one order.
    """
    if case.merged_into_id is None:
        return None
    rows = Case.objects.select_for_update(of=("self",)).select_related("topic")
    case.merged_into = rows.get(pk=case.merged_into_id)
    return case.merged_into


def led_by(case_id: int) -> int:
    """Return the id of the case that is handled in place of one, its own if it was not merged."""
    pointer = Case.objects.filter(pk=case_id).values_list("merged_into_id", flat=True).first()
    return pointer or case_id


def step(case: Case, state: CaseState, *, at: datetime) -> None:
    """Move a case to a state, by the table of steps.

    :raises WrongState: if the table has no such step
    """
    if not may_step(CaseState(case.state), state):
        raise WrongState
    wake(case)
    case.state = state
    case.resolved_at = at if state is CaseState.RESOLVED else None
    if state is CaseState.OPEN:
        case.confirmed_at = None
    if state is not CaseState.WAITING:
        case.waiting_reason = ""


def wake(case: Case) -> None:
    """Let a case be no longer put aside; the caller saves it."""
    case.snoozed_until, case.snooze_event, case.snooze_past_risk = None, "", False


def save(case: Case, deadlines: Deadlines | None = None, **facts: object) -> None:
    """Write a changed case down with its deadlines and its audit entry.

    Cases that were merged into it follow, and what falls due first of all of them is its deadline.
    One that was merged itself tells its leading case.
    """
    if deadlines is not None:
        found = earliest([deadlines, *_of_complaint(case), *_followers(case)])
        case.due_at, case.at_risk_at = found.due_at, found.at_risk_at
        case.is_undetermined = found.is_undetermined
    case.version += 1
    case.save()
    audit.record(about(case), compartment=case.compartment, facts=facts)
    if deadlines is not None and (leading := with_leading(case)) is not None:
        save(leading, terms.deadlines(about(leading)), follower=case.pk)


def owed(case: Case) -> Deadlines:
    """Return what falls due first of a case, as its clocks stand, as a complaint's as well."""
    return earliest([terms.deadlines(about(case)), *_of_complaint(case)])


def _of_complaint(case: Case) -> list[Deadlines]:
    """Return what is owed beside the answer to a question, where the case is more than one."""
    if case.regime is Regime.ORDINARY:
        return []
    return [terms.deadlines(as_complaint(case))]


def _followers(case: Case) -> list[Deadlines]:
    """Let the clocks of merged cases follow this one's ledger, and return what they owe."""
    by, at = current_step().by, current_step().at
    assert at is not None  # noqa: S101 (a programmer's error: every action on a case says when)
    merges = CaseMerge.objects.filter(leading=case, undone_at__isnull=True).order_by("case_id")
    return [
        terms.follow(
            reference=about(merge.case),
            leading=about(case),
            since_id=merge.since_entry_id,
            by=by,
            at=at,
        )
        for merge in merges.select_related("case")
    ]


def earliest(found: Sequence[Deadlines]) -> Deadlines:
    """Return what falls due first of several things together."""
    return Deadlines(
        due_at=min((one.due_at for one in found if one.due_at), default=None),
        at_risk_at=min((one.at_risk_at for one in found if one.at_risk_at), default=None),
        is_undetermined=any(one.is_undetermined for one in found),
    )


def about(case: Case) -> str:
    """Return the reference of a case."""
    return reference("case", case.number)


def as_complaint(case: Case) -> str:
    """Return the reference by which the terms of a complaint about a case run, beside its own."""
    return reference(COMPLAINT, case.number)


def written(text: str) -> str:
    """Return what somebody wrote, without the space around it.

    :raises EmptyText: if nothing is left
    """
    found = tidy(text)
    if not found:
        raise EmptyText
    return found


def tidy(text: str) -> str:
    """Return what somebody wrote, if anything, without the space around it."""
    return text.replace("\x00", "").replace("\r\n", "\n").strip()


__all__ = [
    "CaseIsMerged",
    "CaseIsWithOmbuds",
    "EmptyText",
    "WrongState",
    "about",
    "as_complaint",
    "check_not_frozen",
    "led_by",
    "locked_case",
    "owed",
    "save",
    "step",
    "tidy",
    "wake",
    "with_leading",
    "written",
]
