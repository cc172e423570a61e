"""`debiet restore`: an archive back into an empty database, with nothing leaving it."""

import hashlib
import json
import os
import sys
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import IO, TYPE_CHECKING, Annotated, Any

import psycopg
import typer
from psycopg import sql

from debiet.cli import archive, archive_tables, migrate, postgres_roles
from debiet.cli.archive import ArchiveDamaged, Member
from debiet.cli.archive_tables import Table
from debiet.cli.backup import key_sign
from debiet.cli.refusals import CommandRefused, require
from debiet.cli.setup import start_django

if TYPE_CHECKING:
    from django.db.migrations.loader import MigrationLoader


class NotEmpty(CommandRefused):
    """The database is in use by somebody."""


class OtherVersion(CommandRefused):
    """The archive cannot be read by this version, or the database is of another one."""


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command()(restore)


def restore(
    source: Annotated[str, typer.Argument(help="The archive; - for the standard input.")],
) -> None:
    """Put an archive into an empty database and its files into the storage.

    All of it or nothing. An archive of an older version is brought up to date. The copy sends
    nothing, until `debiet outgoing on` says otherwise.
    """
    require("DATABASE_URL", "DATABASE_OWNER_URL", "DEBIET_SECRET_KEY")
    start_django()
    with _opened(source) as stream:
        first = read(stream)
    migrate.bring_up_to_date(quiet=True)
    typer.echo(f"Restored: what was there on {first['made_at']}.", err=True)
    typer.echo("Nothing leaves this copy until you say so: debiet outgoing on.", err=True)
    if first["key"] != key_sign(os.environ["DEBIET_SECRET_KEY"]):
        typer.echo(
            "Warning: DEBIET_SECRET_KEY is another than where the backup was made. The codes that "
            "customers hold do not work here.",
            err=True,
        )


@contextmanager
def _opened(source: str) -> Iterator[IO[bytes]]:
    if source == "-":
        yield sys.stdin.buffer
        return
    try:
        stream = Path(source).open("rb")  # noqa: SIM115 (closed below)
    except OSError as trouble:
        raise CommandRefused(f"{source} cannot be read: {trouble.strerror}.") from trouble
    with stream:
        for _part in archive.members(stream):
            pass  # a damaged one is refused before anything is touched
        stream.seek(0)
        yield stream


def read(stream: IO[bytes]) -> dict[str, Any]:
    """Restore an archive and return what its first part says of it."""
    parts = archive.members(stream)
    first = _first(next(parts, None))
    _prepare(first)
    with psycopg.connect(os.environ["DATABASE_OWNER_URL"]) as connection:
        archive_tables.speak_plainly(connection)
        _fill(connection, first, parts)
        connection.execute(
            "INSERT INTO core_outgoingswitch (is_on, reason, at) VALUES (false, %s, %s)",
            ["restored-copy", datetime.now(tz=UTC)],
        )
    return first


def _first(member: Member | None) -> dict[str, Any]:
    if member is None or member.name != archive.FIRST:
        raise ArchiveDamaged("This is no archive of debiet backup.")
    first: dict[str, Any] = json.loads(member.content)
    if first["format"] != archive.FORMAT:
        raise OtherVersion(
            f"The archive is written in form {first['format']} by Debiet {first['debiet']}; this "
            f"version reads form {archive.FORMAT}."
        )
    return first


def _prepare(first: dict[str, Any]) -> None:
    """Bring an empty database to the state of the archive.

    :raises OtherVersion: if the archive is of a newer version, or the database of another one
    :raises NotEmpty: if there are rows
    """
    from django.db import connections
    from django.db.migrations.executor import MigrationExecutor

    owner = connections["owner"]
    try:
        owner.ensure_connection()
        postgres_roles.prepare_database(
            owner.connection,
            owner=owner.settings_dict["USER"],
            app=connections["default"].settings_dict["USER"],
        )
        executor = MigrationExecutor(owner)
        wanted = {(app, name) for app, name in first["migrations"]}
        unknown = sorted(wanted - set(executor.loader.disk_migrations))
        if unknown:
            raise OtherVersion(
                f"The archive is of Debiet {first['debiet']}, which is newer than this version: "
                f"it has {'.'.join(unknown[-1])}. Install that version or a later one."
            )
        found = set(executor.loader.applied_migrations)
        _refuse_rows(owner.connection)
        if found and found != wanted:
            raise OtherVersion(
                "The database was migrated to another version than the archive's. Restore into "
                "one without tables: restoring makes them."
            )
        executor.migrate(newest_of(executor.loader, wanted))
    finally:
        owner.close()


def newest_of(loader: "MigrationLoader", wanted: set[tuple[str, str]]) -> list[tuple[str, str]]:
    """Return the migration that each app had come to."""
    nodes = loader.graph.node_map
    return sorted(
        node
        for node in wanted
        if not any(
            child.key in wanted and child.key[0] == node[0] for child in nodes[node].children
        )
    )


def _refuse_rows(connection: psycopg.Connection) -> None:
    full = archive_tables.filled(connection, archive_tables.tables(connection))
    if full:
        raise NotEmpty(
            f"The database is not empty: {full[0]} has rows. Restore into a new one; nothing is "
            "ever overwritten."
        )


def _fill(connection: psycopg.Connection, first: dict[str, Any], parts: Iterator[Member]) -> None:
    tables = {table.name: table for table in archive_tables.tables(connection)}
    if {name: list(table.columns) for name, table in tables.items()} != first["tables"] and {
        name: sorted(table.columns) for name, table in tables.items()
    } != {name: sorted(columns) for name, columns in first["tables"].items()}:
        raise OtherVersion("The tables of the archive are not those of its version.")
    archive_tables.quiet_triggers(connection, list(tables), quiet=True)
    rows: Counter[str] = Counter()
    end: dict[str, Any] = {}
    for part in parts:
        kind, _, rest = part.name.partition("/")
        if kind == "tables":
            name = rest.partition("/")[0]
            columns = tuple(first["tables"][name])
            rows[name] += _put_rows(connection, Table(name, columns), part.content)
        elif kind == "files":
            _put_file(rest, part.content)
        else:
            end = json.loads(part.content)
    if {name: count for name, count in end["rows"].items() if count} != dict(rows):
        raise ArchiveDamaged("The archive holds other numbers of rows than it says.")
    archive_tables.set_sequences(connection, end["sequences"])
    # What points at something that is not there is found here, before anything is kept.
    connection.execute("SET CONSTRAINTS ALL IMMEDIATE")
    archive_tables.quiet_triggers(connection, list(tables), quiet=False)
    for sha256 in end["lost"]:
        typer.echo(f"Warning: the file {sha256} was lost before the backup.", err=True)


def _put_rows(connection: psycopg.Connection, table: Table, piece: bytes) -> int:
    with connection.cursor() as cursor:
        with cursor.copy(sql.SQL("COPY {} FROM STDIN").format(table.quoted)) as copy:
            copy.write(piece)
        return cursor.rowcount


def _put_file(sha256: str, content: bytes) -> None:
    from debiet.files import contents

    if hashlib.sha256(content).hexdigest() != sha256:
        raise ArchiveDamaged(f"The file {sha256} in the archive is another one.")
    contents.put(sha256, content)
