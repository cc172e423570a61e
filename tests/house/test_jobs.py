"""The queue: jobs share the fate of the transaction that queued them, also inside of jobs."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.db import connection, transaction
from procrastinate.contrib.django import app

from tests.jobs import Jobs


class Trouble(Exception):
    """What a job of these tests raises."""


@pytest.fixture
def ran() -> Iterator[list[str]]:
    """Two jobs for these tests, and what they did."""
    done: list[str] = []

    @app.task(name="test.write")
    def write(word: str) -> None:
        done.append(word)

    @app.task(name="test.write_and_fail")
    def write_and_fail(word: str) -> None:
        with transaction.atomic():
            write.defer(word=word)
            raise Trouble

    yield done
    for name in ("test.write", "test.write_and_fail"):
        del app.tasks[name]


def queue(name: str, **arguments: Any) -> None:
    app.tasks[name].defer(**arguments)


@pytest.mark.django_db
def test_jobs_run_inside_the_transaction_of_a_test(ran: list[str], jobs: Jobs) -> None:
    queue("test.write", word="once")
    assert jobs.waiting() == [("test.write", {"word": "once"})]
    assert jobs.run() == ["test.write"]
    assert ran == ["once"]
    assert jobs.waiting() == []


@pytest.mark.django_db(transaction=True)
def test_a_real_worker_runs_committed_jobs(ran: list[str], jobs: Jobs) -> None:
    queue("test.write", word="committed")
    assert jobs.run() == ["test.write"]
    assert ran == ["committed"]


@pytest.mark.django_db(transaction=True)
def test_a_rolled_back_transaction_leaves_no_job(ran: list[str], jobs: Jobs) -> None:
    with pytest.raises(Trouble), transaction.atomic():
        queue("test.write", word="never")
        raise Trouble
    assert jobs.run() == []


@pytest.mark.django_db(transaction=True)
def test_a_job_that_is_rolled_back_leaves_no_job_either(ran: list[str], jobs: Jobs) -> None:
    """Procrastinate's own connection would have queued it at once: see `debiet.cli.worker`."""
    queue("test.write_and_fail", word="never")
    with pytest.raises(AssertionError, match="write_and_fail"):
        jobs.run()
    assert ran == []
    assert jobs.waiting() == []


@pytest.mark.django_db
@pytest.mark.parametrize("times", [1, 2])
def test_each_job_can_be_run_twice_in_a_transaction(ran: list[str], jobs: Jobs, times: int) -> None:
    queue("test.write", word="here")
    jobs.run(times=times)
    assert ran == ["here"] * times


@pytest.mark.django_db(transaction=True)
def test_a_real_worker_can_run_each_job_twice(ran: list[str], jobs: Jobs) -> None:
    queue("test.write", word="there")
    jobs.run(times=2)
    assert ran == ["there", "there"]


@pytest.mark.django_db
def test_jobs_for_later_wait_until_they_are_hurried(ran: list[str], jobs: Jobs) -> None:
    app.tasks["test.write"].configure(schedule_in={"hours": 1}).defer(word="later")
    assert jobs.run() == []
    jobs.hurry()
    assert jobs.run() == ["test.write"]


@pytest.mark.django_db(transaction=True)
def test_the_queue_of_one_test_is_empty_for_the_next(jobs: Jobs) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM procrastinate_jobs")
        assert cursor.fetchone() == (0,)
