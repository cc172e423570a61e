"""`debiet worker`: carries out the queued jobs."""

import asyncio
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Annotated

import typer

from debiet.cli.processes import end_with_parent
from debiet.cli.refusals import CommandRefused, require
from debiet.cli.setup import start_django

if TYPE_CHECKING:
    from procrastinate.psycopg_connector import PsycopgConnector

GRACE_SECONDS = 30.0


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command()(worker)


def worker(
    concurrency: Annotated[int, typer.Option(help="Jobs at the same time.")] = 4,
    attached: Annotated[bool, typer.Option(hidden=True)] = False,
) -> None:
    """Carry out jobs until stopped; a running job may first finish."""
    require("DATABASE_URL", "DEBIET_SECRET_KEY")
    start_django()
    from django.conf import settings

    pool = settings.DATABASES["default"]["OPTIONS"]["pool"]["max_size"]
    if concurrency > pool:
        raise CommandRefused(
            f"{concurrency} jobs at a time need as many database connections, and there are {pool}:"
            " raise DEBIET_DATABASE_POOL."
        )
    if attached:
        end_with_parent()
    asyncio.run(work(concurrency=concurrency))


def make_connector(*, size: int) -> "PsycopgConnector":
    """Return the worker's own connection to the queue, which leaves jobs' jobs to Django's.

    Procrastinate would queue the jobs that a job starts over the worker's connection: at once, and
    also when the transaction of the job is rolled back. Over Django's they share its fate.
    """
    from procrastinate.connector import BaseConnector
    from procrastinate.contrib.django import connector_params
    from procrastinate.contrib.django.django_connector import DjangoConnector
    from procrastinate.psycopg_connector import PsycopgConnector

    class WorkerConnector(PsycopgConnector):
        def get_sync_connector(self) -> BaseConnector:
            return DjangoConnector()

    return WorkerConnector(kwargs=connector_params(), min_size=1, max_size=size)


async def work(*, concurrency: int) -> None:
    """Run one worker until a signal stops it."""
    from procrastinate.contrib.django import app

    # Python's own pool has only a few threads more than there are processors; jobs would wait.
    loop = asyncio.get_running_loop()
    loop.set_default_executor(ThreadPoolExecutor(max_workers=concurrency + 2))
    with app.replace_connector(make_connector(size=concurrency + 2)):
        async with app.open_async():
            await app.run_worker_async(
                concurrency=concurrency,
                delete_jobs="successful",
                shutdown_graceful_timeout=GRACE_SECONDS,
            )
