"""`debiet lmtp` as a real process, and a mail server's side of the talk over a plain socket."""

import os
import socket
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType
from typing import Self

from psycopg.conninfo import make_conninfo

from debiet.cli.processes import Child, Family
from tests.live import free_ports

APPLICATION = "debiet-lmtp-of-tests"
"""Under this name the server's connections are found in the database."""
READY_SECONDS = 30.0


class Talk:
    """One connection, byte for byte."""

    def __init__(self, place: int | Path) -> None:
        self.socket = _connected(place)
        self.replies = self.socket.makefile("rb")
        self.reply()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.replies.close()
        self.socket.close()

    def reply(self) -> str:
        """Return one whole reply, its lines parted by line feeds; "" when the other side left."""
        lines = []
        while line := self.replies.readline().decode():
            lines.append(line.rstrip("\r\n"))
            if line[3:4] == " ":
                break
        return "\n".join(lines)

    def say(self, line: str) -> str:
        """Send a command and return its reply."""
        self.socket.sendall(line.encode() + b"\r\n")
        return self.reply()

    def message(
        self,
        content: bytes,
        recipients: Sequence[str] = ("klantendienst@water.example",),
        sender: str = "ann@example.be",
    ) -> list[str]:
        """Hand a message over with dots as they must be, and return the replies after its end."""
        assert self.say("LHLO test").startswith("250")
        assert self.say(f"MAIL FROM:<{sender}>").startswith("250")
        taken = [name for name in recipients if self.say(f"RCPT TO:<{name}>").startswith("250")]
        assert self.say("DATA").startswith("354")
        self.socket.sendall(on_the_wire(content))
        return [self.reply() for _name in taken]


def _connected(place: int | Path) -> socket.socket:
    if isinstance(place, int):
        return socket.create_connection(("127.0.0.1", place), timeout=60)
    found = socket.socket(socket.AF_UNIX)
    found.settimeout(60)
    try:
        found.connect(str(place))
    except OSError:
        found.close()
        raise
    return found


def on_the_wire(content: bytes) -> bytes:
    """Return a message as it is sent: CRLF, a second dot before each dot, and the end."""
    lines = content.replace(b"\r\n", b"\n").replace(b"\n", b"\r\n")
    dotted = (b"\r\n" + lines).replace(b"\r\n.", b"\r\n..")[2:]
    return dotted + (b".\r\n" if dotted.endswith(b"\r\n") or not dotted else b"\r\n.\r\n")


@contextmanager
def running(log: Path) -> Iterator[tuple[Child, int]]:
    """Run the server on a free port, on the tests' database."""
    port = free_ports(1)
    with _running(log, port, f"--port={port}") as child:
        yield child, port


@contextmanager
def running_on_socket(log: Path, path: Path) -> Iterator[Child]:
    """Run the server on a socket."""
    with _running(log, path, f"--socket={path}") as child:
        yield child


@contextmanager
def _running(log: Path, place: int | Path, *arguments: str) -> Iterator[Child]:
    family = Family()
    url = make_conninfo(os.environ["DATABASE_URL"], application_name=APPLICATION)
    child = family.start(
        "lmtp",
        ["debiet.cli", "lmtp", "--attached", *arguments],
        environment={"DATABASE_URL": url, "DEBIET_DATABASE_POOL": "6"},
        log=log,
    )
    try:
        wait_until_listening(place, child)
        yield child
    finally:
        family.stop()


def wait_until_listening(place: int | Path, child: Child) -> None:
    """Wait until a connection is taken."""
    deadline = time.monotonic() + READY_SECONDS
    while True:
        assert child.process.poll() is None, child.log_end()
        assert time.monotonic() < deadline, child.log_end()
        try:
            _connected(place).close()
        except OSError:
            time.sleep(0.05)
        else:
            return
