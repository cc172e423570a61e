"""Jobs of cases: each loads by id and makes one call."""

from datetime import timedelta

from django.db import transaction
from django.utils import timezone
from procrastinate.contrib.django import app

from debiet.cases import actions, emergency_mail, queries
from debiet.core import outgoing
from debiet.core.actor import Actor
from debiet.core.each import for_each
from debiet.core.references import parts
from debiet.correspondence import queries as messages
from debiet.staff import leaving, notice_mails
from debiet.staff import queries as people
from debiet.staff.reaching import Reached, reached


@app.task(queue="cases")
def tell_leads(*, mark_id: int) -> None:
    """Tell the leads that a share of a term is used up; each is told once."""
    actions.tell_leads(mark_id=mark_id, by=Actor.system("cases.tell-leads"), at=timezone.now())


@app.task(queue="cases")
def assign_opened(*, case_id: int) -> None:
    """Give a new case to somebody by its team's way; a second run finds it decided."""
    actions.assign_opened(case_id=case_id, by=Actor.system("cases.assign"), at=timezone.now())


@app.task(queue="cases")
def assign_moved(*, case_id: int, after_id: int) -> None:
    """Give a case from another team to somebody by its new team's way; twice it is decided once."""
    actions.assign_moved(
        case_id=case_id, after_id=after_id, by=Actor.system("cases.assign"), at=timezone.now()
    )


@app.periodic(cron="* * * * *")
@app.task(queue="cases", queueing_lock="cases.assign-again")
def assign_again(timestamp: int = 0) -> None:
    """Give cases that nobody could take to who came back or can by now; a second run finds none."""
    by, at = Actor.system("cases.assign"), timezone.now()
    for_each(
        queries.takable_by_now(at=at),
        lambda case_id: actions.assign_again(case_id=case_id, by=by, at=at),
        failed="not given",
    )


@app.task(queue="cases")
def hand_over(*, employee_id: int, to_employee_id: int) -> None:
    """Give what a leaver had open to another or to its team; a second run finds nothing left."""
    if not to_employee_id:  # its leads are told first what has nobody
        _report_leaver(leaving.user_id_of(employee_id) or 0)
    _hand_over(employee_id, to_employee_id or None)


def _hand_over(employee_id: int, to_employee_id: int | None) -> None:
    by, at = Actor.system("cases.hand-over"), timezone.now()
    while actions.hand_over(employee_id=employee_id, to_employee_id=to_employee_id, by=by, at=at):
        pass


@app.task(queue="cases")
def move_team_work(*, team_id: int, to_team_id: int) -> None:
    """Give the open work of a team that is no more to another; a second run finds nothing left."""
    by, at = Actor.system("cases.hand-over"), timezone.now()
    while actions.move_team_work(team_id=team_id, to_team_id=to_team_id, by=by, at=at):
        pass


@app.task(queue="cases")
def report_emergency(*, emergency_id: int) -> None:
    """Tell leads and the DPO by mail and inside the desk; a second run finds them told."""
    by, at = Actor.system("cases.report-emergency"), timezone.now()
    found = queries.emergency_of_employee(emergency_id)
    if found is None:
        return
    who = people.names([found[0]]).get(found[0], "")

    def tell(to: Reached) -> None:
        is_new = actions.tell_of_emergency(
            emergency_id=emergency_id, employee_id=to.employee_id, by=by, at=at
        )
        if is_new and not outgoing.is_off():
            emergency_mail.opened(to, who=who).send()

    def tell_or_nothing(to: Reached) -> None:
        # Together: where the mail does not go, the next run does both.
        with transaction.atomic():
            tell(to)

    for_each(reached(people.watchers(found[0])), tell_or_nothing, failed="not told")


@app.periodic(cron="*/10 * * * *")
@app.task(queue="cases", queueing_lock="cases.tell-unjudged")
def tell_unjudged(timestamp: int = 0) -> None:
    """Tell who judges emergencies which judgments are owed soon, or late; each is told once."""
    by, at = Actor.system("cases.report-emergency"), timezone.now()
    for_each(
        queries.unjudged_ids(at=at),
        lambda emergency_id: actions.tell_unjudged(emergency_id=emergency_id, by=by, at=at),
        failed="not told",
    )


@app.task(queue="cases")
def tell_ombuds_tried(*, case_id: int, user_id: int, on: str) -> None:
    """Tell that somebody tried to open a case of the ombuds office; each is told once a day."""
    actions.tell_ombuds_tried(
        case_id=case_id,
        user_id=user_id,
        on=on,
        by=Actor.system("cases.report-emergency"),
        at=timezone.now(),
    )


@app.task(queue="cases")
def report_leaver(*, user_id: int) -> None:
    """Tell the leads which cases somebody who left leaves open; each is told once.

    Whichever of this and `hand_over` comes first, a successor has its cases before they are told.
    """
    left = leaving.leaver(user_id)
    if left is not None and left.successor_id is not None:
        _hand_over(left.employee_id, left.successor_id)
    _report_leaver(user_id)


def _report_leaver(user_id: int) -> None:
    actions.report_leaver(
        user_id=user_id, by=Actor.system("cases.report-leaver"), at=timezone.now()
    )


@app.task(queue="cases")
def note_failed_message(*, message_id: int) -> None:
    """Take up that an answer did not arrive; a second run finds it noted."""
    actions.note_failed_message(
        message_id=message_id, by=Actor.system("cases.bounced"), at=timezone.now()
    )


@app.task(queue="cases")
def note_rejected_letter(*, message_id: int) -> None:
    """Tell that the printer did not post a letter; each is told once."""
    actions.note_rejected_letter(
        message_id=message_id, by=Actor.system("cases.bounced"), at=timezone.now()
    )


