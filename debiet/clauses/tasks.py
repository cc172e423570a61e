"""Jobs about texts: each loads by id and makes one call."""

from django.utils import timezone
from procrastinate.contrib.django import app

from debiet.clauses import waiting
from debiet.core.actor import Actor


@app.task(queue="staff")
def tell_text_waits(*, version_id: int) -> None:
    """Tell that a text waits for a second person; each is told once."""
    waiting.tell_text_waits(version_id=version_id, by=Actor.system("staff.tell"), at=timezone.now())
