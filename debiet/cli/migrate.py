"""`debiet migrate`: brings the tables up to date, as the role that owns them."""

import time
from typing import Any

import typer

from debiet.cli import postgres_roles
from debiet.cli.refusals import require
from debiet.cli.setup import start_django

MIGRATING = 7_305_116_220
"""The number of the advisory lock that keeps two migrations apart."""
TRY_EVERY_SECONDS = 0.2


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command()(migrate)


def migrate() -> None:
    """Bring the database up to date: extensions, the app's rights, tables."""
    require("DATABASE_URL", "DATABASE_OWNER_URL", "DEBIET_SECRET_KEY")
    start_django()
    bring_up_to_date(quiet=False)


def bring_up_to_date(*, quiet: bool) -> None:
    """Migrate as the owner; a second one at the same time waits, then finds nothing to do."""
    from django.core.management import call_command
    from django.db import connections

    owner = connections["owner"]
    _wait_for_turn(owner)
    try:
        # First the rights, then the tables: the rights are those of tables still to be made.
        postgres_roles.prepare_database(
            owner.connection,
            owner=owner.settings_dict["USER"],
            app=connections["default"].settings_dict["USER"],
        )
        call_command("migrate", database="owner", interactive=False, verbosity=0 if quiet else 1)
    finally:
        owner.close()  # lets the lock go as well


def _wait_for_turn(owner: Any) -> None:
    """Take the lock, by trying again until it is free.

    CREATE INDEX CONCURRENTLY waits for all statements that run: one that itself waited for the lock
    would wait for the index, and the index for it.
    """
    with owner.cursor() as cursor:
        while True:
            cursor.execute("SELECT pg_try_advisory_lock(%s)", [MIGRATING])
            if cursor.fetchone() == (True,):
                return
            time.sleep(TRY_EVERY_SECONDS)
