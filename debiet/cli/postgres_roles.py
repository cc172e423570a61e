"""The two database roles, what each may do, and the database they share.

Neither is a superuser: `debiet_owner` makes tables (and the tests' databases), `debiet_app` works.
"""

from typing import LiteralString

import psycopg
from psycopg import sql

OWNER = "debiet_owner"
APP = "debiet_app"
DATABASE = "debiet"
EXTENSIONS = ("btree_gist", "pg_trgm", "unaccent")

_GRANTS: tuple[LiteralString, ...] = (
    "GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES",
    "GRANT USAGE, SELECT ON SEQUENCES",
    "GRANT EXECUTE ON FUNCTIONS",
)


def prepare_database(connection: psycopg.Connection, *, owner: str = OWNER, app: str = APP) -> None:
    """Add the extensions to a database, and let the app use every table the owner will make.

    The three extensions are trusted ones: the database's owner may add them, no superuser needed.
    """
    for name in EXTENSIONS:
        connection.execute(
            sql.SQL("CREATE EXTENSION IF NOT EXISTS {}").format(sql.Identifier(name))
        )
    if owner == app:
        return
    for grant in _GRANTS:
        connection.execute(
            sql.SQL("ALTER DEFAULT PRIVILEGES FOR ROLE {} IN SCHEMA public {} TO {}").format(
                sql.Identifier(owner), sql.SQL(grant), sql.Identifier(app)
            )
        )


def make_roles(connection: psycopg.Connection) -> None:
    """Make the two roles where they are missing; needs a superuser."""
    for name, powers in ((OWNER, sql.SQL("LOGIN CREATEDB")), (APP, sql.SQL("LOGIN"))):
        found = connection.execute("SELECT FROM pg_roles WHERE rolname = %s", [name]).rowcount
        if not found:
            connection.execute(sql.SQL("CREATE ROLE {} {}").format(sql.Identifier(name), powers))


def make_database(
    connection: psycopg.Connection, *, name: str = DATABASE, anew: bool = False
) -> bool:
    """Make a database of the owner's where it is missing; return whether it was made.

    :param anew: throw away the one that is there, with everybody who is connected to it
    """
    if anew:
        connection.execute(
            sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name))
        )
    found = connection.execute("SELECT FROM pg_database WHERE datname = %s", [name]).rowcount
    if not found:
        connection.execute(
            sql.SQL("CREATE DATABASE {} OWNER {}").format(
                sql.Identifier(name), sql.Identifier(OWNER)
            )
        )
    return not found
