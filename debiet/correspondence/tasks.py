"""Jobs of correspondence: each loads by id and makes one call."""

from django.utils import timezone
from procrastinate.contrib.django import app

from debiet.core.actor import Actor
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
    at = timezone.now()
    for message_id in queries.due_message_ids(at=at):
        actions.deliver(message_id=message_id, by=Actor.system("correspondence.deliver"), at=at)
