"""Jobs of customers: each loads by id and makes one call."""

from django.utils import timezone
from procrastinate.contrib.django import app

from debiet.core.actor import Actor
from debiet.customers import actions


@app.task(queue="customers")
def tell_lockout(*, verification_id: int) -> None:
    """Tell the leads that somebody failed too often; each is told once."""
    actions.tell_lockout(
        verification_id=verification_id,
        by=Actor.system("customers.tell-lockout"),
        at=timezone.now(),
    )


@app.periodic(cron="7 1 * * *")
@app.task(queue="customers", queueing_lock="customers.sweep-notes")
def sweep_notes(timestamp: int = 0) -> None:
    """Delete the notes about customers whose day has come."""
    actions.sweep_customer_notes(by=Actor.system("customers.dates"), at=timezone.now())


@app.periodic(cron="2 0 * * *")
@app.task(queue="customers", queueing_lock="customers.take-over-dates")
def take_over_dates(timestamp: int = 0) -> None:
    """Let addresses and numbers begin and end on their day."""
    actions.take_over_dates(by=Actor.system("customers.dates"), at=timezone.now())


@app.task(queue="customers")
def tell_suspect_opening(*, opening_id: int) -> None:
    """Tell the leads and the DPO that somebody opened a file close to it; each is told once."""
    actions.tell_suspect_opening(
        opening_id=opening_id, by=Actor.system("customers.tell-suspect-opening"), at=timezone.now()
    )
