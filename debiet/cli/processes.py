"""Child processes that live and die together: the sites of `serve`, the parts of `demo`."""

import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import FrameType

STOPPING_SECONDS = 40.0


@dataclass(frozen=True)
class Child:
    """One process that we started; `log` is where its words go, if not to our own output."""

    name: str
    process: subprocess.Popen[bytes]
    log: Path | None

    def log_end(self) -> str:
        """Return the latest lines of its log."""
        if self.log is None:
            return ""
        return "\n".join(self.log.read_text(errors="replace").splitlines()[-20:])


class Family:
    """Children that are started one by one, watched together and stopped together.

    Each has the reading end of a pipe as its input. The system closes that pipe when we end, also
    when we are killed, and a child that watches it (`end_with_parent`) then stops by itself.
    """

    def __init__(self) -> None:
        self._children: list[Child] = []
        self._asked = threading.Event()

    def listen_to_signals(self) -> None:
        """Let Ctrl-C, a polite kill and a closed terminal end `watch`."""
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, self._ask)

    def _ask(self, number: int, frame: FrameType | None) -> None:
        self._asked.set()

    @property
    def asked_to_stop(self) -> bool:
        """Whether a signal came in."""
        return self._asked.is_set()

    def start(
        self,
        name: str,
        arguments: Sequence[str],
        *,
        environment: Mapping[str, str] | None = None,
        log: Path | None = None,
    ) -> Child:
        """Start a Python module with arguments, as `python -m` does."""
        output = None if log is None else os.open(log, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        try:
            process = subprocess.Popen(  # noqa: S603 (our own programs)
                [sys.executable, "-m", *arguments],
                env={**os.environ, **(environment or {})},
                stdin=subprocess.PIPE,
                stdout=output,
                stderr=None if output is None else subprocess.STDOUT,
                start_new_session=True,  # Ctrl-C reaches us only; we stop them in order
            )
        finally:
            if output is not None:
                os.close(output)
        child = Child(name, process, log)
        self._children.append(child)
        return child

    def ended(self) -> Child | None:
        """Return a child that ended though nobody asked it to."""
        return next((child for child in self._children if child.process.poll() is not None), None)

    def watch(self) -> Child | None:
        """Wait for a signal, which gives `None`, or for the first child that ends."""
        while not self._asked.wait(0.2):
            if child := self.ended():
                return child
        return None

    def stop(self) -> None:
        """Ask every child to stop, the latest first; kill those that do not in time."""
        for child in reversed(self._children):
            child.process.terminate()
        deadline = time.monotonic() + STOPPING_SECONDS
        for child in reversed(self._children):
            try:
                child.process.wait(timeout=max(0.1, deadline - time.monotonic()))
            except subprocess.TimeoutExpired:
                child.process.kill()
                child.process.wait()
            if child.process.stdin is not None:
                child.process.stdin.close()
        self._children.clear()


def end_with_parent() -> None:
    """Stop this process politely when its input ends: its parent is gone, however it went."""

    def wait() -> None:
        while os.read(0, 1024):
            pass
        os.kill(os.getpid(), signal.SIGTERM)

    threading.Thread(target=wait, name="end-with-parent", daemon=True).start()


def is_free(*, host: str, port: int) -> bool:
    """Return whether a port can be listened on."""
    with socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET) as candidate:
        candidate.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            candidate.bind((host, port))
        except OSError:
            return False
    return True


def wait_until_free(*, host: str, ports: Sequence[int], seconds: float) -> int | None:
    """Wait until ports are free; return one that stays taken, or `None`.

    After a hard kill the sites of the killed start need a moment to notice and end.
    """
    deadline = time.monotonic() + seconds
    while True:
        taken = next((port for port in ports if not is_free(host=host, port=port)), None)
        if taken is None or time.monotonic() > deadline:
            return taken
        time.sleep(0.2)
