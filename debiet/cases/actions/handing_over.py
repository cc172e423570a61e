"""What becomes of open work when somebody leaves or a team is no more."""

from datetime import date, datetime

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from debiet.cases.actions.locking import locked_case, save
from debiet.cases.actions.topic_writing import give_topics
from debiet.cases.events import TeamRetired, WorkLeft
from debiet.cases.models import Case, FollowUp, InternalTask
from debiet.core import audit
from debiet.core.actor import Actor
from debiet.core.errors import NotFound, Refused
from debiet.core.events import publish
from debiet.core.operations import action
from debiet.core.references import reference
from debiet.rules.access import Permission
from debiet.rules.cases import CaseState
from debiet.rules.internal_tasks import OWED
from debiet.staff import actions as staff
from debiet.staff import employing, leaving, places
from debiet.staff import queries as people
from debiet.staff.guarding import keep_an_admin

CHUNK = 200


class CannotTakeOver(Refused):
    """Work goes to somebody who is here and may do it."""

    code = "cases.cannot-take-over"
    message = _("Choose somebody else who works here and answers cases.")


class OnTheDayItself(Refused):
    """Who is here on that day is not known yet."""

    code = "cases.on-the-day-itself"
    message = _("With a final day to come its work stays with the team. Leave the colleague empty.")


class FinalDayOver(Refused):
    """A final day is today or later."""

    code = "cases.final-day-over"
    message = _("This day is over. Leave it empty to end the employment at once.")


@action(permission=Permission.EDIT_STAFF)
def let_go(
    *,
    employee_id: int,
    to_employee_id: int | None,
    final_on: date | None = None,
    by: Actor,
    at: datetime,
) -> None:
    """End somebody's employment, and let somebody else or the team have what it has open.

    It acts no more from the next request on; its work follows at once, by a job.

    :param final_on: the latest day on which it still works here; None ends it now. On that day its
        work stays with the team, whose leads are told
    :raises NotFound: if there is no such employee, or it has left
    :raises CannotTakeOver: if the other does not work here, or answers no cases
    :raises OnTheDayItself: if a colleague is named for a day to come
    :raises FinalDayOver: if the day is over
    :raises LastAdmin: if nobody else could set up the house
    """
    leaver = employing.employee(employee_id)
    if leaver is None or leaver.left_at is not None:
        raise NotFound
    check_successor(employee_id, to_employee_id)
    check_final_day(final_on, to_employee_id, at=at)
    if final_on is not None:
        keep_an_admin(employee_id)
        leaving.plan_leaving(employee_id=employee_id, final_on=final_on, by=by, at=at)
        return
    if to_employee_id is not None:  # before the leads are told what has nobody
        publish(WorkLeft(employee_id, to_employee_id))
    staff.end_employment(employee_id=employee_id, by=by, at=at)
    if to_employee_id is None:
        publish(WorkLeft(employee_id, 0))
    audit.record(reference("employee", employee_id), facts={"to": to_employee_id})


def check_final_day(final_on: date | None, to_employee_id: int | None, *, at: datetime) -> None:
    """Refuse a final day that is over, or a colleague for a day to come.

    :raises OnTheDayItself: if a colleague is named for a day to come
    :raises FinalDayOver: if the day is over
    """
    if final_on is None:
        return
    if final_on < timezone.localtime(at).date():
        raise FinalDayOver
    if to_employee_id is not None:
        raise OnTheDayItself


def check_successor(employee_id: int, to_employee_id: int | None) -> None:
    """Refuse to give work to somebody who cannot do it.

    :raises CannotTakeOver: if it does not work here, or answers no cases
    """
    if to_employee_id is None:
        return
    other = employing.employee(to_employee_id)
    if other is None or other.left_at is not None or to_employee_id == employee_id:
        raise CannotTakeOver
    actor = people.actor_for(other.user_id)
    if actor is None or Permission.ANSWER_CASE not in actor.permissions:
        raise CannotTakeOver


@action(permission=Permission.ASSIGN_CASE)
def hand_over(*, employee_id: int, to_employee_id: int | None, by: Actor, at: datetime) -> int:
    """Give a piece of what somebody had open to another, or to its team; return how much it was.

    What the other may not see stays with the team. A second run finds nothing left.
    """
    other = employing.employee(to_employee_id) if to_employee_id else None
    actor = people.actor_for(other.user_id) if other else None
    parts = actor.compartments if actor else frozenset()
    rows = Case.objects.exclude(state=CaseState.RESOLVED).filter(assignee_id=employee_id)
    moved = 0
    for case_id in list(rows.order_by("pk").values_list("pk", flat=True)[:CHUNK]):
        case = locked_case(case_id, by=by, merged_too=True, frozen_too=True)
        if case.assignee_id == employee_id and case.state != CaseState.RESOLVED:
            case.assignee_id = to_employee_id if case.compartment in parts else None
            save(case, assignee=case.assignee_id, was=employee_id)
            moved += 1
    for task in InternalTask.objects.filter(state__in=OWED, employee_id=employee_id)[:CHUNK]:
        is_theirs = other is not None and task.team_id in other.team_ids
        task.employee_id = to_employee_id if is_theirs else None
        task.save(update_fields=["employee"])
        moved += 1
    return moved + _hand_over_follow_ups(employee_id, to_employee_id, parts)


def _hand_over_follow_ups(
    employee_id: int, to_employee_id: int | None, parts: frozenset[str]
) -> int:
    rows = FollowUp.objects.select_related("case").filter(
        done_at__isnull=True, employee_id=employee_id
    )
    found = list(rows[:CHUNK])
    for one in found:
        is_seen = to_employee_id is not None and one.compartment in parts
        one.employee_id = to_employee_id if is_seen else None
        one.team_id = None if is_seen else one.case.team_id
        one.save(update_fields=["employee", "team"])
    return len(found)


@action(permission=Permission.EDIT_STAFF)
def retire_team(
    *, team_id: int, to_team_id: int, people_too: bool, by: Actor, at: datetime
) -> None:
    """Let a team be no more: its topics at once, its open work by a job, go to another one.

    :raises NotFound: if there is no such team, or it is no more
    :raises OtherPart: if the other works in another closed part, or is no more
    """
    places.close_team(team_id=team_id, to_team_id=to_team_id, people_too=people_too, by=by, at=at)
    give_topics(team_id=team_id, to_team_id=to_team_id, by=by, at=at)
    publish(TeamRetired(team_id, to_team_id))


@action(permission=Permission.ASSIGN_CASE)
def move_team_work(*, team_id: int, to_team_id: int, by: Actor, at: datetime) -> int:
    """Give a piece of a team's open work to another team; return how much it was.

    A second run finds nothing left. Who has a case keeps it.
    """
    rows = Case.objects.exclude(state=CaseState.RESOLVED).filter(team_id=team_id)
    moved = 0
    for case_id in list(rows.order_by("pk").values_list("pk", flat=True)[:CHUNK]):
        case = locked_case(case_id, by=by, merged_too=True, frozen_too=True)
        if case.team_id == team_id and case.state != CaseState.RESOLVED:
            case.team_id = to_team_id
            save(case, team=to_team_id, was=team_id)
            moved += 1
    owed = InternalTask.objects.filter(state__in=OWED, team_id=team_id)
    moved += owed.update(team_id=to_team_id)
    promised = FollowUp.objects.filter(done_at__isnull=True, team_id=team_id)
    return moved + promised.update(team_id=to_team_id)
