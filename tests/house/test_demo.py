"""`debiet demo` from nothing, a second time, and after a hard kill."""

import os
import re
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest

from debiet.cli import places
from debiet.cli.postgres import Server
from debiet.cli.postgres_programs import PostgresRefused
from debiet.cli.processes import wait_until_free
from tests import live, lmtp

pytestmark = pytest.mark.processes

PORTS = (0, 1, 2, 24, 25)
READY_SECONDS = 120


class Demo:
    """Starts of the demo on the same folder and ports."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.first_port = live.free_ports(max(PORTS) + 1)
        self.log = folder / "demo.log"
        self.process: subprocess.Popen[bytes] | None = None

    def start(self) -> str:
        """Start it and return what it said until it was ready."""
        bare = {
            name: value
            for name, value in os.environ.items()
            if not name.startswith(("DEBIET_", "DATABASE_"))
        }
        arguments = [f"--port={self.first_port}", "--customers=20"]
        with self.log.open("wb") as log:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "debiet.cli", "demo", *arguments],
                stdout=log,
                stderr=log,
                env=bare | {"DEBIET_DATA": str(self.folder / "data")},
            )
        deadline = time.monotonic() + READY_SECONDS
        while "Stop with Ctrl-C" not in (said := self.log.read_text()):
            assert self.process.poll() is None, said
            assert time.monotonic() < deadline, said
            time.sleep(0.1)
        return said

    def end(self, how: signal.Signals) -> int:
        assert self.process is not None
        self.process.send_signal(how)
        return self.process.wait(timeout=60)

    def ports_are_free(self, *, within: float) -> bool:
        ports = [self.first_port + number for number in PORTS]
        return wait_until_free(host="127.0.0.1", ports=ports, seconds=within) is None


@pytest.fixture
def demo() -> Iterator[Demo]:
    with tempfile.TemporaryDirectory(dir=places.test_base(), ignore_cleanup_errors=True) as name:
        Path(name).chmod(0o755)
        demo = Demo(Path(name))
        yield demo
        if demo.process is not None:
            demo.process.kill()
            demo.process.wait()
        assert demo.ports_are_free(within=30)
        with suppress(PostgresRefused):
            Server(folder=demo.folder / "data").stop()


def test_the_demo_starts_from_nothing_keeps_its_data_and_recovers_from_a_hard_kill(
    demo: Demo,
) -> None:
    from debiet.cli.demo_data import PASSWORD, SIGN_INS

    said = demo.start()
    for number in PORTS[:3]:
        assert f"http://localhost:{demo.first_port + number}\n" in said
        assert live.status(port=demo.first_port + number) == 200
    assert f"LMTP on port {demo.first_port + 24} of localhost" in said
    with lmtp.Talk(demo.first_port + 24) as talk:
        mail = b"From: ann@example.be\r\nSubject: Lek\r\n\r\nEr is een lek.\r\n"
        assert talk.message(mail, ["ombudsdienst@debiet.example"]) == ["250 2.1.5 Kept"]
    assert PASSWORD in said
    for role, address in SIGN_INS:
        assert re.search(rf"^ +{role} +{address}$", said, re.MULTILINE)
    key = (demo.folder / "data" / "secret-key").read_text()

    assert demo.end(signal.SIGINT) == 0
    assert demo.ports_are_free(within=0)
    assert not list((demo.folder / "data").glob("postgres-*/postmaster.pid"))

    assert "Keeping the utility of 20 customers" in demo.start()
    assert (demo.folder / "data" / "secret-key").read_text() == key
    demo.end(signal.SIGKILL)

    assert "Keeping the utility of 20 customers" in demo.start()
    assert demo.end(signal.SIGTERM) == 0
