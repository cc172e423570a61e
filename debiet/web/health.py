"""`/healthz`: whether this site can work, for load balancers and monitoring. No personal data."""

from typing import Any

from django.db import DatabaseError, connection
from django.http import HttpRequest, JsonResponse
from django.utils import timezone
from django.views.decorators.cache import never_cache

from debiet.core import outgoing
from debiet.terms.queries import holiday_horizon_days

WORKER_SILENT_SECONDS = 60
JOB_WAITING_SECONDS = 300
HORIZON_DAYS = 400


@never_cache
def healthz(request: HttpRequest) -> JsonResponse:
    """Answer 200, or 503 without a database: only then does another web server help.

    What people should look after stands in `warnings`, as codes.
    """
    try:
        facts = _queue() | {
            "outgoing_off": outgoing.is_off(),
            "holiday_horizon_days": holiday_horizon_days(on=timezone.localdate()),
        }
    except DatabaseError:
        return JsonResponse({"database": "unreachable", "warnings": ["database"]}, status=503)
    return JsonResponse({"database": "ok", **facts, "warnings": _warnings(facts)})


def _queue() -> dict[str, float | None]:
    """Return ages in seconds: of the youngest sign of a worker, and of the oldest job that is due.

    The oldest is looked for among the first of the queue only, so that the answer stays quick
    however many wait.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            """
            SELECT
              (SELECT extract(epoch FROM clock_timestamp() - max(last_heartbeat))
               FROM procrastinate_workers),
              (SELECT extract(epoch FROM clock_timestamp() - min(coalesce(job.scheduled_at, (
                    SELECT min(event.at) FROM procrastinate_events event
                    WHERE event.job_id = job.id AND event.type = 'deferred'))))
               FROM (
                 SELECT id, scheduled_at FROM procrastinate_jobs
                 WHERE status = 'todo' AND (scheduled_at IS NULL OR scheduled_at <= now())
                 ORDER BY id LIMIT 100
               ) job)
            """
        )
        heartbeat, oldest = cursor.fetchone()
    return {
        "worker_heartbeat_seconds": None if heartbeat is None else round(float(heartbeat), 1),
        "oldest_job_seconds": None if oldest is None else round(float(oldest), 1),
    }


def _warnings(facts: dict[str, Any]) -> list[str]:
    heartbeat, oldest, horizon = (
        facts["worker_heartbeat_seconds"],
        facts["oldest_job_seconds"],
        facts["holiday_horizon_days"],
    )
    found = {
        "worker-silent": heartbeat is None or heartbeat > WORKER_SILENT_SECONDS,
        "jobs-waiting": oldest is not None and oldest > JOB_WAITING_SECONDS,
        "outgoing-off": bool(facts["outgoing_off"]),
        "holidays-end-soon": horizon is not None and horizon < HORIZON_DAYS,
    }
    return [code for code, is_so in found.items() if is_so]
