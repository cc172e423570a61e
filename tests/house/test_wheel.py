"""What people install: the wheel, built and put into a clean environment, serves its front page."""

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests import live

pytestmark = [pytest.mark.processes, pytest.mark.django_db(transaction=True)]

UV = str(Path(sys.executable).parent / "uv")


def run(*command: str, cwd: Path) -> str:
    """Run a program far from the sources, so that nothing is found in them by chance."""
    done = subprocess.run(command, cwd=cwd, capture_output=True, text=True)
    assert done.returncode == 0, f"{' '.join(command)}\n{done.stdout}\n{done.stderr}"
    return done.stdout


@pytest.fixture
def installed(project: Path, tmp_path: Path) -> Path:
    """The programs of a clean environment with the wheel and the versions of uv.lock in it."""
    run(UV, "build", "--quiet", "--wheel", "--out-dir", str(tmp_path / "dist"), cwd=project)
    (wheel,) = (tmp_path / "dist").glob("*.whl")
    locked = tmp_path / "locked.txt"
    run(
        *(UV, "export", "--quiet", "--frozen", "--no-dev", "--no-emit-project", "--no-hashes"),
        *("--output-file", str(locked)),
        cwd=project,
    )
    environment = tmp_path / "environment"
    run(UV, "venv", "--quiet", "--python", sys.executable, str(environment), cwd=tmp_path)
    run(
        *(UV, "pip", "install", "--quiet", "--python", str(environment / "bin" / "python")),
        *("--constraint", str(locked), str(wheel)),
        cwd=tmp_path,
    )
    return environment / "bin"


@pytest.fixture
def site(installed: Path, tmp_path: Path) -> Iterator[int]:
    """The port of the portal that the installed command serves."""
    port = live.free_ports(1)
    with (tmp_path / "log").open("wb") as log:
        process = subprocess.Popen(
            [installed / "debiet", "serve", "--sites=portal", f"--port={port}", "--workers=1"],
            cwd=tmp_path,
            stdout=log,
            stderr=log,
        )
    try:
        while live.status(port=port) is None:
            assert process.poll() is None, (tmp_path / "log").read_text()
        yield port
    finally:
        process.terminate()
        process.wait(timeout=40)


def test_the_installed_wheel_serves_its_front_page(installed: Path, site: int) -> None:
    where = run(
        *(str(installed / "python"), "-c", "import debiet; print(debiet.__file__)"), cwd=installed
    )
    assert Path(where.strip()).is_relative_to(installed.parent)
    assert "DATABASE_URL" in os.environ
    assert live.status(port=site) == 200
    assert live.status(port=site, path="/") == 200


COMPOSE = """
from datetime import UTC, datetime
from debiet.cli.setup import start_django
start_django()
from debiet.correspondence.channels.base import Outgoing
from debiet.correspondence.channels.post import Post
letter = Outgoing("<1@x>", "Ann", "", "Dag", "Een brief.", "", False, "message:1", "case:1",
    "ordinary", "nl", datetime(2026, 3, 2, tzinfo=UTC),
    postal_lines=("Ann", "Kouterbaan 18", "9230 Wetteren"))
print(Post().send(letter).document.page_count)
"""


def test_the_installed_wheel_composes_letters(installed: Path) -> None:
    assert run(str(installed / "python"), "-c", COMPOSE, cwd=installed).strip() == "1"
