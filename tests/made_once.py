"""What nearly every test begins with is made once by the real actions, then copied row by row.

A utility takes some three hundred statements; its rows come back with one COPY a table.
"""

from collections.abc import Callable
from copy import deepcopy
from functools import wraps
from typing import TypeVar

import psycopg
from django.db import connection, transaction
from psycopg import sql

from debiet.cli import archive_tables
from debiet.cli.archive_tables import Table

Made = TypeVar("Made")
_Rows = list[tuple[Table, bytes]]


def made_once(make: Callable[[], Made]) -> Callable[[], Made]:
    """Let a builder without arguments run once in a process, and copy what it made after that.

    Only into an empty database: where there are rows already, they may matter to it.
    """
    house: list[Table] = []
    kept: list[tuple[_Rows, Made]] = []

    @wraps(make)
    def maker() -> Made:
        house[:] = house or archive_tables.tables(_raw())
        if archive_tables.filled(_raw(), house):
            return make()
        if kept:
            rows, made = kept[0]
            _put(rows)
            return deepcopy(made)
        made = make()
        kept.append((_rows(house), deepcopy(made)))
        return made

    return maker


def _raw() -> psycopg.Connection:
    connection.ensure_connection()
    raw: psycopg.Connection = connection.connection
    return raw


def _rows(house: list[Table]) -> _Rows:
    with psycopg.Cursor(_raw()) as cursor:
        found = [(table, b"".join(archive_tables.pieces(cursor, table))) for table in house]
    return [(table, rows) for table, rows in found if rows]


def _put(rows: _Rows) -> None:
    # Sequences stand behind these ids already: nothing in a run of tests sets them back.
    with transaction.atomic(), psycopg.Cursor(_raw()) as cursor:
        for table, content in rows:
            with cursor.copy(sql.SQL("COPY {} FROM STDIN").format(table.quoted)) as copy:
                copy.write(content)
