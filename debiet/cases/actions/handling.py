"""Handling a case inside the house: who has it, what it is about, waiting, closing, notes."""

from dataclasses import asdict, dataclass
from datetime import datetime, timedelta

from django.utils.translation import gettext_lazy as _

from debiet.cases.actions.assigning import tell_moved
from debiet.cases.actions.closing import close, reopen, resume
from debiet.cases.actions.locking import WrongState, about, locked_case, save, step, wake, written
from debiet.cases.actions.opening import UnknownTopic
from debiet.cases.models import CaseTopic, Note, Topic
from debiet.core import audit
from debiet.core.actor import Actor
from debiet.core.errors import NotFound, Refused
from debiet.core.operations import action
from debiet.customers import queries as customers
from debiet.rules.access import Permission
from debiet.rules.cases import CaseState, Priority, TopicMoment
from debiet.rules.sla import EntryKind, PauseReason
from debiet.staff import queries as staff
from debiet.terms import actions as terms

SENT_TWICE = timedelta(minutes=1)
"""Who presses a button twice does so within this time."""


class OtherCompartment(Refused):
    """The team works in another closed part; what was said there may not be carried over."""

    code = "cases.other-compartment"
    message = _("This team works behind another wall. Ask your team lead to hand the case over.")


class AlreadyThere(Refused):
    """Nothing would change."""

    code = "cases.already-there"
    message = _("This was done already.")


@dataclass(frozen=True, slots=True)
class CaseChanges:
    """What an employee may set on a case, all of it at once."""

    subject: str
    topic_code: str
    priority: Priority
    team_id: int
    assignee_id: int | None


@action(permission=Permission.EDIT_CASE)
def edit_case(
    *,
    case_id: int,
    changes: CaseChanges,
    seen_version: int,
    finds_somebody: bool = True,
    by: Actor,
    at: datetime,
) -> None:
    """Save what a case is about and who has it.

    :raises ChangedMeanwhile: if somebody saved it since; the page then shows both versions
    A case that goes to another team with nobody finds somebody there as a new one does.

    :param finds_somebody: false where it goes back as it was
    :raises UnknownTopic: if the topic does not exist, or is out of use and not the case's own
    :raises OtherCompartment: if the team works in another closed part
    """
    case = locked_case(case_id, by=by, seen_version=seen_version)
    topic = Topic.objects.filter(code=changes.topic_code).first()
    if topic is None or (topic.retired_at is not None and topic.pk != case.topic_id):
        raise UnknownTopic
    _check_team(changes.team_id, changes.assignee_id, case.compartment, by=by)
    if topic.pk != case.topic_id:
        employee = staff.employee_of(by.user_id) if by.user_id else None
        CaseTopic.objects.create(
            case=case,
            moment=TopicMoment.CHANGE,
            topic_code=topic.code,
            at=at,
            employee_id=employee.employee_id if employee else None,
        )
    case.subject = written(changes.subject)[:120]
    case.topic, case.priority = topic, changes.priority
    is_moved = case.team_id != changes.team_id
    case.team_id, case.assignee_id = changes.team_id, changes.assignee_id
    facts = asdict(changes)
    del facts["subject"]
    save(case, **facts)
    if is_moved and finds_somebody:
        tell_moved(case)


def _check_team(team_id: int, assignee_id: int | None, compartment: str, *, by: Actor) -> None:
    if team_id not in dict(staff.teams(viewer=by)):
        raise NotFound
    if staff.team_compartment(team_id) != compartment:
        raise OtherCompartment
    if assignee_id is not None and assignee_id not in dict(staff.colleagues(viewer=by)):
        raise NotFound


@action(permission=Permission.ASSIGN_CASE)
def assign_case(
    *, case_id: int, employee_id: int | None, seen_version: int, by: Actor, at: datetime
) -> None:
    """Give a case to an employee, or to nobody.

    :raises ChangedMeanwhile: if somebody saved it since, perhaps taking it first
    """
    case = locked_case(case_id, by=by, seen_version=seen_version)
    if employee_id is not None and employee_id not in dict(staff.colleagues(viewer=by)):
        raise NotFound
    case.assignee_id = employee_id
    wake(case)
    save(case, assignee=employee_id)


