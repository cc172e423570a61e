"""An upgrade with old and new code side by side: new tables bear old code, and nothing locks long.

`released_migrations.txt` lists what the version before had applied. A release writes it anew.
"""

import os
import re
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import psycopg
import pytest
from django.contrib.postgres.operations import (
    AddConstraintNotValid,
    AddIndexConcurrently,
    ValidateConstraint,
)
from django.db import migrations
from django.db.migrations.loader import MigrationLoader
from psycopg import sql
from psycopg.conninfo import conninfo_to_dict, make_conninfo

from debiet.cli import postgres_roles
from tests import database, live

RELEASED = Path(__file__).with_name("released_migrations.txt")
LONGEST_WAIT = 2.0
"""Seconds that old code may wait for a table while it is migrated, on a busy machine."""


def released() -> set[tuple[str, str]]:
    lines = RELEASED.read_text().splitlines()
    return {tuple(line.split()) for line in lines if line and not line.startswith("#")}


def new_migrations() -> list[Any]:
    loader = MigrationLoader(None)
    return [
        migration
        for key, migration in sorted(loader.disk_migrations.items())
        if key not in released() and type(migration).__module__.startswith("debiet.")
    ]


def made_by(migration: Any) -> set[str]:
    """Return the tables that a migration makes itself: nobody waits for those."""
    return {
        operation.name_lower
        for operation in migration.operations
        if isinstance(operation, migrations.CreateModel)
    }


def trouble(operation: Any, *, new_tables: set[str]) -> str:
    """Return why old code, or who waits for a lock, could not bear an operation; "" if both can."""
    if getattr(operation, "model_name_lower", None) in new_tables:
        return ""
    match operation:
        case migrations.AddField(field=field):
            if field.null or field.has_db_default() or field.many_to_many:
                return ""
            return "a column that old code does not fill needs null or a db_default"
        case migrations.AddIndex():
            return "" if isinstance(operation, AddIndexConcurrently) else "an index locks the table"
        # What a constraint asks of old code is tried below; rows that are there are not read.
        case migrations.CreateModel() | ValidateConstraint() | AddConstraintNotValid():
            return ""
        case migrations.RemoveConstraint():  # old code writes less than it might
            return ""
        case migrations.SeparateDatabaseAndState(database_operations=commands):
            found = (trouble(one, new_tables=new_tables) for one in commands)
            return next(filter(None, found), "")
        case migrations.RunSQL(sql=command):
            return why_not(str(command))
    return f"{type(operation).__name__} must be split over two versions, or is not additive"


def why_not(command: str) -> str:
    # Bodies of functions and the events of triggers run later, for the rows of their statement.
    # How a column is stored is one row of the catalog: no row of the table is read or written.
    lowered = _STORED.sub("", _LATER.sub("", command.lower()))
    for words in ("alter table", "drop table", "lock table", "create index", "update ", "vacuum"):
        if words in lowered:
            return f"plain SQL that says {words!r}"
    return ""


def new_tables_of_all() -> str:
    names = (f"{one.app_label}_{name}" for one in new_migrations() for name in made_by(one))
    return "|".join(names)


_STORED = re.compile(r"alter table \w+ alter column \w+ set storage \w+")
_LATER = re.compile(
    rf"\$\$.*?\$\$|(?:before|after) (?:insert|update|delete)(?: or \w+)*"
    rf"|update (?:{new_tables_of_all()})\b",
    re.DOTALL,
)


def each_operation() -> list[Any]:
    return [
        pytest.param(
            operation,
            made_by(migration),
            id=f"{migration.app_label}.{migration.name}:{number}",
        )
        for migration in new_migrations()
        for number, operation in enumerate(migration.operations)
    ]


@pytest.mark.parametrize(("operation", "new_tables"), each_operation())
def test_every_step_of_a_new_migration_is_additive_and_does_not_lock(operation, new_tables):
    assert trouble(operation, new_tables=new_tables) == ""


@pytest.mark.parametrize("migration", new_migrations(), ids=str)
def test_an_index_made_beside_the_work_is_made_outside_of_a_transaction(migration):
    if any(isinstance(step, AddIndexConcurrently) for step in migration.operations):
        assert not migration.atomic


def test_there_is_something_to_look_at():
    assert released()
    assert new_migrations()


@contextmanager
def emptied() -> Iterator[dict[str, str]]:
    """Have a database without tables beside the tests' own; return how to reach it."""
    around = os.environ["DATABASE_OWNER_URL"]
    name = f"upgrade_{conninfo_to_dict(around)['dbname']}"
    with psycopg.connect(around, autocommit=True) as connection:
        postgres_roles.make_database(connection, name=name, anew=True)
    try:
        yield {
            "DATABASE_URL": make_conninfo(os.environ["DATABASE_URL"], dbname=name),
            "DATABASE_OWNER_URL": make_conninfo(around, dbname=name),
        }
    finally:
        with psycopg.connect(around, autocommit=True) as connection:
            database._drop(connection, name)


