"""The commands, as somebody types them."""

import os
import smtplib
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from email.message import EmailMessage
from pathlib import Path

import psycopg
import pytest
from psycopg.conninfo import make_conninfo
from psycopg.sql import SQL, Identifier

from debiet.cli import postgres_roles
from debiet.cli.processes import Family, is_free
from tests import live

BARE = {
    name: value
    for name, value in os.environ.items()
    if not name.startswith(("DEBIET_", "DATABASE_", "DJANGO_"))
}
"""The environment of somebody who has set nothing yet."""


def run(*arguments: str, environment: dict[str, str] = BARE) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "debiet.cli", *arguments],
        env=environment | {"COLUMNS": "200"},
        capture_output=True,
        text=True,
        timeout=60,
    )


@pytest.fixture
def family() -> Iterator[Family]:
    family = Family()
    yield family
    family.stop()


def test_help_needs_no_database_and_no_settings() -> None:
    done = run("--help")
    assert done.returncode == 0, done.stderr
    for command in ("demo", "serve", "worker", "migrate", "messages", "postgres"):
        assert f" {command} " in done.stdout


@pytest.mark.parametrize("command", ["serve", "worker", "migrate"])
def test_a_missing_setting_is_named_in_a_sentence(command: str) -> None:
    done = run(command)
    assert done.returncode == 1
    assert done.stderr.startswith("Error: DATABASE_URL and ")
    assert "Traceback" not in done.stderr


def test_an_unknown_site_is_refused() -> None:
    done = run(
        "serve",
        "--sites=portal,kitchen",
        environment=BARE | {"DATABASE_URL": "postgresql:///x", "DEBIET_SECRET_KEY": "x"},
    )
    assert done.returncode == 1
    assert "portal,desk,api" in done.stderr


@pytest.mark.django_db(transaction=True)
def test_a_worker_refuses_more_jobs_at_a_time_than_it_has_connections() -> None:
    done = run("worker", "--concurrency=13", environment=dict(os.environ))
    assert done.returncode == 1
    assert "DEBIET_DATABASE_POOL" in done.stderr


@pytest.mark.django_db(transaction=True)
def test_migrating_twice_finds_nothing_to_do() -> None:
    done = run("migrate", environment=dict(os.environ))
    assert done.returncode == 0, done.stderr
    assert "No migrations to apply." in done.stdout


@pytest.fixture
def empty_database() -> Iterator[dict[str, str]]:
    """The environment of an empty database beside the tests' own."""
    around, name = os.environ["DATABASE_OWNER_URL"], f"migrated_{os.getpid()}"
    with psycopg.connect(around, autocommit=True) as connection:
        postgres_roles.make_database(connection, name=name)
    variables = ("DATABASE_URL", "DATABASE_OWNER_URL")
    try:
        yield os.environ | {one: make_conninfo(os.environ[one], dbname=name) for one in variables}
    finally:
        with psycopg.connect(around, autocommit=True) as connection:
            connection.execute(SQL("DROP DATABASE {}").format(Identifier(name)))


@pytest.mark.processes
@pytest.mark.django_db(transaction=True)
def test_two_hosts_may_migrate_at_once(empty_database: dict[str, str]) -> None:
    with ThreadPoolExecutor() as both:
        done = list(both.map(lambda _host: run("migrate", environment=empty_database), range(2)))
    assert [one.returncode for one in done] == [0, 0], [one.stderr for one in done]
    assert sum("No migrations to apply." in one.stdout for one in done) == 1


@pytest.mark.processes
def test_the_demos_mail_server_keeps_each_message_as_it_came(
    family: Family, tmp_path: Path
) -> None:
    port = live.free_ports(1)
    family.start("mail", ["debiet.cli", "mail-sink", str(tmp_path / "mails"), f"--port={port}"])
    deadline = time.monotonic() + 20
    while is_free(host="127.0.0.1", port=port):
        assert time.monotonic() < deadline
        time.sleep(0.05)
    message = EmailMessage()
    message["From"], message["To"], message["Subject"] = "a@debiet.example", "b@x.example", "Één"
    message.set_content("One line.\n.A line that begins with a dot\n")
    with smtplib.SMTP("127.0.0.1", port) as server:
        server.send_message(message)
        server.send_message(message)
    first, second = sorted((tmp_path / "mails").iterdir())
    assert first.read_bytes() == second.read_bytes()
    assert b"\n.A line that begins with a dot" in first.read_bytes().replace(b"\r\n", b"\n")