@app.task(queue="cases")
def take_over_deadlines(*, reference: str) -> None:
    """Write moved deadlines into a case or held message; a second run writes the same."""
    kind, number = parts(reference)
    by, at = Actor.system("cases.terms-moved"), timezone.now()
    if kind in ("case", "complaint"):
        actions.take_over_deadlines(number=number, by=by, at=at)
    elif kind == "raw":
        actions.take_over_held_deadline(raw_message_id=int(number), by=by, at=at)
    elif kind == "task":
        actions.take_over_task_deadline(task_id=int(number), by=by, at=at)


@app.task(queue="cases")
def take_over_moved(*, move_id: int, first_id: int, latest_id: int) -> None:
    """Write the deadlines of a chunk of moved clocks into their cases; twice writes the same."""
    actions.take_over_moved(
        move_id=move_id,
        first_id=first_id,
        latest_id=latest_id,
        by=Actor.system("cases.terms-moved"),
        at=timezone.now(),
    )


@app.task(queue="cases")
def take_up_kept(*, raw_message_id: int) -> None:
    """Take up a mail that arrived in a mailbox; a second run finds what became of it."""
    actions.take_up(
        raw_message_id=raw_message_id, by=Actor.system("mail.import"), at=timezone.now()
    )


@app.task(queue="cases")
def tell_low_rating(*, rating_id: int) -> None:
    """Tell the leads that somebody was not satisfied; each is told once."""
    actions.tell_low_rating(
        rating_id=rating_id, by=Actor.system("cases.low-rating"), at=timezone.now()
    )


@app.task(queue="cases")
def send_code(*, number: str, seen_version: int) -> None:
    """Send a code that somebody lost; a second run finds the new one sent."""
    actions.send_code(
        number=number,
        seen_version=seen_version,
        by=Actor.system("cases.send-code"),
        at=timezone.now(),
    )


@app.periodic(cron="* * * * *")
@app.task(queue="cases", queueing_lock="cases.take-up-left-over")
def take_up_left_over(timestamp: int = 0) -> None:
    """Take up messages whose process died between keeping and taking them."""
    by, at = Actor.system("mail.import"), timezone.now()

    def again(raw_message_id: int) -> None:
        actions.take_up(raw_message_id=raw_message_id, by=by, at=at)

    left_over = messages.left_over(before=at - timedelta(minutes=1))
    for_each(left_over, again, failed="not taken up")


@app.periodic(cron="* * * * *")
@app.task(queue="cases", queueing_lock="cases.tell-missed-callbacks")
def tell_missed_callbacks(timestamp: int = 0) -> None:
    """Tell the leads of promised calls that nobody made; each is told once."""
    at = timezone.now()
    for callback_id in queries.missed_callback_ids(at=at):
        actions.tell_missed_callback(
            callback_id=callback_id, by=Actor.system("cases.callbacks"), at=at
        )


@app.task(queue="cases")
def wake_waiting(*, case_id: int) -> None:
    """Bring back what was put aside until this case is closed; a second run finds it back."""
    for waiting in queries.waiting_for_closing(case_id):
        actions.wake_case(
            case_id=waiting,
            reason="linked-closed",
            by=Actor.system("cases.wake"),
            at=timezone.now(),
        )


@app.periodic(cron="* * * * *")
@app.task(queue="cases", queueing_lock="cases.wake-put-aside")
def wake_put_aside(timestamp: int = 0) -> None:
    """Bring back what was put aside until now; lists show it already, whoever has it is told."""
    at = timezone.now()
    for case_id in queries.waking_case_ids(at=at):
        actions.wake_case(case_id=case_id, reason="moment", by=Actor.system("cases.wake"), at=at)


@app.periodic(cron="* * * * *")
@app.task(queue="cases", queueing_lock="cases.tell-follow-ups")
def tell_follow_ups(timestamp: int = 0) -> None:
    """Tell of follow-ups that are due; each is told once."""
    at = timezone.now()
    for follow_up_id in queries.untold_follow_up_ids(at=at):
        actions.tell_follow_up(
            follow_up_id=follow_up_id, by=Actor.system("cases.follow-ups"), at=at
        )


@app.task(queue="cases")
def mail_notice(*, notification_id: int) -> None:
    """Mail at once what an employee was told; a second run finds it mailed."""
    actions.mail_notice(
        notification_id=notification_id, by=Actor.system("cases.notice-mails"), at=timezone.now()
    )


@app.periodic(cron="* * * * *")
@app.task(queue="cases", queueing_lock="cases.send-digests")
def send_digests(timestamp: int = 0) -> None:
    """Send the digests whose readers' day begins; each reader has one a day at most."""
    by, at = Actor.system("cases.notice-mails"), timezone.now()

    def send(employee_id: int) -> None:
        actions.send_digest(employee_id=employee_id, by=by, at=at)

    for_each(notice_mails.employees_to_mail(at=at), send, failed="no digest")


@app.task(queue="cases")
def tell_task_step(*, entry_id: int) -> None:
    """Tell the other side of an internal task what was said; each is told once."""
    actions.tell_task_step(entry_id=entry_id, by=Actor.system("cases.tasks"), at=timezone.now())


@app.periodic(cron="31 2 * * *")
@app.task(queue="cases", queueing_lock="cases.find-duplicate-customers")
def find_duplicate_customers(timestamp: int = 0) -> None:
    """Put customers that may be one on the worklist, each pair once."""
    actions.find_duplicate_customers(by=Actor.system("customers.dates"), at=timezone.now())
