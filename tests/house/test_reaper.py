"""Which jobs the reaper takes for lost, and what becomes of them."""

from collections.abc import Iterator
from datetime import datetime, timedelta

import pytest
from django.db import connection
from django.utils import timezone
from procrastinate.contrib.django import app

from debiet.core.reaper import LONGEST_JOB, SILENT_AFTER, return_lost_jobs

SECOND = timedelta(seconds=1)

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _task() -> Iterator[None]:
    @app.task(name="test.nothing")
    def nothing() -> None: ...

    yield
    del app.tasks["test.nothing"]


@pytest.fixture
def now() -> datetime:
    return timezone.now()


def running_job(
    *,
    started_at: datetime,
    heard_at: datetime | None,
    lock: str | None = None,
) -> int:
    """Have a job that a worker runs; a worker never heard of is gone."""
    number = app.tasks["test.nothing"].configure(queueing_lock=lock).defer()
    with connection.cursor() as cursor:
        worker = None
        if heard_at is not None:
            cursor.execute(
                "INSERT INTO procrastinate_workers (last_heartbeat) VALUES (%s) RETURNING id",
                [heard_at],
            )
            (worker,) = cursor.fetchone()
        cursor.execute(
            "UPDATE procrastinate_jobs SET status = 'doing', worker_id = %s WHERE id = %s",
            [worker, number],
        )
        cursor.execute(
            "UPDATE procrastinate_events SET at = %s WHERE job_id = %s AND type = 'started'",
            [started_at, number],
        )
    return number


def state(number: int) -> str:
    return app.job_manager.get_job_status(number).value


def test_a_job_of_a_living_worker_is_left_alone(now: datetime) -> None:
    number = running_job(started_at=now - LONGEST_JOB + SECOND, heard_at=now - SILENT_AFTER)
    assert return_lost_jobs(at=now) == []
    assert state(number) == "doing"


def test_a_job_of_a_silent_worker_is_queued_again(now: datetime) -> None:
    number = running_job(started_at=now, heard_at=now - SILENT_AFTER - SECOND)
    assert return_lost_jobs(at=now) == [number]
    assert state(number) == "todo"


def test_a_job_whose_worker_is_gone_is_queued_again(now: datetime) -> None:
    number = running_job(started_at=now, heard_at=None)
    assert return_lost_jobs(at=now) == [number]
    assert state(number) == "todo"


def test_a_job_that_runs_for_too_long_is_queued_again(now: datetime) -> None:
    number = running_job(started_at=now - LONGEST_JOB - SECOND, heard_at=now)
    assert return_lost_jobs(at=now) == [number]
    assert state(number) == "todo"


def test_a_second_look_finds_nothing_more(now: datetime) -> None:
    running_job(started_at=now, heard_at=None)
    return_lost_jobs(at=now)
    assert return_lost_jobs(at=now) == []


def test_a_lost_job_whose_like_waits_ends_and_does_not_stick(now: datetime) -> None:
    number = running_job(started_at=now, heard_at=None, lock="one at a time")
    waiting = app.tasks["test.nothing"].configure(queueing_lock="one at a time").defer()
    assert return_lost_jobs(at=now) == []
    assert (state(number), state(waiting)) == ("aborted", "todo")


def test_of_two_lost_jobs_of_one_kind_the_first_runs_again(now: datetime) -> None:
    first, second = (
        running_job(started_at=now, heard_at=None, lock="one at a time") for _ in range(2)
    )
    assert return_lost_jobs(at=now) == [first]
    assert (state(first), state(second)) == ("todo", "aborted")


def test_the_worker_looks_every_minute() -> None:
    app.perform_import_paths()
    crons = {task.task.name: task.cron for task in app.periodic_registry.periodic_tasks.values()}
    assert crons["core.return_lost_jobs"] == "* * * * *"
