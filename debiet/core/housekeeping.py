"""Forgetting what is no longer needed, every night."""

from datetime import timedelta

from django.utils import timezone
from procrastinate.contrib.django import app

from debiet.core import rate_limit

KEPT_FOR = timedelta(days=2)
"""Longer than any two windows that a limit counts in: the one before still weighs."""


@app.periodic(cron="23 3 * * *")
@app.task(name="core.forget_rate_counts", queueing_lock="core.forget_rate_counts")
def forget_rate_counts(timestamp: int = 0) -> None:
    """Delete the counters of past windows; run twice it finds none."""
    rate_limit.forget(before=timezone.now() - KEPT_FOR)
