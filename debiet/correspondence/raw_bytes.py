"""Large contents to and from the database, in binary.

Django sends bytes as text with two digits each, in a statement that is put together here and taken
apart there: a mail of 50 MB would travel as 100 MB, several times copied.
"""

import psycopg
from django.db import connection

SMALL = 64 * 1024
"""Up to here one statement less is worth more."""


def write(raw_message_id: int, content: bytes) -> None:
    """Give a raw message its content, in the transaction that is open."""
    statement = "UPDATE correspondence_rawmessage SET content = %b WHERE id = %s"
    connection.ensure_connection()
    with connection.wrap_database_errors, psycopg.Cursor(connection.connection) as cursor:
        cursor.execute(statement, [content, raw_message_id])


def read(raw_message_id: int) -> bytes:
    """Return the content of a raw message."""
    statement = "SELECT content FROM correspondence_rawmessage WHERE id = %s"
    connection.ensure_connection()
    with connection.wrap_database_errors, psycopg.Cursor(connection.connection) as cursor:
        cursor.execute(statement, [raw_message_id], binary=True)
        found = cursor.fetchone()
    return bytes(found[0]) if found else b""
