"""Internal tasks: one team asks another about a case; the customer's clocks know nothing of it."""

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from debiet.cases.actions.handling import OtherCompartment
from debiet.cases.actions.locking import about, locked_case, written
from debiet.cases.actions.offering import asked_side, offer
from debiet.cases.actions.snoozing import wake_case
from debiet.cases.events import TaskMoved
from debiet.cases.models import Case, ConflictOffer, InternalTask, TaskEntry
from debiet.cases.queries.topics import topic_path
from debiet.core import audit
from debiet.core.actor import Actor
from debiet.core.errors import ChangedMeanwhile, NotFound, Refused
from debiet.core.events import publish
from debiet.core.operations import action
from debiet.core.references import reference
from debiet.rules.access import Permission
from debiet.rules.internal_tasks import (
    BY_ASKED_TEAM,
    OWED,
    TaskState,
    conflict,
    may_be_asked,
    may_take_step,
)
from debiet.rules.putting_aside import WakeEvent
from debiet.rules.sla import CaseFacts, EntryKind
from debiet.staff import actions as staff
from debiet.staff import queries as people
from debiet.staff.visibility import visible
from debiet.terms import actions as terms

KIND = "internal-task"
"""What a policy matches to give internal tasks a term of their own."""


class WrongTaskStep(Refused):
    """The task is not where this step begins."""

    code = "cases.wrong-task-step"
    message = _("This is not possible from where the task stands now.")


class NotYourTask(Refused):
    """Only the team that was asked can answer or refuse."""

    code = "cases.not-your-task"
    message = _("Only somebody of the team that was asked can answer or refuse it.")


@action(permission=Permission.ASK_TASK)
def ask_task(*, case_id: int, team_id: int, words: str, by: Actor, at: datetime) -> int:
    """Ask another team something about a case, within the term that its policy gives.

    No clock of the customer stands still for it. The same words to the same team twice are one.

    :raises OtherCompartment: if that team may not see the case
    :raises NoPolicy: if no policy promises a term
    """
    case = locked_case(case_id, by=by)
    words = written(words)
    if team_id not in dict(people.teams(viewer=by)):
        raise NotFound
    if not may_be_asked(case_part=case.compartment, team_part=people.team_compartment(team_id)):
        raise OtherCompartment
    asked = InternalTask.objects.filter(case=case, team_id=team_id, words=words, state__in=OWED)
    if (known := asked.first()) is not None:
        return known.pk
    employee = people.employee_of(by.user_id) if by.user_id else None
    task = InternalTask.objects.create(
        case=case,
        compartment=case.compartment,
        team_id=team_id,
        asked_by_id=employee.employee_id if employee else None,
        words=words,
        asked_at=at,
    )
    found = terms.start_clocks(
        reference=_about(task),
        compartment=task.compartment,
        facts=CaseFacts(
            kind=KIND,
            topic_path=tuple(topic_path(case.topic.code)),
            segment=case.segment,
            priority=case.priority,
        ),
        occurred_at=at,
        by=by,
        at=at,
    )
    task.due_at, task.at_risk_at = found.due_at, found.at_risk_at
    _enter(task, TaskState.ASKED, words, by=by, at=at)
    return task.pk


@action(permission=Permission.ASK_TASK)
def step_task(
    *, task_id: int, state: TaskState, words: str, seen_version: int, by: Actor, at: datetime
) -> None:
    """Answer, refuse, dispute, withdraw or ask a task again, each with words.

    What is refused or disputed is offered to the ombuds office as an internal conflict.

    :raises ChangedMeanwhile: if somebody took a step since the actor looked
    :raises WrongTaskStep: if the table has no such step
    :raises NotYourTask: if somebody of another team answers or refuses
    """
    task = _locked_task(task_id, by=by)
    if task.version != seen_version:
        raise ChangedMeanwhile
    if not may_take_step(TaskState(task.state), state):
        raise WrongTaskStep
    employee = people.employee_of(by.user_id) if by.user_id else None
    if state in BY_ASKED_TEAM and (employee is None or task.team_id not in employee.team_ids):
        raise NotYourTask
    words = written(words)
    was_owed, is_owed = task.state in OWED, state in OWED
    task.state = state
    if was_owed != is_owed:
        if state is TaskState.ANSWERED:
            _clock(task, EntryKind.REPLIED, by=by, at=at)
        _clock(task, EntryKind.REOPENED if is_owed else EntryKind.RESOLVED, by=by, at=at)
    reason = conflict(state, due_at=None, at=at)
    if reason is not None:
        offer(task, reason, at=at)
    _enter(task, state, words, by=by, at=at)


