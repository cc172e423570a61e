"""Jobs of correspondence: each loads by id and makes one call."""

from datetime import UTC, datetime, timedelta

from django.utils import timezone
from procrastinate.contrib.django import app

from debiet.core.actor import Actor
from debiet.core.each import for_each
from debiet.correspondence import actions, queries


@app.task(queue="mail")
def deliver(*, message_id: int) -> None:
    """Hand one message over; run twice it does no harm, for a message leaves its queue once."""
    actions.deliver(
        message_id=message_id, by=Actor.system("correspondence.deliver"), at=timezone.now()
    )


@app.periodic(cron="* * * * *")
@app.task(queue="mail", queueing_lock="correspondence.sweep-outbox")
def sweep_outbox(timestamp: int = 0) -> None:
    """Try again what is due: messages that a mail server put off, or whose job was lost."""
    by, at = Actor.system("correspondence.deliver"), timezone.now()

    def again(message_id: int) -> None:
        actions.deliver(message_id=message_id, by=by, at=at)

    for_each(queries.due_message_ids(at=at), again, failed="not delivered")


@app.periodic(cron="* * * * *")
@app.task(queue="mail", name="correspondence.fetch_mailboxes")
def fetch_mailboxes(timestamp: int) -> None:
    """Let each mailbox be looked into for this minute."""
    for mailbox in queries.imap_mailboxes():
        fetch_mailbox.defer(mailbox_id=mailbox.mailbox_id, minute=timestamp)


@app.task(queue="mail", name="correspondence.fetch_mailbox")
def fetch_mailbox(*, mailbox_id: int, minute: int) -> None:
    """Take in what waits in a mailbox; run again for the same minute it does nothing."""
    actions.fetch_mailbox(
        mailbox_id=mailbox_id,
        unless_looked_since=datetime.fromtimestamp(minute, tz=UTC),
        by=Actor.system("mail.receive"),
        at=timezone.now(),
    )


@app.task(queue="scans")
def split_scan(*, raw_message_id: int) -> None:
    """Take a scan apart into letters; a second run finds that it was done."""
    actions.split_scan(
        raw_message_id=raw_message_id,
        by=Actor.system("correspondence.split-scan"),
        at=timezone.now(),
    )


@app.periodic(cron="*/5 * * * *")
@app.task(queue="scans", queueing_lock="correspondence.split-left-over")
def split_left_over(timestamp: int = 0) -> None:
    """Take scans apart whose process died while it read them."""
    by, at = Actor.system("correspondence.split-scan"), timezone.now()

    def again(raw_message_id: int) -> None:
        actions.split_scan(raw_message_id=raw_message_id, by=by, at=at)

    left_over = queries.left_over_scans(before=at - timedelta(minutes=4))
    for_each(left_over, again, failed="not split")
