"""A utility to measure in: a durable server of its own, and databases that are copies of one house.

The server keeps its data in a folder that is removed at the end. It runs as it would for anybody:
a commit waits until it is on the disk. All databases have one server, so that two of them can be
asked in turn and share what else the machine does.
"""

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from copy import deepcopy
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import psycopg
from psycopg import sql

from debiet.cli import places, postgres, postgres_roles
from debiet.cli.postgres import Server
from debiet.cli.setup import start_django
from debiet.core.actor import Actor

UTILITY = "scheldeland"
TEAMS = ("facturatie", "klantendienst", "netwerk")
EMPLOYEES = 40
AGENT = "agent-0@staff.example"
"""Whose pages are asked for."""
SMALL, LARGE, OPENING = "debiet_small", "debiet_large", "debiet_opening"
MAIL, MOVE, PHONE = "debiet_mail", "debiet_move", "debiet_phone"
SEARCH_SMALL, SEARCH_LARGE = "debiet_search_small", "debiet_search_large"


_connections: dict[str, Any] = {}


@dataclass(frozen=True, slots=True)
class House:
    """The server, with one database in which a utility stands but no case."""

    server: Server

    def copy(self, name: str) -> None:
        """Make a database that is a copy of the empty house."""
        with psycopg.connect(self._superuser("postgres"), autocommit=True) as connection:
            connection.execute(
                sql.SQL("CREATE DATABASE {} OWNER {} TEMPLATE {}").format(
                    sql.Identifier(name),
                    sql.Identifier(postgres_roles.OWNER),
                    sql.Identifier(postgres_roles.DATABASE),
                )
            )

    def connect(self, name: str) -> psycopg.Connection:
        """Return a connection that fills a database: nothing is checked row by row."""
        connection = psycopg.connect(self._superuser(name))
        connection.execute("SET session_replication_role = replica")
        return connection

    def version(self) -> str:
        """Return which PostgreSQL this is."""
        with psycopg.connect(self._superuser("postgres")) as connection:
            row = connection.execute("SHOW server_version").fetchone()
        return str(row[0]) if row else ""

    def _superuser(self, name: str) -> str:
        return self.server.url(role="postgres", database=name)


@contextmanager
def built() -> Iterator[House]:
    """Have a server with a utility: tables, the demo's terms, topics and texts, employees."""
    base = places.test_base()
    postgres.remove_leftovers(base)
    folder = Path(tempfile.mkdtemp(dir=base))
    try:
        with postgres.running(folder=folder) as server:
            static = folder / "static"
            static.mkdir()
            os.environ |= server.urls().environment() | {
                "DEBIET_SITE": "desk",
                "DEBIET_SECRET_KEY": "a key for measuring only",
                # Signing in is not what is measured, and its second step would be one query more.
                "DEBIET_SECOND_FACTOR_REQUIRED": "no",
                "DEBIET_LOG_LEVEL": "ERROR",
                "DEBIET_STATIC_ROOT": str(static),
                "DEBIET_FILES": str(folder / "files"),
            }
            start_django()
            from debiet.web import memory

            _furnish()
            memory.settle()  # as a web process begins
            try:
                yield House(server)
            finally:
                _let_go()
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _furnish() -> None:
    from django.db import connections
    from django.utils import timezone

    from debiet.cli.migrate import bring_up_to_date
    from debiet.cli.profile_files import read_profile
    from debiet.cli.profile_load import load_profile

    bring_up_to_date(quiet=True)
    by, at = Actor.system("cli.setup"), timezone.now()
    load_profile(read_profile("demo"), by=by, at=at)
    _hire(by=by, at=at)
    connection: Any = connections["default"]  # its pool is the PostgreSQL wrapper's own
    connection.close()
    connection.close_pool()  # a database that somebody uses cannot be copied


def _hire(*, by: Actor, at: datetime) -> None:
    from debiet.identity import actions as identity
    from debiet.rules.access import Realm, Role
    from debiet.staff import actions as staff
    from debiet.staff import queries as people

    own = staff.save_organization(
        code=UTILITY, name="Waterbedrijf Scheldeland", is_partner=False, by=by, at=at
    )
    teams = [id_ for code in TEAMS if (id_ := people.team_id(code)) is not None]
    for number in range(EMPLOYEES):
        user = identity.create_user(
            realm=Realm.STAFF,
            email=f"agent-{number}@staff.example",
            password=None,
            language="nl",
            by=by,
            at=at,
        )
        hired = staff.hire_employee(
            user_id=user.pk, organization_id=own.pk, name=f"Medewerker {number}", by=by, at=at
        )
        staff.grant_role(employee_id=hired.pk, role=Role.AGENT, by=by, at=at)
        # Two teams each, so that the list of "my team" is one of several teams.
        for team in (teams[number % len(teams)], teams[(number + 1) % len(teams)]):
            staff.join_team(employee_id=hired.pk, team_id=team, by=by, at=at)


def use(name: str) -> None:
    """Let Django work in a database: each has one connection of its own, which stays open."""
    from django.db import connections

    if name not in _connections:
        wrapper = connections.create_connection("default")
        wrapper.settings_dict = deepcopy(wrapper.settings_dict) | {"NAME": name}
        del wrapper.settings_dict["OPTIONS"]["pool"]
        _connections[name] = wrapper
    connections["default"] = _connections[name]


def _let_go() -> None:
    for wrapper in _connections.values():
        wrapper.close()
    _connections.clear()
