"""How an IMAP server is reached, as a mailbox's row keeps it; the secret is in the settings."""

from collections.abc import Mapping
from dataclasses import MISSING, dataclass, fields
from typing import Any

PORTS = {"tls": 993, "starttls": 143, "none": 143}
AUTHENTICATIONS = ("password", "oauth2")
_HERE = ("http://127.0.0.1:", "http://localhost:")
"""Where a test's service answers: what goes there does not leave the machine."""


@dataclass(frozen=True, kw_only=True, slots=True)
class ImapServer:
    """An IMAP server and the account on it.

    :param security: `tls` from the first byte on, `starttls`, or `none`
    :param folder: where new mail arrives
    :param kept_folder: where mail goes that was taken in; "" where it stays, marked as seen
    :param authentication: `password`, or `oauth2` with client credentials
    """

    host: str
    username: str
    port: int = 0
    security: str = "tls"
    folder: str = "INBOX"
    kept_folder: str = ""
    authentication: str = "password"
    token_url: str = ""
    client_id: str = ""
    scope: str = ""

    @property
    def reached_at(self) -> int:
        """Return the port: the one that is named, or that of the protocol."""
        return self.port or PORTS[self.security]


def read_server(values: Mapping[str, Any]) -> ImapServer:
    """Return what a mailbox's row says of its server.

    :raises ValueError: with what is wrong
    """
    known = {field.name: field for field in fields(ImapServer)}
    for name, value in values.items():
        if name not in known:
            raise ValueError(f"`{name}` is not known")
        if not isinstance(value, int if name == "port" else str):
            raise ValueError(f"`{name}` has a value of the wrong kind")
    for name, field in known.items():
        if field.default is MISSING and not values.get(name):
            raise ValueError(f"`{name}` is missing")
    server = ImapServer(**values)
    if server.security not in PORTS:
        raise ValueError(f"`security` is one of {', '.join(PORTS)}")
    if server.authentication not in AUTHENTICATIONS:
        raise ValueError(f"`authentication` is one of {', '.join(AUTHENTICATIONS)}")
    if server.authentication == "oauth2" and not (server.token_url and server.client_id):
        raise ValueError("OAuth2 needs `token_url` and `client_id`")
    if server.token_url and not server.token_url.startswith(("https://", *_HERE)):
        raise ValueError("`token_url` begins with https://: a secret goes there")
    if server.folder == server.kept_folder:
        raise ValueError("`kept_folder` must be another folder than `folder`")
    return server
