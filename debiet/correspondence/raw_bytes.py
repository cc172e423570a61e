"""Large contents to and from the database, in binary.

Django sends bytes as text with two digits each, in a statement that is put together here and taken
apart there: a mail of 50 MB would travel as 100 MB, several times copied.
"""

from datetime import datetime

import psycopg
from django.db import connection

SMALL = 64 * 1024
"""Up to here one statement less is worth more."""


def keep(
    content: bytes,
    *,
    carrier: str,
    source: str,
    content_hash: str,
    size: int,
    fingerprint: str,
    received_at: datetime,
    compartment: str,
    state: str,
) -> int | None:
    """Write a raw message in the transaction that is open, and return its id.

    None where its source has the same content already. Somebody who writes it at this moment is
    waited for.
    """
    statement = """
        INSERT INTO correspondence_rawmessage (
            content, carrier, source, content_hash, size, fingerprint, received_at, compartment,
            state, outcome, reason, about
        ) VALUES (%b, %s, %s, %s, %s, %s, %s, %s, %s, '', '', '')
        ON CONFLICT (source, content_hash) DO NOTHING RETURNING id
    """
    values = [content, str(carrier), source, content_hash, size, fingerprint, received_at]
    connection.ensure_connection()
    with connection.wrap_database_errors, psycopg.Cursor(connection.connection) as cursor:
        cursor.execute(statement, [*values, str(compartment), str(state)])
        found = cursor.fetchone()
    return int(found[0]) if found else None


def read(raw_message_id: int) -> bytes:
    """Return the content of a raw message."""
    statement = "SELECT content FROM correspondence_rawmessage WHERE id = %s"
    connection.ensure_connection()
    with connection.wrap_database_errors, psycopg.Cursor(connection.connection) as cursor:
        cursor.execute(statement, [raw_message_id], binary=True)
        found = cursor.fetchone()
    return bytes(found[0]) if found else b""
