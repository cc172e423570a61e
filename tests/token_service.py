"""A fake of the service that hands out OAuth2 tokens, over real HTTP."""

import json
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any
from urllib.parse import parse_qs, urlsplit

CLIENT = {"client_id": "debiet", "client_secret": "a secret & more"}


class TokenService(ThreadingHTTPServer):
    """Gives tokens to one client, and tells a mail server whose a token is."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.asked: list[dict[str, str]] = []
        self.good: set[str] = set()
        self.user = "klantendienst"
        self.seconds = 3600

    @property
    def address(self) -> str:
        """Return where it is."""
        return f"http://127.0.0.1:{self.server_address[1]}"


class Handler(BaseHTTPRequestHandler):
    """Answers as Microsoft's and Google's services do."""

    server: TokenService

    def do_POST(self) -> None:
        length = int(self.headers["Content-Length"])
        form = {key: value[0] for key, value in parse_qs(self.rfile.read(length).decode()).items()}
        self.server.asked.append(form)
        known = {key: form.get(key) for key in CLIENT} == CLIENT
        if not known or form.get("grant_type") != "client_credentials":
            self._say(401, {"error": "invalid_client"})
            return
        token = secrets.token_urlsafe(20)
        self.server.good.add(token)
        self._say(200, {"access_token": token, "expires_in": self.server.seconds})

    def do_GET(self) -> None:
        token = parse_qs(urlsplit(self.path).query).get("access_token", [""])[0]
        if token in self.server.good:
            self._say(200, {"email": self.server.user})
        else:
            self._say(401, {"error": "invalid_token"})

    def _say(self, status: int, answer: dict[str, Any]) -> None:
        body = json.dumps(answer).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: Any) -> None:
        """Say nothing."""


@contextmanager
def running() -> Iterator[TokenService]:
    """Run the service."""
    service = TokenService()
    thread = Thread(target=service.serve_forever, daemon=True)
    thread.start()
    try:
        yield service
    finally:
        service.shutdown()
        service.server_close()
        thread.join()
