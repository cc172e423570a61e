"""Jobs of terms."""

from django.utils import timezone
from procrastinate.contrib.django import app

from debiet.core.actor import Actor
from debiet.terms import actions


@app.periodic(cron="* * * * *")
@app.task(queue="terms", queueing_lock="terms.sweep")
def sweep(timestamp: int = 0) -> None:
    """Mark the levels that were reached, chunk by chunk; run twice it finds nothing more to mark.

    After an outage it catches up: each level gets its true moment, not that of the sweep.
    """
    at = timezone.now()
    while actions.mark_levels(by=Actor.system("terms.sweep"), at=at):
        pass
