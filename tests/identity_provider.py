"""A small OpenID Connect provider over real HTTP: codes, PKCE, signed ID tokens, and mistakes."""

import base64
import hashlib
import json
import secrets
import time
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

import jwt
from cryptography.hazmat.primitives.asymmetric import rsa

CLIENT_ID, CLIENT_SECRET = "debiet", "a secret & more"


@cache
def made_key(_name: str) -> rsa.RSAPrivateKey:
    """Return a key, made once for all tests."""
    return rsa.generate_private_key(public_exponent=65537, key_size=2048)


class Provider(ThreadingHTTPServer):
    """Signs one person in; `claims` and `key` say what it tells of them, and with which key."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.key = self.published = made_key("its own")
        self.claims: dict[str, Any] = {"sub": "person-1"}
        self.without: set[str] = set()
        self.asked: dict[str, dict[str, str]] = {}
        self.description: dict[str, Any] = {}

    @property
    def issuer(self) -> str:
        """Return who it says to be."""
        return f"http://127.0.0.1:{self.server_address[1]}"

    def id_token(self, nonce: str) -> str:
        """Return a token about the person, for one try."""
        now = int(time.time())
        claims = {
            "iss": self.issuer,
            "aud": CLIENT_ID,
            "iat": now,
            "exp": now + 300,
            "nonce": nonce,
            **self.claims,
        }
        claims = {name: value for name, value in claims.items() if name not in self.without}
        return jwt.encode(claims, self.key, algorithm="RS256", headers={"kid": "one"})


class Handler(BaseHTTPRequestHandler):
    """Answers as a provider does."""

    server: Provider

    def do_GET(self) -> None:
        path, query = urlsplit(self.path).path, parse_qs(urlsplit(self.path).query)
        asked = {name: values[0] for name, values in query.items()}
        if path == "/.well-known/openid-configuration":
            issuer = self.server.issuer
            self._say(
                200,
                {
                    "issuer": issuer,
                    "authorization_endpoint": f"{issuer}/authorize",
                    "token_endpoint": f"{issuer}/token",
                    "jwks_uri": f"{issuer}/keys",
                    "token_endpoint_auth_methods_supported": ["client_secret_basic"],
                    **self.server.description,
                },
            )
        elif path == "/keys":
            public = jwt.algorithms.RSAAlgorithm.to_jwk(
                self.server.published.public_key(), as_dict=True
            )
            self._say(200, {"keys": [{**public, "kid": "one", "use": "sig", "alg": "RS256"}]})
        elif path == "/authorize" and asked.get("client_id") == CLIENT_ID:
            code = secrets.token_urlsafe(12)
            self.server.asked[code] = asked
            self.send_response(302)
            back = urlencode({"code": code, "state": asked["state"]})
            self.send_header("Location", f"{asked['redirect_uri']}?{back}")
            self.send_header("Content-Length", "0")
            self.end_headers()
        else:
            self._say(404, {})

    def do_POST(self) -> None:
        length = int(self.headers["Content-Length"])
        form = {key: value[0] for key, value in parse_qs(self.rfile.read(length).decode()).items()}
        known = base64.b64encode(f"{CLIENT_ID}:{CLIENT_SECRET}".encode()).decode()
        asked = self.server.asked.pop(form.get("code", ""), None)
        challenge = base64.urlsafe_b64encode(
            hashlib.sha256(form.get("code_verifier", "").encode()).digest()
        )
        if (
            asked is None
            or self.headers.get("Authorization") != f"Basic {known}"
            or asked.get("code_challenge_method") != "S256"
            or asked.get("code_challenge") != challenge.decode().rstrip("=")
            or asked.get("redirect_uri") != form.get("redirect_uri")
        ):
            self._say(400, {"error": "invalid_grant"})
            return
        token = self.server.id_token(asked.get("nonce", ""))
        self._say(200, {"access_token": "x", "token_type": "Bearer", "id_token": token})

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
def running() -> Iterator[Provider]:
    """Run the provider."""
    provider = Provider()
    thread = Thread(target=provider.serve_forever, daemon=True)
    thread.start()
    try:
        yield provider
    finally:
        provider.shutdown()
        provider.server_close()
        thread.join()
