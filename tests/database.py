"""The tests' database: made, migrated and emptied by its owner, used by the app's role.

Each pytest-xdist worker has its own. The server is the one that DATABASE_URL and
DATABASE_OWNER_URL name; without them an embedded one is started for this run and thrown away.
"""

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import psycopg
from django.conf import settings
from django.core.management import call_command
from django.db import connections
from psycopg import sql
from psycopg.conninfo import make_conninfo

from debiet.cli import places, postgres, postgres_roles
from debiet.settings.environment import database as described

VARIABLES = {"default": "DATABASE_URL", "owner": "DATABASE_OWNER_URL"}
KEPT = {"django_migrations", "django_content_type", "auth_permission"}
"""Tables whose rows the migrations made and no test changes."""


@contextmanager
def server() -> Iterator[None]:
    """Have a server for this run; the environment then names it, for child processes too."""
    if os.environ.get("DATABASE_URL"):
        yield
        return
    base = places.test_base()
    postgres.remove_leftovers(base)
    folder = Path(tempfile.mkdtemp(dir=base))
    try:
        with postgres.running(folder=folder, durable=False) as running:
            os.environ.update(running.urls().environment())
            yield
    finally:
        for variable in VARIABLES.values():
            os.environ.pop(variable, None)
        shutil.rmtree(folder, ignore_errors=True)


def point_to(name: str | None = None) -> None:
    """Let settings and environment mean the database of a name on the server of the environment.

    pytest-django loads the settings before any conftest can say where the server is.
    """
    for alias, variable in VARIABLES.items():
        if name is not None:
            os.environ[variable] = make_conninfo(os.environ[variable], dbname=name)
        new = described(variable)
        settings.DATABASES[alias].update(
            {key: new[key] for key in ("NAME", "USER", "PASSWORD", "HOST", "PORT")}
        )
        settings.DATABASES[alias]["OPTIONS"].update(new["OPTIONS"])


@contextmanager
def made(name: str) -> Iterator[None]:
    """Have an empty, migrated database of that name, and drop it at the end."""
    around = os.environ["DATABASE_OWNER_URL"]
    with psycopg.connect(around, autocommit=True) as connection:
        _drop(connection, name)
        postgres_roles.make_database(connection, name=name)
    point_to(name)
    with psycopg.connect(os.environ["DATABASE_OWNER_URL"]) as connection:
        postgres_roles.prepare_database(connection)
    call_command("migrate", database="owner", interactive=False, verbosity=0)
    try:
        yield
    finally:
        close()
        with psycopg.connect(around, autocommit=True) as connection:
            _drop(connection, name)


def _drop(connection: psycopg.Connection, name: str) -> None:
    """Drop a database as its owner, waiting for others to leave.

    Not WITH (FORCE): it fails while the server's own autovacuum works there, whom only a superuser
    may end. Without it the server sends autovacuum away by itself, and waits 5 seconds.
    """
    command = sql.SQL("DROP DATABASE IF EXISTS {}").format(sql.Identifier(name))
    for _attempt in range(5):
        with suppress(psycopg.errors.ObjectInUse):
            connection.execute(command)
            return
    connection.execute(command)


def close() -> None:
    """Give all connections back and close the pool, so that nothing is left open at the end."""
    for connection in connections.all(initialized_only=True):
        connection.close()
    connections["default"].close_pool()


def empty() -> None:
    """Delete all rows that tests left, jobs and append-only tables included.

    Only the owner may; a connection that still holds a lock is an error, not a wait for ever.
    """
    with psycopg.connect(
        os.environ["DATABASE_OWNER_URL"], options="-c lock_timeout=10s"
    ) as connection:
        names = [
            sql.Identifier(name)
            for (name,) in connection.execute(
                "SELECT tablename FROM pg_tables WHERE schemaname = 'public' ORDER BY tablename"
            )
            if name not in KEPT
        ]
        look = sql.SQL(" UNION ALL ").join(
            sql.SQL("SELECT {} WHERE EXISTS (SELECT FROM {})").format(
                sql.Literal(name.as_string(None)), name
            )
            for name in names
        )
        filled = [sql.SQL(quoted) for (quoted,) in connection.execute(look)]
        if filled:
            connection.execute(sql.SQL("TRUNCATE {} CASCADE").format(sql.SQL(", ").join(filled)))
