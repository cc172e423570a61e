"""PostgreSQL killed and started again under load, with real sites, a real worker and mail."""

import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time
import urllib.error
import urllib.parse
import urllib.request
from http.cookiejar import CookieJar
from itertools import count
from pathlib import Path

import psycopg
import pytest

from debiet.cli import places, postgres
from debiet.cli.processes import Child, Family, is_free
from tests import checker, live

pytestmark = pytest.mark.processes

KILLS = 2
SENDERS = 3
SET_UP = (
    "from debiet.cli.setup import start_django; start_django()\n"
    "from tests import make; make.utility()\n"
)
_serial = count(1)


class Sender(threading.Thread):
    """Somebody who asks on the website again and again, and notes what was confirmed."""

    def __init__(self, address: str, enough: threading.Event) -> None:
        super().__init__()
        self.address, self.enough = address, enough
        self.confirmed: dict[str, str] = {}
        self.failed = 0

    def run(self) -> None:
        while not self.enough.is_set():
            words = f"Vraag {next(_serial)} waarom is mijn factuur zo hoog?"
            try:
                self.confirmed[words] = self.ask(words)
            except (OSError, LookupError):
                self.failed += 1
                time.sleep(0.2)

    def ask(self, words: str) -> str:
        number = next(_serial)
        headers = {
            "Referer": self.address,
            "X-Forwarded-For": f"10.{number // 65536 % 256}.{number // 256 % 256}.{number % 256}",
        }
        browser = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(CookieJar()))
        browser.addheaders = list(headers.items())
        with browser.open(self.address, timeout=20) as answer:
            form = answer.read().decode()
        body = {
            "csrfmiddlewaretoken": found(r'name="csrfmiddlewaretoken" value="([^"]+)"', form),
            "key": found(r'name="key" value="([^"]+)"', form),
            "topic": "invoice",
            "text": words,
            "name": "Ann",
            "email": "ann@example.be",
        }
        with browser.open(self.address, urllib.parse.urlencode(body).encode(), timeout=20) as said:
            return found(r"/question/(\d{4}-\d+)/", said.geturl())


class Supervisor(threading.Thread):
    """Starts a worker again whenever it ends, as systemd or a container platform does."""

    def __init__(self, family: Family, folder: Path, environment: dict[str, str]) -> None:
        super().__init__()
        self.family, self.folder, self.environment = family, folder, environment
        self.enough = threading.Event()
        self.starts = 0

    def run(self) -> None:
        worker = self.started()
        while not self.enough.wait(0.5):
            if worker.process.poll() is not None:
                worker = self.started()

    def started(self) -> Child:
        self.starts += 1
        log = self.folder / f"worker-{self.starts}.log"
        arguments = ["debiet.cli", "worker"]
        return self.family.start("worker", arguments, environment=self.environment, log=log)

    def stop(self) -> None:
        """Stop the worker and whatever else the family is; twice does no harm."""
        self.enough.set()
        self.join()
        self.family.stop()


def found(pattern: str, text: str) -> str:
    match = re.search(pattern, text)
    if match is None:
        raise LookupError(pattern)
    return match[1]


def kill(server: postgres.Server) -> None:
    pid = int((server.cluster / "postmaster.pid").read_text().split("\n", 1)[0])
    os.kill(pid, signal.SIGKILL)
    assert server._process is not None
    server._process.wait()
    server._process = None  # the next start is as that of a machine that comes up again


def until(what, *, seconds: float, why: str) -> None:
    deadline = time.monotonic() + seconds
    while not what():
        assert time.monotonic() < deadline, why
        time.sleep(0.2)


@pytest.fixture
def server(monkeypatch):
    """A durable server of this test's own, which may be killed."""
    folder = Path(tempfile.mkdtemp(dir=places.test_base()))
    with postgres.running(folder=folder, durable=True) as running:
        for name, value in running.urls().environment().items():
            monkeypatch.setenv(name, value)
        yield running
    shutil.rmtree(folder, ignore_errors=True)


def counted(question: str) -> int:
    with psycopg.connect(os.environ["DATABASE_URL"]) as connection:
        row = connection.execute(question).fetchone()  # type: ignore[arg-type]
    return row[0] if row else 0


def test_what_was_confirmed_is_there_and_leaves_though_postgresql_is_killed(
    server, tmp_path, request
):
    assert subprocess.run(live.python("migrate"), capture_output=True).returncode == 0
    assert subprocess.run([sys.executable, "-c", SET_UP]).returncode == 0
    mail_port = live.free_ports(1)
    mails = tmp_path / "mails"
    family, enough = Family(), threading.Event()
    family.start("mail", ["debiet.cli", "mail-sink", str(mails), f"--port={mail_port}"])
    worker = {"DEBIET_SMTP_HOST": "127.0.0.1", "DEBIET_SMTP_PORT": str(mail_port)}
    supervisor = Supervisor(family, tmp_path, worker)
    supervisor.start()
    request.addfinalizer(supervisor.stop)
    with live.running_sites(log=tmp_path / "sites.log", DEBIET_BEHIND_PROXY="yes") as sites:
        senders = [Sender(f"{sites.portal}/question/", enough) for _ in range(SENDERS)]
        for sender in senders:
            sender.start()
        try:
            for round_ in range(KILLS):
                wanted = sum(len(sender.confirmed) for sender in senders) + 5
                until(
                    lambda wanted=wanted: sum(len(s.confirmed) for s in senders) >= wanted,
                    seconds=90,
                    why=f"nothing is confirmed after {round_} kills",
                )
                kill(server)
                server.start()
            wanted = sum(len(sender.confirmed) for sender in senders) + 5
            until(
                lambda: sum(len(s.confirmed) for s in senders) >= wanted,
                seconds=90,
                why="the sites do not come back",
            )
        finally:
            enough.set()
            for sender in senders:
                sender.join()
    until(
        lambda: not counted("SELECT count(*) FROM correspondence_message WHERE state = 'queued'"),
        seconds=150,
        why="messages wait though the mail server is there",
    )
    supervisor.stop()

    confirmed = {words: n for sender in senders for words, n in sender.confirmed.items()}
    assert len(confirmed) >= 5 * (KILLS + 1)
    with psycopg.connect(os.environ["DATABASE_URL"]) as connection:
        kept = dict(
            connection.execute(
                "SELECT i.text, c.number FROM cases_interaction i JOIN cases_case c"
                " ON c.id = i.case_id WHERE i.direction = 'in'"
            ).fetchall()
        )
        twice = connection.execute(
            "SELECT text FROM cases_interaction WHERE direction = 'in' GROUP BY text"
            " HAVING count(*) > 1"
        ).fetchall()
    assert {words: kept.get(words) for words in confirmed} == confirmed
    assert twice == []
    assert checker.findings() == {}
    acknowledged = "\n".join(mail.read_text(errors="replace") for mail in mails.iterdir())
    assert all(number in acknowledged for number in confirmed.values())
    assert is_free(host="127.0.0.1", port=mail_port)
