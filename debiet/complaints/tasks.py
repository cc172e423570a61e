"""Jobs of complaints: each loads by id and makes one call."""

from django.utils import timezone
from procrastinate.contrib.django import app

from debiet.complaints import actions, queries
from debiet.core.actor import Actor
from debiet.core.each import for_each
from debiet.core.references import parts
from debiet.correspondence import queries as messages
from debiet.rules.sla import DUE, Milestone
from debiet.rules.statutory_terms import COMPLAINT
from debiet.terms import queries as clocks


@app.task(queue="complaints")
def register_sent(*, case_id: int, raw_message_id: int) -> None:
    """Register what somebody complains of in a form that was taken up; mostly it is already."""
    actions.register_sent(
        case_id=case_id,
        raw_message_id=raw_message_id,
        by=Actor.system("complaints.run"),
        at=timezone.now(),
    )


@app.task(queue="complaints")
def acknowledge(*, complaint_id: int) -> None:
    """Acknowledge a complaint; a second run finds the letter written."""
    actions.acknowledge(
        complaint_id=complaint_id, by=Actor.system("complaints.run"), at=timezone.now()
    )


@app.task(queue="complaints")
def note_dispatched(*, message_id: int) -> None:
    """Take over what a letter decides that left; a second run finds it taken over."""
    left = messages.purpose(message_id)
    if left.dispatched_at is not None:
        actions.note_dispatched(
            message_id=message_id,
            dispatched_at=left.dispatched_at,
            by=Actor.system("complaints.run"),
            at=timezone.now(),
        )


@app.task(queue="complaints")
def note_failed(*, message_id: int) -> None:
    """Take up that a letter did not arrive; a second run finds it noted."""
    actions.note_failed(message_id=message_id, by=Actor.system("complaints.run"), at=timezone.now())


@app.periodic(cron="*/5 * * * *")
@app.task(queue="complaints", queueing_lock="complaints.note-silence")
def note_silence(timestamp: int = 0) -> None:
    """Write down who said nothing to an answer in its time; a second run finds none."""
    by, at = Actor.system("complaints.run"), timezone.now()

    def note(complaint_id: int) -> None:
        actions.note_silence(complaint_id=complaint_id, by=by, at=at)

    for_each(queries.silent_ids(at=at), note, failed="not noted")


@app.task(queue="complaints")
def take_over_passed(*, mark_id: int) -> None:
    """Give a complaint to the ombuds function once the first line had its time; twice is once."""
    mark = clocks.level_mark(mark_id)
    kind, number = parts(mark.reference)
    is_over = mark.level >= DUE and mark.milestone == Milestone.FIRST_LINE and not mark.is_voided
    complaint_id = queries.complaint_id_of(number) if kind == COMPLAINT and is_over else None
    if complaint_id is not None:
        by = Actor.system("complaints.run")
        actions.take_over_late(complaint_id=complaint_id, by=by, at=timezone.now())


@app.periodic(cron="* * * * *")
@app.task(queue="complaints", queueing_lock="complaints.take-over-late")
def take_over_late(timestamp: int = 0) -> None:
    """Give to the ombuds function what the first line had for its whole time; twice is once."""
    by, at = Actor.system("complaints.run"), timezone.now()

    def take(complaint_id: int) -> None:
        actions.take_over_late(complaint_id=complaint_id, by=by, at=at)

    for_each(queries.late_ids(at=at), take, failed="not taken over")


@app.task(queue="complaints")
def pass_on_message(*, contact_id: int) -> None:
    """Let the ombuds function have what a customer said in a frozen case; twice is once."""
    by = Actor.system("complaints.run")
    actions.pass_on_message(contact_id=contact_id, by=by, at=timezone.now())
