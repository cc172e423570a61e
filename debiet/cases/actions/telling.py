"""What cases do when something below them happens: a level, a bounce, a new calendar."""

from datetime import datetime

from debiet.cases import letters
from debiet.cases.actions.closing import reopen
from debiet.cases.actions.locking import about, owed, save, step, with_leading
from debiet.cases.actions.offering import asked_side, offer
from debiet.cases.actions.paper import ON_PAPER, send_on_paper
from debiet.cases.events import CaseReopened
from debiet.cases.models import Case, InternalTask
from debiet.cases.queries.topics import mail_topic, topic_team_id
from debiet.core.actor import Actor
from debiet.core.events import publish
from debiet.core.operations import action
from debiet.core.references import parts, reference
from debiet.correspondence import actions as correspondence
from debiet.correspondence import queries as messages
from debiet.correspondence.queries import Purpose
from debiet.rules.access import Permission
from debiet.rules.cases import Carrier, CaseState
from debiet.rules.complaints import Regime
from debiet.rules.internal_tasks import OWED, ConflictReason
from debiet.rules.sla import DUE, EntryKind
from debiet.rules.statutory_terms import COMPLAINT
from debiet.staff import actions as staff
from debiet.staff import queries as people
from debiet.terms import actions as terms
from debiet.terms import queries as clocks
from debiet.terms.actions import Deadlines
from debiet.terms.queries import Mark

TOLD_FROM = 75
"""The leads are told from this share of a term on; half of it is only shown."""


@action(permission=Permission.NOTIFY_EMPLOYEE)
def tell_leads(*, mark_id: int, by: Actor, at: datetime) -> int:
    """Tell who watches over a case that a share of its term is used up; return how many."""
    mark = clocks.level_mark(mark_id)
    kind, number = parts(mark.reference)
    if kind == "raw":
        return _tell_of_held(mark, mark_id, int(number), by=by, at=at)
    if kind == "task":
        return _tell_of_task(mark, mark_id, int(number), by=by, at=at)
    case = Case.objects.filter(number=number).first() if kind in ("case", COMPLAINT) else None
    if case is None or mark.level < TOLD_FROM or mark.is_voided:
        return 0
    case = case.merged_into or case  # where it is handled
    if case.frozen_at is not None:
        return 0
    return sum(
        staff.notify_employee(
            employee_id=lead,
            kind="case.level",
            about=about(case),
            compartment=case.compartment,
            cause=f"level:{mark_id}",
            facts={"level": mark.level, "milestone": mark.milestone, "number": case.number},
            by=by,
            at=mark.reached_at,
        )
        for lead in _watching(case)
    )


def _watching(case: Case) -> list[int]:
    """Return who watches over a case's terms: its leads, and of the ombuds function who has it."""
    leads = people.lead_ids(case.team_id)
    own = [case.assignee_id] if case.assignee_id and case.regime is Regime.OMBUDS else []
    return list(dict.fromkeys([*leads, *own]))


def _tell_of_task(mark: Mark, mark_id: int, task_id: int, *, by: Actor, at: datetime) -> int:
    """Remind the team that was asked; an overdue task is offered as an internal conflict."""
    task = InternalTask.objects.select_related("case").filter(pk=task_id).first()
    if task is None or mark.level < TOLD_FROM or mark.is_voided:
        return 0
    if task.case.frozen_at is not None:
        return 0
    is_overdue = mark.level >= DUE and task.state in OWED
    if is_overdue:
        offer(task, ConflictReason.OVERDUE, at=mark.reached_at)
    asking = [task.asked_by_id] if is_overdue and task.asked_by_id else []
    return sum(
        staff.notify_employee(
            employee_id=employee_id,
            kind="task.level",
            about=about(task.case),
            compartment=task.compartment,
            cause=f"level:{mark_id}",
            facts={"level": mark.level, "task": task.pk, "number": task.case.number},
            by=by,
            at=mark.reached_at,
        )
        for employee_id in dict.fromkeys([*asked_side(task), *asking])
    )


def _tell_of_held(mark: Mark, mark_id: int, raw_message_id: int, *, by: Actor, at: datetime) -> int:
    """Tell the leads of the team whose mailbox it came to that a held message waits for long."""
    source, compartment = messages.held_part(raw_message_id)
    team_id = topic_team_id(mail_topic(source, compartment))
    if team_id is None or mark.level < TOLD_FROM or mark.is_voided:
        return 0
    return sum(
        staff.notify_employee(
            employee_id=lead,
            kind="quarantine.level",
            about=mark.reference,
            compartment=compartment,
            cause=f"level:{mark_id}",
            facts={"level": mark.level},
            by=by,
            at=mark.reached_at,
        )
        for lead in people.lead_ids(team_id)
    )


