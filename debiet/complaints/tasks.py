"""Jobs of complaints: each loads by id and makes one call."""

from django.utils import timezone
from procrastinate.contrib.django import app

from debiet.complaints import actions, queries
from debiet.core.actor import Actor
from debiet.core.each import for_each
from debiet.correspondence import queries as messages


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
