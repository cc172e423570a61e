"""A real worker with one job more than the product has: it stops in the middle and waits.

Started by `test_worker.py` as `python -m tests.faults.worker_process`.
"""

import asyncio

from django.db import connection, transaction

from debiet.cli.setup import start_django
from debiet.cli.worker import work

GATE = 4_242
"""The advisory lock at which the job stops while the test holds it."""


def main() -> None:
    """Run the worker until it is stopped or killed."""
    start_django()
    from procrastinate.contrib.django import app

    @app.task(name="test.count")
    def count(key: str) -> None:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(
                "INSERT INTO core_ratecount (key, window_at, count) VALUES (%s, now(), 1)", [key]
            )
            cursor.execute("SELECT pg_advisory_xact_lock_shared(%s)", [GATE])

    app.perform_import_paths()
    app.periodic_registry.periodic_tasks.clear()  # the clock would queue jobs of its own
    asyncio.run(work(concurrency=2))


if __name__ == "__main__":
    main()
