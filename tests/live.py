"""The sites as real processes, and a real browser to look at them."""

import http.client
import os
import secrets
import shutil
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from debiet.cli.processes import Family, is_free

CHROMIUM = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
READY_SECONDS = 30.0


@dataclass(frozen=True)
class Sites:
    """Where the running sites are."""

    portal: str
    desk: str
    log: Path


def chromium() -> str | None:
    """Return the path of the system's browser; DEBIET_CHROMIUM may name one."""
    named = os.environ.get("DEBIET_CHROMIUM")
    found = (shutil.which(name) for name in (named, *CHROMIUM) if name)
    return next((path for path in found if path), None)


def free_ports(count: int) -> int:
    """Return the first of some free ports in a row."""
    while True:
        first = 20_000 + secrets.randbelow(12_000)
        if all(is_free(host="127.0.0.1", port=first + number) for number in range(count)):
            return first


@contextmanager
def running_sites(*, log: Path, **environment: str) -> Iterator[Sites]:
    """Serve portal and desk from processes of their own, on the tests' database.

    :param environment: settings of these sites beyond those of all tests
    """
    port = free_ports(2)
    sites = Sites(portal=f"http://localhost:{port}", desk=f"http://localhost:{port + 1}", log=log)
    family = Family()
    family.start(
        "sites",
        [
            "debiet.cli",
            "serve",
            "--sites=portal,desk",
            f"--port={port}",
            "--workers=1",
            "--attached",
        ],
        environment={
            "DEBIET_PORTAL_URL": sites.portal,
            "DEBIET_DESK_URL": sites.desk,
            "DEBIET_SECOND_FACTOR_REQUIRED": "no",
            "DEBIET_DATABASE_POOL": "4",
            **environment,
        },
        log=log,
    )
    try:
        for number in (port, port + 1):
            wait_for(port=number, family=family)
        yield sites
    finally:
        family.stop()


def wait_for(*, port: int, family: Family) -> None:
    """Wait until a site answers that it is well."""
    deadline = time.monotonic() + READY_SECONDS
    while status(port=port) != http.HTTPStatus.OK:
        ended = family.ended()
        assert ended is None, f"The sites ended by themselves:\n{ended.log_end()}"
        assert time.monotonic() < deadline, f"No answer on port {port}."
        time.sleep(0.1)


def status(*, port: int, path: str = "/healthz") -> int | None:
    """Return the status of a page, or nothing if nobody answers."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=20)
    try:
        connection.request("GET", path, headers={"Host": f"localhost:{port}"})
        return connection.getresponse().status
    except OSError:
        return None
    finally:
        connection.close()


def python(*arguments: str) -> list[str]:
    """Return the command that runs one of our commands with this Python."""
    return [sys.executable, "-m", "debiet.cli", *arguments]
