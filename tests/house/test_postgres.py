"""The embedded server after hard kills, with real processes."""

import os
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import psycopg
import pytest

from debiet.cli import places, postgres
from debiet.cli.postgres import Server
from debiet.cli.postgres_programs import PostgresRefused

pytestmark = pytest.mark.processes


@pytest.fixture
def folder() -> Iterator[Path]:
    """A folder that the server's account can reach, which pytest's own may not be."""
    with tempfile.TemporaryDirectory(dir=places.test_base(), ignore_cleanup_errors=True) as name:
        Path(name).chmod(0o755)
        yield Path(name)
        with suppress(PostgresRefused):
            Server(folder=Path(name)).stop()


@contextmanager
def held_by_another(folder: Path, *, how: str = "--no-durable") -> Iterator[subprocess.Popen[str]]:
    """Have another process run the server, and kill it hard in the end."""
    process = subprocess.Popen(
        [sys.executable, "-m", "debiet.cli", "postgres", f"--data={folder}", how],
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )
    assert process.stdout is not None
    assert process.stdout.readline().startswith("export DATABASE_URL=")
    try:
        yield process
    finally:
        process.kill()
        process.wait()
        process.stdout.close()


def server_pid(folder: Path) -> int:
    (file,) = folder.glob("postgres-*/postmaster.pid")
    return int(file.read_text().split()[0])


def remember(server: Server, word: str) -> None:
    with psycopg.connect(server.urls().owner) as connection:
        connection.execute("CREATE TABLE IF NOT EXISTS memory (word text)")
        connection.execute("INSERT INTO memory VALUES (%s)", [word])


def remembered(server: Server) -> list[str]:
    with psycopg.connect(server.urls().app) as connection:
        return [word for (word,) in connection.execute("SELECT word FROM memory ORDER BY 1")]


def test_a_second_start_keeps_the_data(folder: Path) -> None:
    with postgres.running(folder=folder, durable=False) as server:
        remember(server, "kept")
    with postgres.running(folder=folder, durable=False) as server:
        assert remembered(server) == ["kept"]
    assert not list(folder.glob("postgres-*/postmaster.pid"))


def test_a_server_whose_starter_was_killed_is_taken_over_and_stopped(folder: Path) -> None:
    with held_by_another(folder):
        left = server_pid(folder)
    with postgres.running(folder=folder, durable=False) as server:
        assert server_pid(folder) == left
        remember(server, "taken over")
    assert not list(folder.glob("postgres-*/postmaster.pid"))


def test_a_killed_server_is_repaired(folder: Path) -> None:
    with held_by_another(folder, how="--durable"):
        remember(Server(folder=folder), "before")
        os.kill(server_pid(folder), signal.SIGKILL)
    with postgres.running(folder=folder, durable=False) as server:
        assert remembered(server) == ["before"]


def test_an_old_lock_file_with_the_number_of_another_program_is_no_hindrance(folder: Path) -> None:
    with held_by_another(folder):
        killed = server_pid(folder)
        os.kill(killed, signal.SIGKILL)
    (file,) = folder.glob("postgres-*/postmaster.pid")
    file.write_text(file.read_text().replace(str(killed), str(os.getpid()), 1))
    with postgres.running(folder=folder, durable=False):
        assert server_pid(folder) not in {killed, os.getpid()}


def test_a_folder_in_use_is_refused_in_a_sentence(folder: Path) -> None:
    with (
        held_by_another(folder),
        pytest.raises(PostgresRefused, match="in use by another"),
        postgres.running(folder=folder),
    ):
        pass


def test_an_interrupted_first_start_leaves_nothing_in_the_way(folder: Path) -> None:
    server = Server(folder=folder, durable=False)
    half = server.cluster.with_suffix(".new")
    half.mkdir()
    (half / "PG_VERSION").write_text("18")
    with postgres.running(folder=folder, durable=False) as server:
        remember(server, "whole")
    assert not half.exists()


def test_a_database_can_be_begun_anew(folder: Path) -> None:
    with postgres.running(folder=folder, durable=False) as server:
        remember(server, "gone")
        server.empty_database()
        remember(server, "new")
        assert remembered(server) == ["new"]


def test_a_long_path_gets_a_short_way_to_the_socket(folder: Path) -> None:
    deep = folder / ("a-long-name-" * 8)
    with postgres.running(folder=deep, durable=False) as server:
        remember(server, "deep")
        assert remembered(server) == ["deep"]


@pytest.mark.skipif(os.geteuid() != 0, reason="only root hands the server to another account")
def test_a_folder_that_the_servers_account_cannot_reach_is_refused_in_a_sentence(
    folder: Path,
) -> None:
    folder.chmod(0o700)
    with pytest.raises(PostgresRefused, match="cannot reach"):
        Server(folder=folder / "inside")


def test_nobody_else_can_reach_the_server(folder: Path) -> None:
    with postgres.running(folder=folder, durable=False) as server:
        assert server.socket.stat().st_mode & 0o077 == 0
        with psycopg.connect(server.urls().owner) as connection:
            row = connection.execute("SHOW listen_addresses").fetchone()
        assert row == ("",)
