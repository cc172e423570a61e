"""The job that lets things go: a chunk, which queues the next."""

from django.utils import timezone
from procrastinate.contrib.django import app

from debiet.core.actor import Actor
from debiet.retention import actions


@app.task(queue="retention", name="retention.let_go")
def let_go(*, run_id: int, chunk: int) -> None:
    """Let go of one chunk of a run; a second run finds its number done."""
    actions.let_go_chunk(
        run_id=run_id, chunk=chunk, by=Actor.system("retention.run"), at=timezone.now()
    )
