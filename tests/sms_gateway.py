"""A gateway for text messages, for tests: a real HTTP server on a free port of this machine."""

import json
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any


class Gateway:
    """What was handed over, and what this gateway is told to do wrong."""

    def __init__(self) -> None:
        self.asked: list[dict[str, Any]] = []
        self.sent: dict[str, dict[str, Any]] = {}
        self.token = "a token for tests"  # noqa: S105
        self.status: int | None = None
        self.refused_numbers: set[str] = set()
        self.seconds = 0.0
        self.breaks_off = False

    def answer(self, headers: Any, body: dict[str, Any]) -> int:
        """Return the status for one request; a message with a known key is sent only once."""
        self.asked.append(body)
        time.sleep(self.seconds)
        if headers["Authorization"] != f"Bearer {self.token}":
            return 401
        if self.status is not None:
            return self.status
        if body["to"] in self.refused_numbers:
            return 422
        self.sent.setdefault(headers["Idempotency-Key"], body)
        return 202


@contextmanager
def running() -> Iterator[tuple[Gateway, str]]:
    """Run a gateway and give its address."""
    gateway = Gateway()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            status = gateway.answer(self.headers, body)
            if gateway.breaks_off:
                self.close_connection = True
                return
            self.send_response(status)
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, format: str, *arguments: Any) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
    thread.start()
    try:
        yield gateway, f"http://127.0.0.1:{server.server_port}/messages"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
