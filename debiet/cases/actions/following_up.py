"""A promise to oneself or one's team: to look at a case again by a moment."""

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from debiet.cases.actions.locking import about, locked_case, written
from debiet.cases.models import FollowUp
from debiet.core import audit
from debiet.core.actor import Actor
from debiet.core.errors import NotFound, Refused
from debiet.core.operations import action
from debiet.rules.access import Permission
from debiet.staff import actions as staff
from debiet.staff import queries as people
from debiet.staff.visibility import visible


class FollowUpInThePast(Refused):
    """Nobody can promise to look again at a moment that is over."""

    code = "cases.follow-up-in-the-past"
    message = _("This moment is over. Choose a later one.")


@action(permission=Permission.SNOOZE_CASE)
def plan_follow_up(
    *, case_id: int, words: str, due_at: datetime, is_for_team: bool, by: Actor, at: datetime
) -> int:
    """Promise to look at a case again; the same promise sent twice is one. No clock cares.

    :param is_for_team: whoever of the case's team is there does it; otherwise the one who promises
    :raises FollowUpInThePast: if the moment is over
    :raises EmptyText: if it is not said what is to be looked at
    """
    case = locked_case(case_id, by=by)
    if due_at <= at:
        raise FollowUpInThePast
    employee = people.employee_of(by.user_id) if by.user_id else None
    employee_id = employee.employee_id if employee and not is_for_team else None
    words = written(words)
    promised = FollowUp.objects.filter(case=case, words=words, due_at=due_at, done_at__isnull=True)
    known = promised.filter(employee_id__isnull=employee_id is None).first()
    if known is not None:
        return known.pk
    follow_up = FollowUp.objects.create(
        case=case,
        compartment=case.compartment,
        employee_id=employee_id,
        team_id=None if employee_id else case.team_id,
        words=words,
        due_at=due_at,
        planned_at=at,
    )
    facts = {"follow_up": follow_up.pk, "due": due_at.isoformat()}
    audit.record(about(case), compartment=case.compartment, facts=facts)
    return follow_up.pk


@action(permission=Permission.SNOOZE_CASE)
def end_follow_up(*, follow_up_id: int, case_id: int, by: Actor, at: datetime) -> None:
    """Say that a follow-up is done, or no longer needed; twice is once.

    :raises NotFound: where there is none of this case, or the actor may not see it
    """
    case = locked_case(case_id, by=by, merged_too=True)
    found = visible(FollowUp.objects.filter(pk=follow_up_id, case=case), by).first()
    if found is None:
        raise NotFound
    if found.done_at is None:
        found.done_at = at
        found.save(update_fields=["done_at"])
        audit.record(about(case), compartment=case.compartment, facts={"follow_up_done": found.pk})


@action(permission=Permission.NOTIFY_EMPLOYEE)
def tell_follow_up(*, follow_up_id: int, by: Actor, at: datetime) -> int:
    """Tell whoever promised it that a follow-up is due, or the leads of its team; once."""
    found = FollowUp.objects.select_related("case").get(pk=follow_up_id)
    team = people.lead_ids(found.team_id) if found.team_id else []
    told = sum(
        staff.notify_employee(
            employee_id=employee_id,
            kind="case.follow-up",
            about=about(found.case),
            compartment=found.compartment,
            cause=f"follow-up:{found.pk}",
            facts={"number": found.case.number},
            by=by,
            at=found.due_at,
        )
        for employee_id in ([found.employee_id] if found.employee_id else team)
    )
    found.told_at = found.told_at or at
    found.save(update_fields=["told_at"])
    return told