@action(permission=Permission.ASK_TASK)
def take_task(*, task_id: int, seen_version: int, by: Actor, at: datetime) -> None:
    """Take a task of one's team on.

    :raises NotYourTask: if it was asked of another team
    """
    task = _locked_task(task_id, by=by)
    if task.version != seen_version:
        raise ChangedMeanwhile
    employee = people.employee_of(by.user_id) if by.user_id else None
    if employee is None or task.team_id not in employee.team_ids:
        raise NotYourTask
    task.employee_id = employee.employee_id
    task.version += 1
    task.save()
    audit.record(about(task.case), compartment=task.compartment, facts={"task_taken": task.pk})


@action(permission=Permission.ASK_TASK)
def settle_offer(
    *, offer_id: int, case_id: int, as_what: str = "agreed", by: Actor, at: datetime
) -> None:
    """Say that two teams agreed: nothing is put to the ombuds office. Twice is once.

    :param as_what: "ombuds" where it was put to the office
    :raises NotFound: where there is no such offer of this case, or the actor may not see it
    """
    case = locked_case(case_id, by=by, merged_too=True)
    found = visible(ConflictOffer.objects.filter(pk=offer_id, case=case), by).first()
    if found is None:
        raise NotFound
    if found.settled_at is None:
        found.settled_as, found.settled_at = as_what, at
        found.save(update_fields=["settled_as", "settled_at"])
        audit.record(about(case), compartment=case.compartment, facts={as_what: found.pk})


@action(permission=Permission.NOTIFY_EMPLOYEE)
def tell_task_step(*, entry_id: int, by: Actor, at: datetime) -> int:
    """Tell the other side of a task what was said, once; bring back a case that waited for it."""
    entry = TaskEntry.objects.select_related("task__case").get(pk=entry_id)
    task = entry.task
    is_answer = entry.state in BY_ASKED_TEAM
    told = sum(
        staff.notify_employee(
            employee_id=employee_id,
            kind=f"task.{entry.state}",
            about=about(task.case),
            compartment=task.compartment,
            cause=f"task-entry:{entry.pk}",
            facts={"task": task.pk, "number": task.case.number},
            by=by,
            at=entry.at,
        )
        for employee_id in (_asking_side(task) if is_answer else asked_side(task))
    )
    if is_answer and task.case.snooze_event == WakeEvent.TASK:
        wake_case(case_id=task.case_id, reason="task", by=by, at=at)
    return told


def _asking_side(task: InternalTask) -> list[int]:
    if task.asked_by_id:
        return [task.asked_by_id]
    return [task.case.assignee_id] if task.case.assignee_id else people.lead_ids(task.case.team_id)


def _locked_task(task_id: int, *, by: Actor) -> InternalTask:
    # The case first, as everywhere: two who act on one case wait for each other in one order.
    found = visible(InternalTask.objects.filter(pk=task_id), by)
    case_id = found.values_list("case_id", flat=True).first()
    if case_id is None:
        raise NotFound
    case: Case = locked_case(case_id, by=by, merged_too=True)
    task = InternalTask.objects.select_for_update(of=("self",)).get(pk=task_id)
    task.case = case
    return task


def _about(task: InternalTask) -> str:
    return reference("task", task.pk)


def _clock(task: InternalTask, kind: EntryKind, *, by: Actor, at: datetime) -> None:
    found = terms.enter(
        reference=_about(task), kind=kind, occurred_at=at, is_substantive=True, by=by, at=at
    )
    task.due_at, task.at_risk_at = found.due_at, found.at_risk_at


def _enter(task: InternalTask, state: TaskState, words: str, *, by: Actor, at: datetime) -> None:
    employee = people.employee_of(by.user_id) if by.user_id else None
    task.version += 1
    task.save()
    entry = TaskEntry.objects.create(
        task=task,
        compartment=task.compartment,
        state=state,
        words=words,
        employee_id=employee.employee_id if employee else None,
        at=at,
    )
    facts = {"task": task.pk, "state": state, "team": task.team_id}
    audit.record(about(task.case), compartment=task.compartment, facts=facts)
    publish(TaskMoved(entry_id=entry.pk))
