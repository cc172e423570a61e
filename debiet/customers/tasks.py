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
