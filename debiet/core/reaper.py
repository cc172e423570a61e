"""Bringing jobs of killed workers back into the queue, every minute.

A killed worker leaves its jobs marked as running for ever. Running one again does no harm: every
job is written so that a second run finds its work done (the tests run each one twice).
"""

from datetime import datetime, timedelta

import structlog
from django.db import connection, transaction
from django.utils import timezone
from procrastinate import exceptions
from procrastinate.contrib.django import app

SILENT_AFTER = timedelta(seconds=30)
"""A worker tells every 10 seconds that it lives."""

LONGEST_JOB = timedelta(hours=1)
"""Work that takes longer is cut into chunks, each a job of its own."""

log = structlog.get_logger(__name__)


@app.periodic(cron="* * * * *")
@app.task(name="core.return_lost_jobs", queueing_lock="core.return_lost_jobs", priority=10)
def every_minute(timestamp: int) -> None:
    """Look for lost jobs; `timestamp` is the minute, which procrastinate gives."""
    return_lost_jobs(at=timezone.now())


def return_lost_jobs(*, at: datetime) -> list[int]:
    """Queue again what no living worker does, and return the numbers of those jobs.

    Lost is a job whose worker is gone or silent, and one that runs for longer than any job may:
    a living worker forgets one when the database was away at the moment it finished.
    """
    with transaction.atomic():
        lost = _lost(silent_since=at - SILENT_AFTER, started_before=at - LONGEST_JOB)
        returned = [number for number in lost if _queue_again(number, at=at)]
    if lost:
        log.warning("lost jobs", returned=returned, replaced=sorted({*lost} - {*returned}))
    return returned


def _lost(*, silent_since: datetime, started_before: datetime) -> list[int]:
    """Return and lock the lost jobs; another reaper at the same moment passes them by."""
    with connection.cursor() as cursor:
        cursor.execute(
            """
            SELECT job.id
            FROM procrastinate_jobs job
            LEFT JOIN procrastinate_workers worker ON worker.id = job.worker_id
            WHERE job.status = 'doing'
              AND (
                worker.id IS NULL
                OR worker.last_heartbeat < %s
                OR (SELECT max(event.at) FROM procrastinate_events event
                    WHERE event.job_id = job.id AND event.type = 'started') < %s
              )
            ORDER BY job.id
            FOR UPDATE OF job SKIP LOCKED
            """,
            [silent_since, started_before],
        )
        return [number for (number,) in cursor.fetchall()]


def _queue_again(number: int, *, at: datetime) -> bool:
    """Queue one job again; where its like waits already, that one does the work and this ends."""
    try:
        with transaction.atomic():
            app.job_manager.retry_job_by_id(number, retry_at=at)
    except exceptions.UniqueViolation:
        with connection.cursor() as cursor:
            cursor.execute("SELECT procrastinate_finish_job_v1(%s, 'aborted', false)", [number])
        return False
    return True