MIGRATE = """
import os, psycopg
from debiet.cli.setup import start_django; start_django()
from django.db import connections
from django.db.migrations.executor import MigrationExecutor
from debiet.cli import postgres_roles
from debiet.cli.restore import newest_of
from tests.house.test_upgrade import released
with psycopg.connect(os.environ["DATABASE_OWNER_URL"]) as connection:
    postgres_roles.prepare_database(connection)
executor = MigrationExecutor(connections["owner"])
executor.migrate(newest_of(executor.loader, released()))
"""


OLD_CODE = """
    WITH customer AS (
        INSERT INTO customers_customer (name, sort_key, segment, language, version)
        VALUES ('Ann', 'ann', 'household', 'nl', 1) RETURNING id)
    INSERT INTO customers_contactpoint (customer_id, kind, value, normalized, is_preferred)
    SELECT id, 'email', 'a@x.be', 'a@x.be', false FROM customer;
    INSERT INTO correspondence_call
        (source, call_id, compartment, caller, called, started_at, is_abandoned, about)
    VALUES ('x', gen_random_uuid()::text, 'ordinary', '', '', now(), true, '');
    INSERT INTO correspondence_rawmessage
        (carrier, source, content_hash, content, received_at, state, outcome, reason, about,
         compartment)
    VALUES ('email', 'x', gen_random_uuid()::text, 'x', now(), 'received', '', '', '', 'ordinary');
    INSERT INTO core_auditentry
        (operation_id, action, actor_kind, actor_name, purpose, reference, compartment, facts)
    VALUES (gen_random_uuid(), 'x', 'user', '', '', 'x:1', 'ordinary', '{}');
    INSERT INTO core_ratecount (key, window_at, count) VALUES (gen_random_uuid()::text, now(), 1);
"""
"""What the version before writes, in the columns that it knows."""


@pytest.mark.django_db(transaction=True)
def test_old_code_goes_on_writing_while_the_tables_are_migrated_and_after():
    with emptied() as reached:
        environment, address = os.environ | reached, reached["DATABASE_URL"]
        assert subprocess.run([sys.executable, "-c", MIGRATE], env=environment).returncode == 0
        before = columns(address)
        enough, waits, troubles = threading.Event(), list[float](), list[str]()

        def write() -> None:
            with psycopg.connect(address, autocommit=True) as connection:
                while not enough.is_set():
                    begin = time.monotonic()
                    try:
                        connection.execute(OLD_CODE)
                    except psycopg.Error as trouble:
                        troubles.append(str(trouble))
                        return
                    waits.append(time.monotonic() - begin)

        writer = threading.Thread(target=write)
        writer.start()
        try:
            assert subprocess.run(live.python("migrate"), env=environment).returncode == 0
            time.sleep(0.5)
        finally:
            enough.set()
            writer.join()
        assert troubles == []
        assert len(waits) > 10
        assert max(waits) < LONGEST_WAIT
        assert lost(before, columns(address)) == {}


Columns = dict[tuple[str, str], tuple[str, bool]]


def columns(address: str) -> Columns:
    """Return each column of each table: its type, and whether whoever writes must fill it."""
    with psycopg.connect(address) as connection:
        rows = connection.execute(
            """
            SELECT table_name, column_name,
                   data_type || coalesce(character_maximum_length::text, ''),
                   is_nullable = 'NO' AND column_default IS NULL AND is_identity = 'NO'
            FROM information_schema.columns WHERE table_schema = 'public'
            """
        ).fetchall()
    return {(table, column): (kind, must) for table, column, kind, must in rows}


def lost(before: Columns, after: Columns) -> dict[tuple[str, str], str]:
    """Return what old code would miss, or not fill, in new tables."""
    tables = {table for table, _column in before}
    found = {
        key: "gone or of another type" for key in before if not bears(before[key], after.get(key))
    }
    found |= {
        key: "not filled by old code"
        for key, (_kind, must) in after.items()
        if must and key not in before and key[0] in tables
    }
    return found


def bears(old: tuple[str, bool], new: tuple[str, bool] | None) -> bool:
    return new is not None and new[0] == old[0] and (old[1] or not new[1])


def test_what_old_code_would_miss_is_found():
    before = {("a", "x"): ("integer", False), ("a", "y"): ("text", True)}
    after = {("a", "y"): ("integer", True), ("a", "z"): ("text", True), ("b", "q"): ("text", True)}
    assert set(lost(before, after)) == {("a", "x"), ("a", "y"), ("a", "z")}


@pytest.mark.parametrize(
    "operation",
    [
        migrations.RemoveField("case", "subject"),
        migrations.RenameField("case", "subject", "title"),
        migrations.DeleteModel("Case"),
        migrations.RunPython(migrations.RunPython.noop),
        migrations.RunSQL(
            sql.SQL("ALTER TABLE cases_case ALTER subject TYPE text").as_string(None)
        ),
    ],
    ids=lambda operation: type(operation).__name__,
)
def test_what_old_code_could_not_bear_is_refused(operation):
    assert trouble(operation, new_tables=set())
