"""Closing a case and opening it again: shared by answers, calls, customers and bounces."""

from datetime import datetime

from debiet.cases.actions.locking import about, save, step, wake, with_leading
from debiet.cases.events import CaseReopened, CaseResolved, SaidToOffice
from debiet.cases.models import Case, CaseTopic
from debiet.cases.queries.topics import topic_in_use
from debiet.core import audit
from debiet.core.actor import Actor
from debiet.core.errors import NotFound
from debiet.core.events import publish
from debiet.core.references import parts
from debiet.rules.cases import CaseState, TopicMoment
from debiet.rules.putting_aside import WakeEvent
from debiet.rules.sla import EntryKind
from debiet.staff import queries as staff
from debiet.terms import actions as terms
from debiet.terms.actions import Deadlines


def close(
    case: Case,
    *,
    topic_code: str | None,
    occurred_at: datetime,
    source: str = "",
    by: Actor,
    at: datetime,
) -> Deadlines:
    """Resolve a case and write down what it was about in the end; the caller saves it.

    :param source: the answer that closes it, such as `message:12`

    :raises NotFound: if the topic does not exist, or is out of use and not the case's own
    """
    code = topic_code or case.topic.code
    if code != case.topic.code and topic_in_use(code) != code:
        raise NotFound
    step(case, CaseState.RESOLVED, at=at)
    employee = staff.employee_of(by.user_id) if by.user_id else None
    CaseTopic.objects.create(
        case=case,
        moment=TopicMoment.CLOSE,
        topic_code=code,
        at=at,
        employee_id=employee.employee_id if employee else None,
    )
    deadlines = terms.enter(
        reference=about(case),
        kind=EntryKind.RESOLVED,
        occurred_at=occurred_at,
        source=source,
        by=by,
        at=at,
    )
    publish(CaseResolved(case_id=case.pk))
    return deadlines


def reopen(case: Case, *, occurred_at: datetime, reason: str, by: Actor, at: datetime) -> Deadlines:
    """Open a resolved case again; its clocks go on. The caller saves it."""
    step(case, CaseState.OPEN, at=at)
    deadlines = terms.enter(
        reference=about(case),
        kind=EntryKind.REOPENED,
        occurred_at=occurred_at,
        reason=reason,
        by=by,
        at=at,
    )
    publish(CaseReopened(case_id=case.pk))
    return deadlines


def come_back(case: Case, *, occurred_at: datetime, source: str, by: Actor, at: datetime) -> None:
    """Take up that the customer wrote or called again, and save the case.

    A closed case opens again, a waiting one goes on. Where it was merged into another one, that
    one does, and the message counts from its receipt for the clocks of the case that it came to.
    Where the ombuds function has the case, it is kept as it is and the office gets the message.

    :param source: what the customer said, as `contact:12`
    """
    leading = with_leading(case)
    if case.frozen_at is not None or (leading is not None and leading.frozen_at is not None):
        pass_on(case, source)
        return
    if leading is not None:
        _bring_back(leading, occurred_at=occurred_at, by=by, at=at)
    elif case.state == CaseState.RESOLVED:
        reopen(case, occurred_at=occurred_at, reason="customer", by=by, at=at)
    elif case.state == CaseState.WAITING:
        resume(case, occurred_at=occurred_at, by=by, at=at)
    wake(case)
    deadlines = terms.enter(
        reference=about(case),
        kind=EntryKind.ASKED,
        occurred_at=occurred_at,
        source=source,
        by=by,
        at=at,
    )
    save(case, deadlines, source=source)


def pass_on(case: Case, source: str) -> None:
    """Let the ombuds function get what the customer said in a case that it has."""
    audit.record(about(case), compartment=case.compartment, facts={"source": source})
    publish(SaidToOffice(contact_id=int(parts(source)[1])))


def _bring_back(case: Case, *, occurred_at: datetime, by: Actor, at: datetime) -> None:
    """Let a leading case go on, because the customer of a merged one wrote."""
    if case.state == CaseState.RESOLVED:
        save(case, reopen(case, occurred_at=occurred_at, reason="customer", by=by, at=at))
    elif case.state == CaseState.WAITING:
        save(case, resume(case, occurred_at=occurred_at, by=by, at=at))
    elif case.snoozed_until is not None:
        wake(case)
        save(case, woken=WakeEvent.MESSAGE)


def resume(case: Case, *, occurred_at: datetime, by: Actor, at: datetime) -> Deadlines:
    """Let a waiting case go on. The caller saves it."""
    step(case, CaseState.OPEN, at=at)
    return terms.enter(
        reference=about(case), kind=EntryKind.RESUMED, occurred_at=occurred_at, by=by, at=at
    )
