"""Tokens for mailboxes that take no password: OAuth2 with client credentials, as Microsoft 365."""

import time

import httpx

from debiet.correspondence.channels.imap_server import ImapServer

TIMEOUT_SECONDS = 20.0
MARGIN_SECONDS = 60.0
"""A token is not used any more this long before it ends."""

_tokens: dict[tuple[str, str, str], tuple[str, float]] = {}


class TokenRefused(Exception):
    """There is no token: the service does not answer, or does not know us."""


def access_token(server: ImapServer, *, secret: str) -> str:
    """Return a token to sign in with; it is asked for once until it ends.

    :raises TokenRefused: without the service's words, which may hold what we sent
    """
    token, ends_at = _tokens.get(_key(server), ("", 0.0))
    if token and time.monotonic() < ends_at:
        return token
    token, seconds = _asked(server, secret)
    _tokens[_key(server)] = (token, time.monotonic() + seconds - MARGIN_SECONDS)
    return token


def forget(server: ImapServer) -> None:
    """Let the next sign-in ask for a new token."""
    _tokens.pop(_key(server), None)


def _key(server: ImapServer) -> tuple[str, str, str]:
    return (server.token_url, server.client_id, server.scope)


def _asked(server: ImapServer, secret: str) -> tuple[str, float]:
    form = {
        "grant_type": "client_credentials",
        "client_id": server.client_id,
        "client_secret": secret,
    }
    if server.scope:
        form["scope"] = server.scope
    try:
        answer = httpx.post(server.token_url, data=form, timeout=TIMEOUT_SECONDS)
        answer.raise_for_status()
        found = answer.json()
        return str(found["access_token"]), float(found.get("expires_in", 0))
    except (httpx.HTTPError, httpx.InvalidURL, ValueError, KeyError, TypeError) as trouble:
        raise TokenRefused(type(trouble).__name__) from None
