"""Sites as processes: they tell what is wrong, live together and leave nothing behind."""

import os
import signal
from collections.abc import Iterator
from pathlib import Path

import pytest

from debiet.cli.processes import Family, is_free, wait_until_free
from tests import live

pytestmark = pytest.mark.processes

HOST = "127.0.0.1"
AWAY = {
    "DATABASE_URL": "postgresql://debiet_app@127.0.0.1:9/debiet?connect_timeout=1",
    "DEBIET_SECRET_KEY": "of a test",
}


@pytest.fixture
def family() -> Iterator[Family]:
    family = Family()
    yield family
    family.stop()


def test_a_site_without_its_database_answers_503(family: Family, tmp_path: Path) -> None:
    port = live.free_ports(1)
    child = family.start(
        "portal",
        ["debiet.cli", "serve", "--sites=portal", f"--port={port}", "--workers=1"],
        environment=AWAY,
        log=tmp_path / "log",
    )
    while (status := live.status(port=port)) is None:
        assert child.process.poll() is None, child.log_end()
    assert status == 503


@pytest.mark.django_db(transaction=True)
def test_sites_end_when_the_process_that_started_them_is_killed(
    family: Family, tmp_path: Path
) -> None:
    port = live.free_ports(2)
    child = family.start(
        "sites",
        ["debiet.cli", "serve", "--sites=portal,desk", f"--port={port}", "--workers=1"],
        log=tmp_path / "log",
    )
    for number in (port, port + 1):
        live.wait_for(port=number, family=family)
    os.kill(child.process.pid, signal.SIGKILL)
    assert wait_until_free(host=HOST, ports=[port, port + 1], seconds=20) is None


def test_a_port_in_use_is_named(family: Family, tmp_path: Path) -> None:
    port = live.free_ports(1)
    family.start("other", ["http.server", str(port), f"--bind={HOST}"], log=tmp_path / "other")
    while is_free(host=HOST, port=port):
        assert family.ended() is None
    child = family.start(
        "desk",
        # The desk's port is the portal's and one more.
        ["debiet.cli", "serve", "--sites=desk", f"--port={port - 1}"],
        environment=AWAY,
        log=tmp_path / "log",
    )
    assert child.process.wait(timeout=40) == 1
    assert f"Port {port} is in use" in child.log_end()


def test_a_family_notices_the_child_that_ends(family: Family, tmp_path: Path) -> None:
    port = live.free_ports(1)
    lasting = family.start("lasting", ["http.server", str(port)], log=tmp_path / "lasting")
    short = family.start("short", ["this"], log=tmp_path / "short")
    assert family.watch() is short
    assert "Zen of Python" in (tmp_path / "short").read_text()
    family.stop()
    assert lasting.process.poll() is not None
