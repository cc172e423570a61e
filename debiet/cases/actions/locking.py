"""What every action on a case begins and ends with."""

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from debiet.cases.models import Case
from debiet.core import audit
from debiet.core.actor import Actor
from debiet.core.errors import ChangedMeanwhile, NotFound, Refused
from debiet.core.references import reference
from debiet.rules.cases import CaseState, may_step
from debiet.staff.visibility import visible
from debiet.terms.actions import Deadlines


class EmptyText(Refused):
    """Nothing was written."""

    code = "cases.empty-text"
    message = _("Please write something first.")


class WrongState(Refused):
    """The case is not where this step begins."""

    code = "cases.wrong-state"
    message = _("This step is not possible from where the case stands now.")


def locked_case(case_id: int, *, by: Actor, seen_version: int | None = None) -> Case:
    """Return a case with its row locked, judged on what the actor has seen of it.

    :raises NotFound: where the actor may not see it, or it does not exist
    :raises ChangedMeanwhile: if somebody saved it since the actor looked
    """
    cases = visible(Case.objects.filter(pk=case_id), by)
    case = cases.select_for_update(of=("self",)).select_related("topic").first()
    if case is None:
        raise NotFound
    if seen_version is not None and case.version != seen_version:
        raise ChangedMeanwhile
    return case


def step(case: Case, state: CaseState, *, at: datetime) -> None:
    """Move a case to a state, by the table of steps.

    :raises WrongState: if the table has no such step
    """
    if not may_step(CaseState(case.state), state):
        raise WrongState
    case.state = state
    case.resolved_at = at if state is CaseState.RESOLVED else None
    if state is CaseState.OPEN:
        case.confirmed_at = None
    if state is not CaseState.WAITING:
        case.waiting_reason = ""


def save(case: Case, deadlines: Deadlines | None = None, **facts: object) -> None:
    """Write a changed case down with its deadlines and its audit entry."""
    if deadlines is not None:
        case.due_at = deadlines.due_at
        case.at_risk_at = deadlines.at_risk_at
        case.is_undetermined = deadlines.is_undetermined
    case.version += 1
    case.save()
    audit.record(about(case), compartment=case.compartment, facts=facts)


def about(case: Case) -> str:
    """Return the reference of a case."""
    return reference("case", case.number)


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


__all__ = ["EmptyText", "WrongState", "about", "locked_case", "save", "step", "tidy", "written"]
