"""The tables as a backup takes them and a restore puts them back, over plain COPY.

PostgreSQL's own dump asks for programs of the server's version; COPY as text asks for none and is
the same on every version and machine.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from graphlib import TopologicalSorter
from typing import LiteralString

import psycopg
from psycopg import sql

PIECE_BYTES = 8_000_000
MADE_BY_MIGRATIONS = frozenset(
    {
        "django_migrations",
        "django_content_type",
        "auth_permission",
        "auth_group",
        "auth_group_permissions",
    }
)
"""Not taken along: `debiet migrate` makes their rows."""
NOT_TAKEN = frozenset(
    {"django_session", "identity_cacheentry", "identity_opensession", "cases_casepresence"}
)
"""Left behind: whoever was signed in signs in again, and nobody has a case open any more."""

# What a value looks like as text must not depend on how either server is set up.
_PLAINLY: tuple[LiteralString, ...] = (
    "SET LOCAL datestyle = 'ISO, YMD'",
    "SET LOCAL timezone = 'UTC'",
    "SET LOCAL intervalstyle = 'postgres'",
    "SET LOCAL bytea_output = 'hex'",
    "SET LOCAL extra_float_digits = 1",
    "SET LOCAL client_encoding = 'UTF8'",
    "SET LOCAL statement_timeout = 0",
    "SET LOCAL idle_in_transaction_session_timeout = 0",
)


@dataclass(frozen=True, slots=True)
class Table:
    """A table and the columns that hold something of their own."""

    name: str
    columns: tuple[str, ...]

    @property
    def quoted(self) -> sql.Composed:
        """Return name and columns as a statement wants them."""
        columns = sql.SQL(", ").join(map(sql.Identifier, self.columns))
        return sql.SQL("{} ({})").format(sql.Identifier(self.name), columns)


def speak_plainly(connection: psycopg.Connection) -> None:
    """Let values be written in one way, whatever the server's settings, in this transaction."""
    for command in _PLAINLY:
        connection.execute(command)


def tables(connection: psycopg.Connection) -> list[Table]:
    """Return every table that holds rows of the house, parents before what points at them."""
    rows = connection.execute(
        """
        SELECT c.relname, array_agg(a.attname::text ORDER BY a.attnum)
        FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid
        WHERE c.relkind = 'r' AND c.relnamespace = 'public'::regnamespace
          AND a.attnum > 0 AND NOT a.attisdropped AND a.attgenerated = ''
        GROUP BY c.relname ORDER BY c.relname
        """
    ).fetchall()
    skipped = MADE_BY_MIGRATIONS | NOT_TAKEN
    found = {name: Table(name, tuple(columns)) for name, columns in rows if name not in skipped}
    return [found[name] for name in _in_order(connection, found)]


def _in_order(connection: psycopg.Connection, found: dict[str, Table]) -> list[str]:
    """Put tables behind those they point at; what is checked at the end needs no order."""
    order: TopologicalSorter[str] = TopologicalSorter({name: set() for name in found})
    for child, parent in connection.execute(
        """
        SELECT conrelid::regclass::text, confrelid::regclass::text FROM pg_constraint
        WHERE contype = 'f' AND NOT condeferrable AND conrelid <> confrelid
        """
    ):
        if child in found and parent in found:
            order.add(child, parent)
    return list(order.static_order())


def pieces(cursor: psycopg.Cursor, table: Table) -> Iterator[bytes]:
    """Return the rows of a table as text, in pieces that fit into memory."""
    piece = bytearray()
    with cursor.copy(sql.SQL("COPY {} TO STDOUT").format(table.quoted)) as copy:
        for row in copy:
            piece += row
            if len(piece) >= PIECE_BYTES:
                yield bytes(piece)
                piece.clear()
    if piece:
        yield bytes(piece)


def sequences(connection: psycopg.Connection) -> dict[str, int]:
    """Return where each sequence stands; it only grows, so no row is ahead of it."""
    names = connection.execute(
        "SELECT sequencename FROM pg_sequences WHERE schemaname = 'public' ORDER BY 1"
    ).fetchall()
    found = {}
    for (name,) in names:
        row = connection.execute(
            sql.SQL("SELECT last_value, is_called FROM {}").format(sql.Identifier(name))
        ).fetchone()
        if row is not None and row[1]:
            found[name] = row[0]
    return found


def set_sequences(connection: psycopg.Connection, values: dict[str, int]) -> None:
    """Let numbers go on where they stood."""
    known = {
        name
        for (name,) in connection.execute(
            "SELECT sequencename FROM pg_sequences WHERE schemaname = 'public'"
        )
    }
    for name in known & set(values):
        connection.execute("SELECT setval(%s::regclass, %s)", [f'public."{name}"', values[name]])


def filled(connection: psycopg.Connection, among: Sequence[Table]) -> list[str]:
    """Return the tables that hold a row already."""
    looks = sql.SQL(" UNION ALL ").join(
        sql.SQL("SELECT {} WHERE EXISTS (SELECT FROM {})").format(
            sql.Literal(table.name), sql.Identifier(table.name)
        )
        for table in among
    )
    return [name for (name,) in connection.execute(looks)] if among else []


def quiet_triggers(connection: psycopg.Connection, names: Sequence[str], *, quiet: bool) -> None:
    """Keep triggers from writing while rows come back, or let them again.

    What they wrote (a job's history, the words of search) is in the archive as well.
    """
    how = sql.SQL("DISABLE" if quiet else "ENABLE")
    for name in names:
        connection.execute(
            sql.SQL("ALTER TABLE {} {} TRIGGER USER").format(sql.Identifier(name), how)
        )
