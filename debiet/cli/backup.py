"""`debiet backup`: database and files in one archive, as they were at one moment."""

import hashlib
import hmac
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from typing import IO, Annotated, Any

import psycopg
import typer

from debiet.cli import archive, archive_tables
from debiet.cli.refusals import CommandRefused, require
from debiet.cli.setup import start_django


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command()(backup)


def backup(
    to: Annotated[str, typer.Argument(help="The archive to write; - for the standard output.")],
) -> None:
    """Write database and files into one archive, while the house goes on working.

    All of it is as it was at one moment. It holds everything the house knows of people: encrypt it.
    """
    require("DATABASE_URL", "DEBIET_SECRET_KEY")
    start_django()
    with _opened(to) as output:
        lost = write(output, at=datetime.now(tz=UTC))
    for sha256 in lost:
        typer.echo(f"Warning: the storage lost the file {sha256}.", err=True)
    typer.echo(f"{to}: written.", err=True)


@contextmanager
def _opened(to: str) -> Iterator[IO[bytes]]:
    """Write beside the place, so that an archive of that name is always a whole one."""
    if to == "-":
        yield sys.stdout.buffer
        return
    place = Path(to)
    if place.exists():
        raise CommandRefused(f"{place} is there already. Choose another name.")
    part = place.with_name(place.name + ".part")
    try:
        number = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    except OSError as trouble:
        raise CommandRefused(f"{part} cannot be written: {trouble.strerror}.") from trouble
    with os.fdopen(number, "wb") as output:
        yield output
        output.flush()
        os.fsync(output.fileno())
    part.rename(place)


def write(output: IO[bytes], *, at: datetime) -> list[str]:
    """Write an archive; return the files that the storage lost."""
    writer = archive.Writer(output, at=at.timestamp())
    with psycopg.connect(os.environ["DATABASE_URL"]) as connection:
        connection.isolation_level = psycopg.IsolationLevel.REPEATABLE_READ
        connection.read_only = True
        archive_tables.speak_plainly(connection)
        tables = archive_tables.tables(connection)
        blobs = connection.execute("SELECT sha256 FROM files_blob ORDER BY sha256").fetchall()
        writer.add_json(archive.FIRST, _first(connection, tables, at=at))
        rows = {}
        for table in tables:
            with connection.cursor() as cursor:
                for number, piece in enumerate(archive_tables.pieces(cursor, table), start=1):
                    writer.add(f"tables/{table.name}/{number:06}", piece)
                rows[table.name] = cursor.rowcount
        sequences = archive_tables.sequences(connection)
    # A content never changes and is there before its row: it may be read after the rows.
    lost = [sha256 for (sha256,) in blobs if not _add_file(writer, sha256)]
    writer.end({"rows": rows, "sequences": sequences, "files": len(blobs), "lost": lost})
    return lost


def _first(
    connection: psycopg.Connection, tables: list[archive_tables.Table], *, at: datetime
) -> dict[str, Any]:
    applied = connection.execute("SELECT app, name FROM django_migrations ORDER BY app, name")
    return {
        "format": archive.FORMAT,
        "debiet": version("debiet"),
        "made_at": at.isoformat(),
        "migrations": [list(row) for row in applied],
        "key": key_sign(os.environ["DEBIET_SECRET_KEY"]),
        "tables": {table.name: list(table.columns) for table in tables},
    }


def key_sign(key: str) -> str:
    """Return what tells two secret keys apart and says nothing else about them."""
    return hmac.new(key.encode(), b"debiet backup", hashlib.sha256).hexdigest()


def _add_file(writer: archive.Writer, sha256: str) -> bool:
    from debiet.files import contents

    try:
        with contents.opened(sha256) as stored:
            content = stored.read()
    except contents.Lost:
        return False
    if hashlib.sha256(content).hexdigest() != sha256:
        return False
    writer.add(f"files/{sha256}", content)
    return True
