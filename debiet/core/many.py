"""Writing new rows by COPY.

It hands PostgreSQL plain rows. For one row it costs half of what `bulk_create` takes, for a
thousand a tenth, because nobody builds a statement of all their values. Constraints, triggers and
grants hold all the same.
"""

import json
from collections.abc import Callable, Sequence
from operator import attrgetter
from typing import Any

from django.db import connection, models
from django.db.models import Field, Model
from django.db.models.expressions import DatabaseDefault


def insert_many(rows: Sequence[Model]) -> None:
    """Write new rows of one model, without learning their ids.

    What the first row leaves to the database (its id, a default) all of them leave to it.
    """
    if not rows:
        return
    fields = [one for one in type(rows[0])._meta.concrete_fields if _is_given(rows[0], one)]
    quoted = connection.ops.quote_name
    names = ", ".join(quoted(str(one.column)) for one in fields)
    values = [_value_of(one) for one in fields]
    # As Django does before each statement: after a refusal inside, nothing more may be written.
    connection.validate_no_broken_transaction()
    with connection.cursor() as cursor, connection.wrap_database_errors:
        statement = f"COPY {quoted(type(rows[0])._meta.db_table)} ({names}) FROM STDIN"
        with cursor.copy(statement) as target:
            for row in rows:
                target.write_row([value(row) for value in values])


def _is_given(row: Model, field: "Field[Any, Any]") -> bool:
    value = getattr(row, field.attname)
    return not (isinstance(value, DatabaseDefault) or (field.primary_key and value is None))


def _value_of(field: "Field[Any, Any]") -> Callable[[Model], Any]:
    """Return what reads a field of a row as COPY takes it."""
    read = attrgetter(field.attname)
    if not isinstance(field, models.JSONField):
        return read

    def read_json(row: Model) -> str | None:
        value = read(row)
        return None if value is None else json.dumps(value, cls=field.encoder)

    return read_json
