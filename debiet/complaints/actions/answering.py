"""Answering a complaint in first line. What a letter decides holds once it has left the house."""

from datetime import datetime

from debiet.cases import actions as cases
from debiet.cases import queries as case_queries
from debiet.complaints.actions.letters_left import (
    enter,
    forget,
    judgment_of,
    let_hold,
    letter_of,
)
from debiet.complaints.actions.letters_writing import END_OF, facts_of_letter
from debiet.complaints.actions.walking import facts_of, locked, note, walk
from debiet.complaints.models import Complaint, ComplaintLetter
from debiet.complaints.queries.lengths import days_of_law, periods_on
from debiet.core.actor import Actor
from debiet.core.operations import action
from debiet.rules.access import Permission
from debiet.rules.cases import CaseState
from debiet.rules.complaint_needs import StepTrouble
from debiet.rules.complaint_steps import take
from debiet.rules.complaint_terms import escalate_until, silent_at
from debiet.rules.complaints import (
    ANSWERS,
    ComplaintActor,
    ComplaintStep,
    LetterKind,
)
from debiet.rules.sla import EntryKind

FIRST_LINE_OWES = (ComplaintStep.RECEIVED, ComplaintStep.FIRST_LINE)


@action(permission=Permission.RUN_COMPLAINTS)
def note_dispatched(*, message_id: int, dispatched_at: datetime, by: Actor, at: datetime) -> None:
    """Take over what a letter decides, now that it has left; a second word of it changes nothing.

    :param dispatched_at: when a mail server took it over, or it was posted
    """
    rows = ComplaintLetter.objects.all()
    known = letter_of(rows, message_id)
    if known is None:
        return
    complaint = locked(known.complaint_id, by=by)
    letter = letter_of(rows, message_id)
    if letter is None or letter.dispatched_at is not None:
        return
    letter.dispatched_at = dispatched_at
    letter.save()
    if letter.kind in ANSWERS:
        _conclude(complaint, letter, by=by, at=at)
    else:
        _acknowledge(complaint, letter, by=by, at=at)


def _acknowledge(complaint: Complaint, letter: ComplaintLetter, *, by: Actor, at: datetime) -> None:
    """Stop the clock of the acknowledgement; a holding letter acknowledges as well."""
    assert letter.dispatched_at is not None  # noqa: S101 (set by whoever calls)
    _enter(complaint, EntryKind.ACKNOWLEDGED, letter, by=by, at=at)
    if complaint.acknowledged_at is None:
        complaint.acknowledged_at = letter.dispatched_at
        complaint.save(update_fields=["acknowledged_at"])


def _conclude(complaint: Complaint, letter: ComplaintLetter, *, by: Actor, at: datetime) -> None:
    """Take the step of a letter that left, or write down why it does not hold."""
    moment = letter.dispatched_at
    assert moment is not None  # noqa: S101 (set by whoever calls)
    facts = facts_of_letter(complaint, judgment_of(letter), dispatched_at=moment, at=at)
    noted: dict[str, object] = {"message": letter.message_id}
    end = take(complaint.step, END_OF[letter.kind], by=ComplaintActor.FIRST_LINE, facts=facts)
    if isinstance(end, StepTrouble):
        # It left too late, or the complaint went another way meanwhile: it answers nothing.
        _enter(complaint, EntryKind.ACKNOWLEDGED, letter, by=by, at=at)
        noted |= {"letter": letter.kind, "does_not_hold": end}
        note(
            complaint, start=complaint.step, actor=ComplaintActor.SYSTEM, noted=noted, by=by, at=at
        )
        if complaint.step in FIRST_LINE_OWES:
            _open_again(complaint, by=by, at=at)
        return
    lengths, days = periods_on(at=moment), days_of_law()
    let_hold(complaint, letter, answered_at=moment)
    complaint.silent_at = silent_at(moment, lengths=lengths, days=days)
    complaint.escalate_until = escalate_until(moment, lengths=lengths, days=days)
    walk(
        complaint,
        END_OF[letter.kind],
        actor=ComplaintActor.FIRST_LINE,
        facts=facts,
        happened_at=moment,
        noted=noted,
        by=by,
        at=at,
    )
    _enter(complaint, EntryKind.REPLIED, letter, by=by, at=at)


def _open_again(complaint: Complaint, *, by: Actor, at: datetime) -> None:
    """Open the case again that a letter closed which answers nothing: it is still owed."""
    page = case_queries.case_page(complaint.case_id, viewer=by)
    if page is not None and page.state is CaseState.RESOLVED:
        cases.reopen_case(case_id=page.case_id, seen_version=page.version, by=by, at=at)


def _enter(
    complaint: Complaint, kind: EntryKind, letter: ComplaintLetter, *, by: Actor, at: datetime
) -> None:
    assert letter.dispatched_at is not None  # noqa: S101 (set by whoever calls)
    enter(
        complaint,
        kind,
        message_id=letter.message_id,
        occurred_at=letter.dispatched_at,
        is_substantive=letter.kind in ANSWERS,
        by=by,
        at=at,
    )


@action(permission=Permission.RUN_COMPLAINTS)
def note_failed(*, message_id: int, by: Actor, at: datetime) -> None:
    """Take up that a letter never arrived: the complaint is where it was before, its terms run on.

    Where it goes on paper instead, that letter decides the same once it is posted. A refusal that
    came back stays one: who cannot be reached was still refused, and may still escalate.
    """
    letter = ComplaintLetter.objects.filter(message_id=message_id).first()
    if letter is None:
        return
    complaint = locked(letter.complaint_id, by=by)
    letter.refresh_from_db()
    if letter.failed_at is not None:
        return
    letter.failed_at = at
    letter.save(update_fields=["failed_at"])
    stands = complaint.step is END_OF.get(letter.kind) and letter.dispatched_at is not None
    if not stands or letter.kind is not LetterKind.FINAL:
        return
    forget(complaint)
    walk(
        complaint,
        ComplaintStep.FIRST_LINE,
        actor=ComplaintActor.SYSTEM,
        facts=facts_of(complaint, at=at, came_back=True),
        noted={"message": message_id},
        by=by,
        at=at,
    )
    enter(complaint, EntryKind.BOUNCED, message_id=message_id, occurred_at=at, by=by, at=at)