@action(permission=Permission.REOPEN_CASE)
def note_failed_message(*, message_id: int, by: Actor, at: datetime) -> None:
    """Take up that a message never arrived: what e-mail did not bring goes on paper.

    Where no letter helps either, what an answer meant is undone: its clocks run on, its case is
    open again. Whoever handles the case is told in both cases.
    """
    failed = messages.purpose(message_id)
    kind, number = parts(failed.about)
    case = Case.objects.select_for_update().filter(number=number).first()
    if case is None or kind != "case" or case.frozen_at is not None:
        return
    with_leading(case)
    letter = send_on_paper(case, message_id, by=by, at=at) if _is_mail(failed) else None
    told = "case.sent-on-paper" if letter else "case.undelivered"
    _tell(case, told, cause=f"undelivered:{message_id}", by=by, at=at)
    source = f"message:{message_id}"
    if failed.purpose != letters.ANSWER or clocks.entry_id(
        reference=failed.about, source=source, kind=EntryKind.BOUNCED
    ):
        return
    deadlines = terms.enter(
        reference=about(case),
        kind=EntryKind.BOUNCED,
        occurred_at=at,
        source=source,
        by=by,
        at=at,
    )
    if letter is not None:
        # A case that the answer closed stays closed: the same answer is on its way again.
        deadlines = terms.enter(
            reference=about(case),
            kind=EntryKind.REPLIED,
            occurred_at=at,
            is_substantive=letter.is_substantive,
            source=f"message:{letter.message_id}",
            by=by,
            at=at,
        )
    elif case.state == CaseState.RESOLVED:
        deadlines = _undo_closing(case, message_id, failed.replaces_id, by=by, at=at)
    save(case, deadlines, message=message_id)


def _is_mail(failed: Purpose) -> bool:
    return failed.carrier == Carrier.EMAIL and failed.purpose in ON_PAPER


def _undo_closing(
    case: Case, message_id: int, replaces_id: int | None, *, by: Actor, at: datetime
) -> Deadlines:
    """Open a case again whose answer nobody got, on paper or otherwise."""
    sources = [f"message:{key}" for key in (message_id, replaces_id) if key]
    found = (
        clocks.entry_id(reference=about(case), source=source, kind=EntryKind.RESOLVED)
        for source in sources
    )
    closing = next((entry for entry in found if entry is not None), None)
    if closing is None:
        return reopen(case, occurred_at=at, reason="undelivered", by=by, at=at)
    # It was closed by an answer that nobody got: the customer has been waiting all along.
    step(case, CaseState.OPEN, at=at)
    deadlines = terms.correct(
        reference=about(case),
        entry_id=closing,
        corrected_to=None,
        reason="undelivered",
        by=by,
        at=at,
    )
    publish(CaseReopened(case_id=case.pk))
    return deadlines


def _tell(case: Case, kind: str, *, cause: str, by: Actor, at: datetime) -> None:
    for employee in [case.assignee_id] if case.assignee_id else people.lead_ids(case.team_id):
        staff.notify_employee(
            employee_id=employee,
            kind=kind,
            about=about(case),
            compartment=case.compartment,
            cause=cause,
            facts={"number": case.number},
            by=by,
            at=at,
        )


@action(permission=Permission.NOTIFY_EMPLOYEE)
def note_rejected_letter(*, message_id: int, by: Actor, at: datetime) -> None:
    """Tell whoever handles a case that the printer did not post a letter about it."""
    letter = messages.purpose(message_id)
    kind, number = parts(letter.about)
    case = Case.objects.filter(number=number).first() if kind == "case" else None
    if case is not None:
        cause = f"rejected:{message_id}:{letter.attempts}"
        _tell(case, "case.letter-rejected", cause=cause, by=by, at=at)


@action(permission=Permission.RUN_CLOCKS)
def take_over_deadlines(*, number: str, by: Actor, at: datetime) -> None:
    """Write the clocks' deadlines into a case again, after one of its ledgers or calendars moved.

    Whoever enters something in the ledger of a complaint calls this too.
    """
    case = Case.objects.select_for_update().filter(number=number).first()
    if case is None:
        return
    with_leading(case)
    found = owed(case)
    known = (case.due_at, case.at_risk_at, case.is_undetermined)
    if known != (found.due_at, found.at_risk_at, found.is_undetermined):
        save(case, found)


@action(permission=Permission.RUN_CLOCKS)
def take_over_held_deadline(*, raw_message_id: int, by: Actor, at: datetime) -> None:
    """Write the deadline into a held message again, after its calendar learned new years."""
    found = terms.deadlines(reference("raw", raw_message_id))
    correspondence.move_due(raw_message_id=raw_message_id, due_at=found.due_at, by=by, at=at)


@action(permission=Permission.RUN_CLOCKS)
def take_over_task_deadline(*, task_id: int, by: Actor, at: datetime) -> None:
    """Write the deadline into an internal task again, after its calendar learned new years."""
    found = terms.deadlines(reference("task", task_id))
    InternalTask.objects.filter(pk=task_id).update(due_at=found.due_at, at_risk_at=found.at_risk_at)
