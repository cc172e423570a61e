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
def acknowledge_reached(*, case_id: int) -> None:
    """Acknowledge a complaint of which it became known where that arrives; twice is once."""
    complaint_id = queries.complaint_id_in(case_id)
    if complaint_id is not None:
        acknowledge.func(complaint_id=complaint_id)


@app.task(queue="complaints")
def note_dispatched(*, message_id: int) -> None:
    """Take over what a letter decides that left; a second run finds it taken over.

    The case may have been let go meanwhile, with all its messages.
    """
    left_at = messages.left_at(message_id)
    if left_at is not None:
        by, at = Actor.system("complaints.run"), timezone.now()
        for take_over in (actions.note_dispatched, actions.note_decision_left):
            take_over(message_id=message_id, dispatched_at=left_at, by=by, at=at)


@app.task(queue="complaints")
def note_failed(*, message_id: int) -> None:
    """Take up that a letter did not arrive; a second run finds it noted."""
    by, at = Actor.system("complaints.run"), timezone.now()
    actions.note_failed(message_id=message_id, by=by, at=at)
    actions.note_decision_failed(message_id=message_id, by=by, at=at)


@app.periodic(cron="*/5 * * * *")
@app.task(queue="complaints", queueing_lock="complaints.note-silence")
def note_silence(timestamp: int = 0) -> None:
    """Write down who said nothing to an answer in its time; a second run finds none."""
    by, at = Actor.system("complaints.run"), timezone.now()

    def note(complaint_id: int) -> None:
        actions.note_silence(complaint_id=complaint_id, by=by, at=at)

    for_each(queries.silent_ids(at=at), note, failed="not noted")


@app.periodic(cron="40 4 * * *")
@app.task(queue="complaints", queueing_lock="complaints.close-ended")
def close_ended(timestamp: int = 0) -> None:
    """Close what nobody can take further any more; a second run finds none."""
    by, at = Actor.system("complaints.run"), timezone.now()

    def close(complaint_id: int) -> None:
        actions.close_ended(complaint_id=complaint_id, by=by, at=at)

    for_each(queries.ended_ids(at=at), close, failed="not closed")


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


@app.task(queue="complaints")
def tell_office(*, file_id: int) -> None:
    """Tell the ombuds function that it has a new file; each is told once."""
    actions.tell_office(file_id=file_id, by=_office(), at=timezone.now())


@app.task(queue="complaints")
def acknowledge_file(*, file_id: int) -> None:
    """Write to a customer that the ombuds function has its complaint; a second run finds it."""
    actions.acknowledge_file(file_id=file_id, by=_office(), at=timezone.now())


@app.task(queue="complaints")
def tell_office_asked(*, complaint_id: int) -> None:
    """Tell the ombuds function that a customer asks for it; each is told once."""
    actions.tell_office(complaint_id=complaint_id, by=_office(), at=timezone.now())


@app.task(queue="complaints")
def tell_of_explanation(*, question_id: int) -> None:
    """Tell a department what is asked of it, or the office that it answered; each is told once."""
    actions.tell_of_explanation(question_id=question_id, by=_office(), at=timezone.now())


@app.task(queue="complaints")
def tell_of_draft(*, draft_id: int) -> None:
    """Tell that a letter waits for a second person, or came back; each is told once."""
    by = Actor.system("complaints.letters")
    actions.tell_of_draft(draft_id=draft_id, by=by, at=timezone.now())


@app.periodic(cron="*/5 * * * *")
@app.task(queue="complaints", queueing_lock="complaints.remind")
def remind_of_explanations(timestamp: int = 0) -> None:
    """Remind departments whose explanation is overdue; each is told once."""
    by, at = _office(), timezone.now()

    def remind(question_id: int) -> None:
        actions.remind_of_explanation(question_id=question_id, by=by, at=at)

    for_each(queries.overdue_question_ids(at=at), remind, failed="not reminded")


@app.task(queue="complaints")
def tell_of_review(*, entry_id: int) -> None:
    """Tell who handles a case that a body of the second line asks something; each is told once."""
    actions.tell_of_review(entry_id=entry_id, by=_office(), at=timezone.now())


@app.periodic(cron="*/5 * * * *")
@app.task(queue="complaints", queueing_lock="complaints.review-terms")
def tell_of_review_terms(timestamp: int = 0) -> None:
    """Tell of terms of the second line that run out or are over; each of both is told once."""
    by, at = _office(), timezone.now()

    def tell(review_id: int) -> None:
        actions.tell_of_review_term(review_id=review_id, by=by, at=at)

    for_each(queries.review_ids_to_tell(at=at), tell, failed="not told")


@app.periodic(cron="30 5 * * *")
@app.task(queue="complaints", queueing_lock="complaints.draw-sample")
def draw_sample(timestamp: int = 0) -> None:
    """Draw what the ombuds function looks at of a quarter that is over; each is drawn once."""
    actions.draw_sample(by=_office(), at=timezone.now())


@app.task(queue="complaints")
def tell_of_disputed(*, sampled_id: int) -> None:
    """Tell a team's leads to look again at what was called a question; each is told once."""
    actions.tell_of_disputed(sampled_id=sampled_id, by=_office(), at=timezone.now())


@app.periodic(cron="0 7 * 1,2 *")
@app.task(queue="complaints", queueing_lock="complaints.tell-of-returns")
def tell_of_returns(timestamp: int = 0) -> None:
    """Tell in the first weeks of a year that the return of the year before is owed; once each."""
    actions.tell_of_returns(by=_office(), at=timezone.now())


def _office() -> Actor:
    return Actor.system("complaints.office")