@action(permission=Permission.PAUSE_CASE)
def pause_case(
    *, case_id: int, reason: PauseReason, seen_version: int, by: Actor, at: datetime
) -> None:
    """Put a case to waiting; only the term to solve it stands still, never the promised ones."""
    case = locked_case(case_id, by=by, seen_version=seen_version)
    step(case, CaseState.WAITING, at=at)
    case.waiting_reason = reason
    deadlines = terms.enter(
        reference=about(case),
        kind=EntryKind.PAUSED,
        occurred_at=at,
        reason=reason,
        by=by,
        at=at,
    )
    save(case, deadlines, reason=reason)


@action(permission=Permission.PAUSE_CASE)
def resume_case(*, case_id: int, seen_version: int, by: Actor, at: datetime) -> None:
    """Let a waiting case go on.

    :raises WrongState: if it does not wait
    """
    case = locked_case(case_id, by=by, seen_version=seen_version)
    if case.state != CaseState.WAITING:
        raise WrongState
    save(case, resume(case, occurred_at=at, by=by, at=at))


@action(permission=Permission.PAUSE_CASE)
def extend_term(
    *, case_id: int, months: int, reason: str, source: str, by: Actor, at: datetime
) -> None:
    """Make a term that is counted in months longer; the same source twice is one extension.

    :param reason: the code of why
    """
    case = locked_case(case_id, by=by)
    deadlines = terms.extend(
        reference=about(case), months=months, reason=reason, source=source, by=by, at=at
    )
    save(case, deadlines, months=months, reason=reason)


@action(permission=Permission.RESOLVE_CASE)
def resolve_case(
    *, case_id: int, topic_code: str | None, seen_version: int, by: Actor, at: datetime
) -> None:
    """Close a case without another message."""
    case = locked_case(case_id, by=by, seen_version=seen_version)
    save(case, close(case, topic_code=topic_code, occurred_at=at, by=by, at=at))


@action(permission=Permission.REOPEN_CASE)
def reopen_case(*, case_id: int, seen_version: int, by: Actor, at: datetime) -> None:
    """Open a closed case again; time while it was closed does not count.

    :raises WrongState: if it is not closed
    """
    case = locked_case(case_id, by=by, seen_version=seen_version)
    if case.state != CaseState.RESOLVED:
        raise WrongState
    save(case, reopen(case, occurred_at=at, reason="employee", by=by, at=at))


@action(permission=Permission.WRITE_NOTE)
def write_note(*, case_id: int, text: str, by: Actor, at: datetime) -> None:
    """Leave a note for colleagues; the customer never sees it and no clock cares.

    The same words of the same colleague within a minute are one note, sent twice.
    """
    text = written(text)
    case = locked_case(case_id, by=by, merged_too=True)
    employee = staff.employee_of(by.user_id) if by.user_id else None
    if employee is None:
        raise NotFound
    same = Note.objects.filter(case=case, employee_id=employee.employee_id, text=text)
    if same.filter(written_at__gt=at - SENT_TWICE, written_at__lte=at).exists():
        return
    note = Note.objects.create(
        case=case,
        compartment=case.compartment,
        employee_id=employee.employee_id,
        text=text,
        written_at=at,
    )
    audit.record(about(case), compartment=case.compartment, facts={"note": note.pk})


@action(permission=Permission.LINK_CUSTOMER)
def link_customer(
    *, case_id: int, customer_id: int | None, seen_version: int, by: Actor, at: datetime
) -> None:
    """Say which customer a case is from, or that it is from none we know.

    :raises NotFound: if the actor may not see that customer
    """
    case = locked_case(case_id, by=by, seen_version=seen_version, merged_too=True)
    if customer_id is not None and not customers.names([customer_id], viewer=by):
        raise NotFound
    case.customer_id = customer_id
    save(case, customer=customer_id)
