"""Workers that are killed, with real processes."""

import os
import signal
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

import psycopg
import pytest
from django.db import connection
from django.utils import timezone
from procrastinate.contrib.django import app

from debiet.cli.processes import Child, Family
from debiet.core.models import RateCount
from debiet.core.reaper import return_lost_jobs
from tests.faults.worker_process import GATE
from tests.jobs import Jobs

pytestmark = [pytest.mark.processes, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def family() -> Iterator[Family]:
    family = Family()
    yield family
    family.stop()


def start_worker(family: Family, log: Path) -> Child:
    return family.start("worker", ["tests.faults.worker_process"], log=log)


@contextmanager
def closed_gate() -> Iterator[None]:
    """Hold every job of the test in the middle of its transaction."""
    with psycopg.connect(os.environ["DATABASE_URL"], autocommit=True) as gate:
        gate.execute("SELECT pg_advisory_lock(%s)", [GATE])
        yield


def until(what: Callable[[], bool], child: Child) -> None:
    deadline = time.monotonic() + 30
    while not what():
        assert child.process.poll() is None, child.log_end()
        assert time.monotonic() < deadline, child.log_end()
        time.sleep(0.05)


def state(number: int) -> str:
    return app.job_manager.get_job_status(number).value


def at_the_gate() -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND NOT granted")
        return bool(cursor.fetchone()[0])


def test_a_job_of_a_killed_worker_runs_again_and_does_its_work_once(
    family: Family, tmp_path: Path
) -> None:
    number = app.configure_task("test.count").defer(key="killed")
    with closed_gate():
        killed = start_worker(family, tmp_path / "first.log")
        until(at_the_gate, killed)
        os.kill(killed.process.pid, signal.SIGKILL)
        killed.process.wait()
    assert state(number) == "doing"
    assert not RateCount.objects.filter(key="killed").exists()

    assert return_lost_jobs(at=timezone.now()) == [], "the worker was heard of just now"
    assert return_lost_jobs(at=timezone.now() + timedelta(seconds=31)) == [number]
    Jobs().hurry()  # it is due at the moment that the reaper was told, half a minute from now
    second = start_worker(family, tmp_path / "second.log")
    until(lambda: RateCount.objects.filter(key="killed").exists(), second)
    assert RateCount.objects.get(key="killed").count == 1


def test_a_worker_that_is_asked_to_stop_finishes_its_job_first(
    family: Family, tmp_path: Path
) -> None:
    app.configure_task("test.count").defer(key="asked")
    with closed_gate():
        child = start_worker(family, tmp_path / "worker.log")
        until(at_the_gate, child)
        child.process.terminate()
        time.sleep(0.5)
        assert child.process.poll() is None
    assert child.process.wait(timeout=20) == 0
    assert RateCount.objects.filter(key="asked").exists()
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM procrastinate_jobs")
        assert cursor.fetchone() == (0,)
