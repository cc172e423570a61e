"""Putting a case aside until a moment or an event, and bringing it back."""

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from debiet.cases.actions.locking import WrongState, about, locked_case, save, wake
from debiet.core import audit
from debiet.core.actor import Actor
from debiet.core.errors import Refused
from debiet.core.operations import action
from debiet.rules.access import Permission
from debiet.rules.cases import CaseState
from debiet.rules.putting_aside import AsideRefusal, WakeEvent, put_aside
from debiet.staff import actions as staff


class AsideInThePast(Refused):
    """A case cannot be put aside until a moment that is over."""

    code = "cases.aside-in-the-past"
    message = _("This moment is over. Choose a later one.")


class AsideTooLong(Refused):
    """Nobody means to put a case aside for so long."""

    code = "cases.aside-too-long"
    message = _("A case is put aside for 90 days at the most. Choose an earlier moment.")


class AsidePastRisk(Refused):
    """The case would come back after its term is at risk, and nobody said that this is meant."""

    code = "cases.aside-past-risk"
    message = _(
        "Its term is at risk before that. Choose an earlier moment, or say below that you know."
    )


REFUSALS: dict[AsideRefusal, type[Refused]] = {
    AsideRefusal.PAST: AsideInThePast,
    AsideRefusal.TOO_LONG: AsideTooLong,
    AsideRefusal.PAST_RISK: AsidePastRisk,
}


@action(permission=Permission.SNOOZE_CASE)
def snooze_case(
    *,
    case_id: int,
    until: datetime | None,
    event: WakeEvent = WakeEvent.MOMENT,
    knows_risk: bool = False,
    seen_version: int,
    by: Actor,
    at: datetime,
) -> None:
    """Take a case out of the worklists until a moment or an event, whichever is first.

    No clock stands still. It comes back by itself; a message of the customer brings it back.

    :param until: nothing if only the event is waited for
    :param knows_risk: whether it may come back after its term is at risk
    :raises ChangedMeanwhile: if somebody saved it since
    :raises AsidePastRisk: if that would be so and was not said
    """
    case = locked_case(case_id, by=by, seen_version=seen_version)
    if case.state == CaseState.RESOLVED:
        raise WrongState
    if until is None and event is WakeEvent.MOMENT:
        raise AsideInThePast
    found = put_aside(at=at, until=until, at_risk_at=case.at_risk_at, knows_risk=knows_risk)
    if isinstance(found, AsideRefusal):
        raise REFUSALS[found]
    case.snoozed_until, case.snooze_event = found.until, event
    case.snooze_past_risk = found.is_past_risk
    save(case, until=found.until.isoformat(), event=event, past_risk=found.is_past_risk)


@action(permission=Permission.SNOOZE_CASE)
def wake_case(*, case_id: int, reason: str, by: Actor, at: datetime) -> bool:
    """Bring a case back to the worklists; return False if it was not aside.

    Whoever has it is told, unless an employee does it.
    """
    case = locked_case(case_id, by=by, merged_too=True)
    if case.snoozed_until is None:
        return False
    cause = f"woken:{case.pk}:{case.snoozed_until.isoformat()}"
    wake(case)
    # Not by `save`: whoever writes an answer meanwhile need not look again because of this.
    case.save(update_fields=["snoozed_until", "snooze_event", "snooze_past_risk"])
    audit.record(about(case), compartment=case.compartment, facts={"woken": reason})
    if by.user_id is None and case.assignee_id is not None:
        staff.notify_employee(
            employee_id=case.assignee_id,
            kind="case.woken",
            about=about(case),
            compartment=case.compartment,
            cause=cause,
            facts={"number": case.number, "reason": reason},
            by=by,
            at=at,
        )
    return True
