"""Jobs of terms."""

from django.utils import timezone
from procrastinate.contrib.django import app

from debiet.core.actor import Actor
from debiet.terms import actions, queries


@app.periodic(cron="* * * * *")
@app.task(queue="terms", queueing_lock="terms.sweep")
def sweep(timestamp: int = 0) -> None:
    """Mark the levels that were reached, chunk by chunk; run twice it finds nothing more to mark.

    After an outage it catches up: each level gets its true moment, not that of the sweep.
    """
    at = timezone.now()
    while actions.mark_levels(by=Actor.system("terms.sweep"), at=at):
        pass


@app.task(queue="terms")
def plan_move(*, move_id: int) -> None:
    """Make the preview of a move; run twice it finds it made."""
    by, at = Actor.system("terms.move"), timezone.now()
    while actions.plan_chunk(move_id=move_id, by=by, at=at):
        pass


@app.task(queue="terms")
def carry_out_move(*, move_id: int) -> None:
    """Carry a confirmed move out, chunk by chunk; run twice it finds nothing left to move."""
    by, at = Actor.system("terms.move"), timezone.now()
    while actions.move_chunk(move_id=move_id, by=by, at=at):
        pass


@app.periodic(cron="* * * * *")
@app.task(queue="terms", queueing_lock="terms.go-on-with-moves")
def go_on_with_moves(timestamp: int = 0) -> None:
    """Go on with moves whose process died half-way."""
    for move_id in queries.unfinished_moves():
        plan_move(move_id=move_id)
        carry_out_move(move_id=move_id)
