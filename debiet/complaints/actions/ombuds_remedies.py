"""What is done for the customer, and so that it does not happen again, until it is done."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Final

from django.utils.translation import gettext_lazy as _

from debiet.complaints.actions.ombuds_files import handled_file, locked_file, record, save
from debiet.complaints.actions.ombuds_handling import check_ties
from debiet.complaints.actions.ombuds_work import NothingWritten
from debiet.complaints.actions.walking import facts_of, walk
from debiet.complaints.models import CorrectiveAction, OmbudsEntry, OmbudsFile, OmbudsRemedy
from debiet.complaints.office import employee_id, is_handler, who_could_agree
from debiet.core.actor import Actor
from debiet.core.errors import ChangedMeanwhile, NotFound, Refused
from debiet.core.operations import action
from debiet.rules.access import Permission
from debiet.rules.complaint_duties import HandlerTrouble, StandIn
from debiet.rules.complaint_remedies import (
    REMEDY_STEPS,
    WITH_AMOUNT,
    ActionStep,
    RemedyFacts,
    RemedyKind,
    RemedyNeed,
    RemedyStep,
    RemedyTrouble,
    action_trouble,
    open_remedies,
    remedy_trouble,
)
from debiet.rules.complaints import ComplaintActor, ComplaintStep
from debiet.staff import queries as staff
from debiet.staff.visibility import visible


class NoRemedyStep(Refused):
    """The table has no such step."""

    code = "ombuds.no-remedy-step"
    message = _("This step is not possible from where it stands now.")


class OwnProposal(Refused):
    """Nobody agrees to its own proposal."""

    code = "ombuds.own-proposal"
    message = _("Somebody else than whoever proposed it agrees to it or not.")


class RemedyNeedsReason(Refused):
    """The step needs a reason."""

    code = "ombuds.remedy-needs-reason"
    message = _("Say why.")


class RemedyNeedsAmount(Refused):
    """A refund or compensation is nothing without an amount."""

    code = "ombuds.remedy-needs-amount"
    message = _("Fill in the amount.")


class RemedyNeedsDay(Refused):
    """What was carried out was so on a day."""

    code = "ombuds.remedy-needs-day"
    message = _("Fill in on which day it was carried out.")


class OfficeSaysSo(Refused):
    """Whoever handles the file says it."""

    code = "ombuds.office-says-so"
    message = _("Only whoever handles the file says this.")


_TROUBLES: Final[Mapping[RemedyTrouble, type[Refused]]] = {
    RemedyTrouble.NO_SUCH_STEP: NoRemedyStep,
    RemedyTrouble.OWN_PROPOSAL: OwnProposal,
    RemedyTrouble.NO_REASON: RemedyNeedsReason,
    RemedyTrouble.NO_AMOUNT: RemedyNeedsAmount,
    RemedyTrouble.NO_DAY: RemedyNeedsDay,
    RemedyTrouble.NOT_THE_OFFICE: OfficeSaysSo,
}


@dataclass(frozen=True, slots=True)
class Task:
    """What is to be done, by whom and until when."""

    words: str
    owner: int
    due_on: date


@action(permission=Permission.FOLLOW_REMEDIES)
def propose_remedy(
    *,
    file_id: int,
    kind: RemedyKind,
    task: Task,
    amount: Decimal | None = None,
    by: Actor,
    at: datetime,
) -> int:
    """Propose something that is done for the customer.

    :raises NothingWritten: without words
    :raises NotFound: if there is no such owner
    """
    file = handled_file(file_id, by=by)
    words = _checked(task)
    remedy = OmbudsRemedy.objects.create(
        file=file,
        kind=kind,
        words=words,
        amount=amount,
        owner_id=task.owner,
        due_on=task.due_on,
        proposed_by_id=employee_id(by),
    )
    _enter(file, "", RemedyStep.PROPOSED, "", remedy=remedy, by=by, at=at)
    return remedy.pk


@action(permission=Permission.FOLLOW_REMEDIES)
def plan_action(*, file_id: int, root_cause: str, task: Task, by: Actor, at: datetime) -> int:
    """Plan something so that it does not happen again.

    :raises NothingWritten: without words
    :raises NotFound: if there is no such owner
    """
    file = handled_file(file_id, by=by)
    words = _checked(task)
    planned = CorrectiveAction.objects.create(
        file=file,
        root_cause=root_cause,
        words=words,
        owner_id=task.owner,
        due_on=task.due_on,
        proposed_by_id=employee_id(by),
    )
    _enter(file, "", ActionStep.PLANNED, "", corrective_action=planned, by=by, at=at)
    return planned.pk


def _checked(task: Task) -> str:
    if not task.words.strip():
        raise NothingWritten
    if task.owner not in staff.names([task.owner]):
        raise NotFound
    return task.words.strip()


@action(permission=Permission.FOLLOW_REMEDIES)
def step_remedy(
    *,
    remedy_id: int,
    end: RemedyStep,
    reason: str = "",
    day: date | None = None,
    seen_version: int,
    by: Actor,
    at: datetime,
) -> None:
    """Take a remedy on by the table; the complaint is closed once all of them are settled.

    Who has a tie to the file agrees to nothing in it. Where nobody else of the office could,
    whoever proposed it may.

    :raises Refused: the refusal of the first need that is not met
    """
    found = visible(OmbudsRemedy.objects.filter(pk=remedy_id), by).first()
    if found is None:
        raise NotFound
    file = locked_file(found.file_id, by=by)
    remedy = OmbudsRemedy.objects.select_for_update().get(pk=remedy_id)
    if RemedyNeed.OTHER_PERSON in REMEDY_STEPS.get((remedy.step, end), ()):
        _check_judge(file, by=by)
    facts = RemedyFacts(
        is_office=is_handler(file, by),
        is_proposer=_proposed(file, remedy, by=by, at=at),
        reason=reason,
        needs_amount=remedy.kind in WITH_AMOUNT,
        has_amount=remedy.amount is not None,
        day=day,
    )
    _check(remedy.version, seen_version, remedy_trouble(remedy.step, end, facts=facts))
    start, remedy.step = remedy.step, end
    _keep_day(remedy, day, is_undone=end is RemedyStep.APPROVED)
    _enter(file, start, end, reason, remedy=remedy, by=by, at=at)
    _close_if_done(file, by=by, at=at)


def _check_judge(file: OmbudsFile, *, by: Actor) -> None:
    if file.stand_in is not StandIn.OUTSIDE:  # then those who have a tie write down for another
        check_ties(file, employee_id(by), unless={HandlerTrouble.NO_STATEMENT})


def _proposed(file: OmbudsFile, remedy: OmbudsRemedy, *, by: Actor, at: datetime) -> bool:
    """Return whether the actor proposed a remedy to which somebody else could agree."""
    is_own = remedy.proposed_by_id == employee_id(by)
    return is_own and bool(who_could_agree(file, by, at=at))


@action(permission=Permission.FOLLOW_REMEDIES)
def step_action(
    *,
    action_id: int,
    end: ActionStep,
    reason: str = "",
    day: date | None = None,
    seen_version: int,
    by: Actor,
    at: datetime,
) -> None:
    """Take a corrective action on by the table, also after its file was closed.

    :raises Refused: the refusal of the first need that is not met
    """
    found = visible(CorrectiveAction.objects.filter(pk=action_id), by).first()
    if found is None:
        raise NotFound
    file = locked_file(found.file_id, by=by, closed_too=True)
    planned = CorrectiveAction.objects.select_for_update().get(pk=action_id)
    facts = RemedyFacts(
        is_office=is_handler(file, by),
        is_proposer=planned.proposed_by_id == employee_id(by),
        reason=reason,
        day=day,
    )
    _check(planned.version, seen_version, action_trouble(planned.step, end, facts=facts))
    start, planned.step = planned.step, end
    _keep_day(planned, day, is_undone=end is ActionStep.PLANNED)
    _enter(file, start, end, reason, corrective_action=planned, by=by, at=at)


def _check(version: int, seen_version: int, trouble: RemedyTrouble | None) -> None:
    if version != seen_version:
        raise ChangedMeanwhile
    if trouble is not None:
        raise _TROUBLES[trouble]


def _keep_day(done: OmbudsRemedy | CorrectiveAction, day: date | None, *, is_undone: bool) -> None:
    done.done_on = None if is_undone else day or done.done_on
    done.version += 1
    done.save()


def _enter(
    file: OmbudsFile,
    start: str,
    end: str,
    reason: str,
    *,
    remedy: OmbudsRemedy | None = None,
    corrective_action: CorrectiveAction | None = None,
    by: Actor,
    at: datetime,
) -> None:
    entry = OmbudsEntry.objects.create(
        file=file,
        remedy=remedy,
        corrective_action=corrective_action,
        start=start,
        end=end,
        reason=reason.strip(),
        employee_id=employee_id(by),
        happened_at=at,
    )
    record(file, entry=entry.pk, step=end)


@action(permission=Permission.DECIDE_OMBUDS)
def close_file(*, file_id: int, seen_version: int, by: Actor, at: datetime) -> None:
    """Close a file whose letter has left and whose remedies are settled.

    :raises RemediesOpen: if something that was promised is not done
    :raises NoSuchStep: if it is not decided or mediated
    """
    file = handled_file(file_id, by=by, seen_version=seen_version)
    _close(file, actor=ComplaintActor.OMBUDS, by=by, at=at)


def _close_if_done(file: OmbudsFile, *, by: Actor, at: datetime) -> None:
    ended = file.complaint.step in (ComplaintStep.DECIDED, ComplaintStep.MEDIATED)
    if ended and not open_remedies(_steps(file)):
        _close(file, actor=ComplaintActor.SYSTEM, by=by, at=at)


def _close(file: OmbudsFile, *, actor: ComplaintActor, by: Actor, at: datetime) -> None:
    facts = facts_of(file.complaint, at=at, open_remedies=open_remedies(_steps(file)))
    walk(file.complaint, ComplaintStep.CLOSED, actor=actor, facts=facts, by=by, at=at)
    file.closed_at = at
    save(file, closed=True)


def _steps(file: OmbudsFile) -> list[RemedyStep]:
    return [RemedyStep(step) for step in file.remedies.values_list("step", flat=True)]
