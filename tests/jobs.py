"""Running the queued jobs of a test, once or twice each."""

import asyncio
import json
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from typing import Any

from django.db import connection, transaction
from procrastinate.contrib.django import app, procrastinate_app
from procrastinate.periodic import PeriodicRegistry

from debiet.cli.worker import make_connector


class Jobs:
    """The queue of the running test.

    Inside a test's transaction the jobs run right here, in that transaction, and their exceptions
    come out. In a transactional test a real worker runs them in threads of its own, retries and
    all; what failed for good is then an error of the test.
    """

    def waiting(self) -> list[tuple[str, dict[str, Any]]]:
        """Return the name and the arguments of each queued job, in the order of queueing."""
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT task_name, args FROM procrastinate_jobs WHERE status = 'todo' ORDER BY id"
            )
            return [(name, _loaded(arguments)) for name, arguments in cursor.fetchall()]

    def hurry(self) -> None:
        """Make jobs that wait for their moment, retries included, due now."""
        with connection.cursor() as cursor:
            cursor.execute(
                "UPDATE procrastinate_jobs SET scheduled_at = NULL WHERE status = 'todo'"
            )

    def run(self, *, times: int = 1) -> list[str]:
        """Run what is due, and what that queues, until nothing is; return the tasks' names.

        :param times: 2 runs each job twice in a row, which must do no harm
        """
        app.perform_import_paths()
        if connection.in_atomic_block:
            return self._run_here(times)
        ran: list[str] = []
        # In a thread of its own, because a browser's event loop may run in this one.
        with ThreadPoolExecutor(max_workers=1) as elsewhere:
            elsewhere.submit(asyncio.run, _work(times=times, ran=ran)).result()
        failed = self._failed()
        assert not failed, f"These jobs failed, see the log: {failed}"
        return ran

    def _run_here(self, times: int) -> list[str]:
        ran = []
        while job := self._next():
            number, name, arguments = job
            for _ in range(times):
                with transaction.atomic():
                    app.tasks[name].func(**_loaded(arguments))
                ran.append(name)
            with connection.cursor() as cursor:
                cursor.execute(
                    "SELECT procrastinate_finish_job_v1(%s, 'succeeded', false)", [number]
                )
        return ran

    def _next(self) -> tuple[int, str, Any] | None:
        with connection.cursor() as cursor:
            cursor.execute(
                """
                SELECT id, task_name, args FROM procrastinate_jobs
                WHERE status = 'todo' AND (scheduled_at IS NULL OR scheduled_at <= now())
                ORDER BY priority DESC, id LIMIT 1
                """
            )
            return cursor.fetchone()

    def _failed(self) -> list[str]:
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT task_name FROM procrastinate_jobs WHERE status = 'failed' ORDER BY id"
            )
            return [name for (name,) in cursor.fetchall()]


async def _work(*, times: int, ran: list[str]) -> None:
    def repeated(call_next: Callable[[], Any], context: Any, worker: Any) -> Any:
        result = None
        for _ in range(times):
            ran.append(context.job.task_name)
            result = call_next()
        return result

    with app.replace_connector(make_connector(size=3)), _nothing_periodic():
        async with app.open_async():
            await app.run_worker_async(
                wait=False,
                listen_notify=False,
                install_signal_handlers=False,
                delete_jobs="never",
                # The app's own come first: they give the database connection back.
                task_middleware=[*app.worker_defaults["task_middleware"], repeated],
            )


@contextmanager
def _nothing_periodic() -> Iterator[None]:
    """Keep what the clock would queue out of a test."""
    real = procrastinate_app.current_app  # `app` is a stand-in for this one
    registry, real.periodic_registry = real.periodic_registry, PeriodicRegistry()
    try:
        yield
    finally:
        real.periodic_registry = registry


def _loaded(arguments: Any) -> dict[str, Any]:
    # Django's connections leave jsonb as text, procrastinate's do not.
    return json.loads(arguments) if isinstance(arguments, str) else arguments
