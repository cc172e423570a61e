"""Reading several things in one statement: a page that shows twenty kinds of rows asks once.

A reading names its rows and says what becomes of them. The database gives the rows of all readings
as one row of JSON, and each queryset takes its own out of it as if it had asked by itself; so a
reading is written, filtered by `visible()` and tested like any other query::

    found = together(
        tasks=cases.tasks_of_case.reading(case_id, viewer=viewer),
        topics=cases.topic_choices.reading(public=False),
    )
    found["tasks"], found["topics"]
"""

import functools
import json
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any, Generic, ParamSpec, Protocol, TypeVar, cast
from uuid import UUID

from django.core.exceptions import EmptyResultSet
from django.db import DEFAULT_DB_ALIAS, connections
from django.db.models import QuerySet

from debiet.core.reading import QUERIES, query

P = ParamSpec("P")
R = TypeVar("R")
Rows = QuerySet[Any, Any]


@dataclass(frozen=True, slots=True)
class Reading(Generic[R]):
    """Rows that are read together, and what is made of them.

    :param rows: one or more querysets that do not depend on each other's rows
    :param made: takes a list of rows for each of them
    """

    rows: tuple[Rows, ...]
    made: Callable[..., R]

    def alone(self) -> R:
        """Return what it is about, in one statement of its own."""
        if len(self.rows) == 1:  # nothing to read together: as Django reads it, without JSON
            return self.made(list(self.rows[0]))
        found: R = together(found=self)["found"]
        return found


def reading(*rows: Rows, made: Callable[..., R]) -> Reading[R]:
    """Return a reading of some rows."""
    return Reading(rows, made)


class JointQuery(Protocol[P, R]):
    """A query that reads alone when it is called, or gives its reading for :func:`together`."""

    def __call__(self, *args: P.args, **kwargs: P.kwargs) -> R:
        """Return what is asked, in one statement."""
        ...

    def reading(self, *args: P.args, **kwargs: P.kwargs) -> "Reading[R]":
        """Return how it is read."""
        ...


def joint_query(*, personal: bool) -> Callable[[Callable[P, Reading[R]]], JointQuery[P, R]]:
    """Mark a function that says how something is read, like `query` one that reads.

    Called by its name it reads; its `reading` is for :func:`together`.
    """

    def decorate(function: Callable[P, Reading[R]]) -> JointQuery[P, R]:
        marked = query(personal=personal)(function)

        @functools.wraps(marked)
        def read(*args: P.args, **kwargs: P.kwargs) -> R:
            return marked(*args, **kwargs).alone()

        read.reading = marked  # type: ignore[attr-defined]
        QUERIES[f"{function.__module__.removeprefix('debiet.')}.{function.__name__}"] = read
        return cast("JointQuery[P, R]", read)

    return decorate


def together(**readings: Reading[Any]) -> dict[str, Any]:
    """Return what some readings are about, by their names, in one statement."""
    found = iter(_read([rows for one in readings.values() for rows in one.rows]))
    return {name: one.made(*(next(found) for _rows in one.rows)) for name, one in readings.items()}


def _read(querysets: Sequence[Rows]) -> list[list[Any]]:
    # Itself, not Django's stand-in for it: writing a statement asks it a thousand things.
    connection = connections[DEFAULT_DB_ALIAS]
    compilers = [rows.query.get_compiler(connection=connection) for rows in querysets]
    parts: list[str] = []
    values: list[Any] = []
    for compiler in compilers:
        try:
            sql, params = compiler.as_sql()
        except EmptyResultSet:  # somebody without a team or a compartment: nothing to ask
            parts.append("NULL")
            continue
        columns = ", ".join(f"c{position}" for position in range(len(compiler.select)))
        parts.append(f"(SELECT json_agg(part) FROM ({sql}) AS part({columns}))")  # noqa: S608
        values += params
    if set(parts) <= {"NULL"}:
        return [[] for _rows in querysets]
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {', '.join(parts)}", values)
        answer = cursor.fetchone()
    return [
        _taken(rows, compiler, found or ())
        for rows, compiler, found in zip(querysets, compilers, answer, strict=True)
    ]


def _taken(rows: Rows, compiler: Any, found: Sequence[dict[str, Any]]) -> list[Any]:
    """Return the rows of a queryset, made by Django as it makes them of an answer of its own."""
    if not found:
        return []
    readers = [_reader(expression) for expression, _sql, _alias in compiler.select]
    answer = [
        tuple(
            None if row[f"c{position}"] is None else read(row[f"c{position}"])
            for position, read in enumerate(readers)
        )
        for row in found
    ]
    with _answered(rows, compiler, answer):
        return list(rows)


@contextmanager
def _answered(rows: Rows, compiler: Any, answer: list[tuple[Any, ...]]) -> Iterator[None]:
    """Let a queryset find its answer where it would ask the database."""
    compiler.execute_sql = lambda *_args, **_options: [answer]
    rows.query.get_compiler = lambda *_args, **_options: compiler  # type: ignore[method-assign]
    try:
        yield
    finally:
        del rows.query.get_compiler


def _same(value: Any) -> Any:
    return value


_READERS: dict[str, Any] = {
    "DateTimeField": datetime.fromisoformat,
    "DateField": date.fromisoformat,
    "TimeField": time.fromisoformat,
    "UUIDField": UUID,
    "JSONField": json.dumps,  # Django reads the text itself
} | dict.fromkeys(
    (
        "AutoField", "BigAutoField", "BigIntegerField", "BooleanField", "CharField", "FileField",
        "FloatField", "ForeignKey", "IntegerField", "PositiveBigIntegerField",
        "PositiveIntegerField", "PositiveSmallIntegerField", "SlugField", "SmallIntegerField",
        "TextField",
    ),
    _same,
)  # fmt: skip
"""How a column's value is read from JSON; what is not listed, such as exact decimals, is not."""


def _reader(expression: Any) -> Callable[[Any], Any]:
    field = expression.output_field
    base = getattr(field, "base_field", None)
    if base is None:
        kind = getattr(field, "target_field", field).get_internal_type()
        found: Callable[[Any], Any] = _READERS[kind]
        return found
    of_one: Callable[[Any], Any] = _READERS[base.get_internal_type()]
    return lambda values: [None if value is None else of_one(value) for value in values]
