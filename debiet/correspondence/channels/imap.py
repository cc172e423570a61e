"""Mail looked for in an IMAP mailbox: fetched one message at a time, put away, never deleted."""

import imaplib
import re
import ssl
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from imap_tools import BaseMailBox, MailBox, MailBoxUnencrypted
from imap_tools.errors import ImapToolsError, MailboxFolderSelectError
from imap_tools.utils import encode_folder

from debiet.correspondence.channels import oauth2
from debiet.correspondence.channels.imap_server import ImapServer

MAX_BYTES = 60 * 1024 * 1024
"""Of a larger message only the beginning is fetched."""
KEPT_OF_TOO_LARGE = 64 * 1024
MAX_ALIKE = 100
"""Of so many messages of the same size it is looked at whether they are the same."""
KEYWORD = "DebietKept"
"""Marks what was taken in where no folder is named to put it."""
TIMEOUT_SECONDS = 60.0

_SIZE = re.compile(rb"RFC822\.SIZE (\d+)")
_ARRIVED = re.compile(rb'INTERNALDATE "([^"]+)"')
_FAULTS = (imaplib.IMAP4.error, ImapToolsError, OSError)


class ImapTrouble(Exception):
    """A mailbox could not be looked into, or not to the end.

    :param code: `connection`, `certificate`, `sign-in`, `token`, `folder` or `server`
    """

    def __init__(self, code: str) -> None:
        self.code = code
        super().__init__(code)


@dataclass(frozen=True, slots=True)
class Fetched:
    """A message of the server.

    :param size: of the whole; more than `content` has where it is too large
    :param said_size: as the server counts it, which may be another way
    :param arrived_at: when the server got it, if it says so
    """

    content: bytes
    size: int
    said_size: int
    arrived_at: datetime | None


@contextmanager
def opened(
    server: ImapServer, *, secret: str, timeout: float = TIMEOUT_SECONDS
) -> Iterator["ImapFolder"]:
    """Sign in and open the folder in which mail arrives.

    :param timeout: seconds that the server may keep us waiting each time
    :raises ImapTrouble: also for whatever goes wrong while the folder is open
    """
    box: BaseMailBox | None = None
    try:
        box = _connected(server, timeout)
        _sign_in(box, server, secret)
        with _trouble("folder", imaplib.IMAP4.error, MailboxFolderSelectError):
            box.folder.set(server.folder)
        yield ImapFolder(box, server)
    except ssl.SSLCertVerificationError as trouble:
        raise ImapTrouble("certificate") from trouble
    except (OSError, imaplib.IMAP4.abort) as trouble:
        raise ImapTrouble("connection") from trouble
    except (imaplib.IMAP4.error, ImapToolsError) as trouble:
        raise ImapTrouble("server") from trouble
    finally:
        if box is not None:
            with suppress(*_FAULTS):
                box.logout()
            with suppress(*_FAULTS):
                box.client.shutdown()


@contextmanager
def _trouble(code: str, *kinds: type[Exception]) -> Iterator[None]:
    try:
        yield
    except imaplib.IMAP4.abort:
        raise  # the connection, not what was asked over it
    except kinds as trouble:
        raise ImapTrouble(code) from trouble


def _connected(server: ImapServer, timeout: float) -> BaseMailBox:
    # Said in so many words: imaplib's own context believes every certificate.
    context = ssl.create_default_context()
    if server.security == "tls":
        return MailBox(server.host, server.reached_at, timeout=timeout, ssl_context=context)
    box = MailBoxUnencrypted(server.host, server.reached_at, timeout=timeout)
    if server.security == "starttls":
        try:
            box.client.starttls(context)
        except BaseException:
            with suppress(OSError):  # the failed handshake closed it
                box.client.shutdown()
            raise
    return box


def _sign_in(box: BaseMailBox, server: ImapServer, secret: str) -> None:
    with _trouble("sign-in", imaplib.IMAP4.error, ImapToolsError):
        if server.authentication == "oauth2":
            _sign_in_with_token(box, server, secret)
        elif secret.isascii() and server.username.isascii():
            box.login(server.username, secret, initial_folder=None)
        else:
            box.login_utf8(server.username, secret, initial_folder=None)


def _sign_in_with_token(box: BaseMailBox, server: ImapServer, secret: str) -> None:
    with _trouble("token", oauth2.TokenRefused):
        token = oauth2.access_token(server, secret=secret)
    try:
        box.xoauth2(server.username, token, initial_folder=None)
    except (imaplib.IMAP4.error, ImapToolsError):
        # It may have been withdrawn before its time: the next look asks for a new one.
        oauth2.forget(server)
        raise


class ImapFolder:
    """The folder in which mail arrives, open."""

    def __init__(self, box: BaseMailBox, server: ImapServer) -> None:
        self._box, self._client, self._server = box, box.client, server
        # What a server can is often more once one has signed in, and imaplib does not ask again.
        _status, said = self._client.capability()
        self._can_move = b"MOVE" in bytes(said[-1]).upper().split()
        if server.kept_folder and not box.folder.exists(server.kept_folder):
            box.folder.create(server.kept_folder)

    def waiting(self) -> list[str]:
        """Return the messages that are to be taken in, in the order in which they came.

        Where what was taken leaves the folder, all that is there waits, also what a person has
        looked at with another program meanwhile.
        """
        leaves = self._server.kept_folder and self._can_move
        return self._box.uids("UNDELETED" if leaves else "UNSEEN UNDELETED", charset=None)

    def fetch(self, uid: str) -> Fetched | None:
        """Return a message, or None where it is gone; the size is asked for first."""
        about = self._asked(uid, "(RFC822.SIZE INTERNALDATE)")
        found = _SIZE.search(b" ".join(_texts(about)))
        if found is None:
            return None
        size = said_size = int(found[1])
        limit = KEPT_OF_TOO_LARGE if size > MAX_BYTES else MAX_BYTES + 1
        content = next(
            (part[1] for part in self._asked(uid, f"(BODY.PEEK[]<0.{limit}>)") if _is_pair(part)),
            b"",
        )
        if size and not content:  # gone between the two questions, or kept back by the server
            return None
        if len(content) > MAX_BYTES:  # more than the server had said
            size, content = max(size, len(content)), content[:KEPT_OF_TOO_LARGE]
        is_whole = size <= MAX_BYTES
        return Fetched(content, len(content) if is_whole else size, said_size, _arrived_at(about))

    def put_away(self, uid: str) -> None:
        """Move a message that was taken in to its folder, or mark it; nothing is ever deleted.

        imap-tools would expunge the folder to mark a message, and to move one where the server
        cannot: what other programs marked as deleted would be gone.
        """
        if self._server.kept_folder:
            folder = encode_folder(self._server.kept_folder)
            self._done("MOVE" if self._can_move else "COPY", uid, folder)
            if self._can_move:
                return
        status, _said = self._client.uid("STORE", uid, "+FLAGS", rf"(\Seen {KEYWORD})")
        if status != "OK":  # a server without keywords of one's own
            self._done("STORE", uid, "+FLAGS", r"(\Seen)")

    def copies_kept(self, fetched: Fetched) -> int:
        """Return how many the server keeps as taken in that are the same byte for byte."""
        alike = f"LARGER {fetched.said_size - 1} SMALLER {fetched.said_size + 1} UNDELETED"
        if fetched.said_size < 1:
            return 0
        if not self._server.kept_folder:
            return self._same(fetched, f"{alike} KEYWORD {KEYWORD}")
        with _trouble("folder", imaplib.IMAP4.error, MailboxFolderSelectError):
            self._box.folder.set(self._server.kept_folder, readonly=True)
            try:
                return self._same(fetched, alike)
            finally:
                self._box.folder.set(self._server.folder)

    def _same(self, fetched: Fetched, criterion: str) -> int:
        uids = self._box.uids(criterion, charset=None)
        found = (self.fetch(uid) for uid in uids[:MAX_ALIKE])
        return sum(1 for other in found if other and other.content == fetched.content)

    def kept_count(self) -> int | None:
        """Return how many messages the server keeps as taken in; None where it cannot say."""
        if self._server.kept_folder:
            return self._box.folder.status(self._server.kept_folder, ["MESSAGES"])["MESSAGES"]
        return len(self._box.uids(f"KEYWORD {KEYWORD}", charset=None))

    def _asked(self, uid: str, what: str) -> list[Any]:
        return self._done("FETCH", uid, what)

    def _done(self, command: str, *arguments: Any) -> list[Any]:
        status, said = self._client.uid(command, *arguments)
        if status != "OK":
            raise ImapTrouble("server")
        return said


def _is_pair(part: Any) -> bool:
    return isinstance(part, tuple) and len(part) == 2


def _texts(said: list[Any]) -> list[bytes]:
    return [part[0] if _is_pair(part) else part for part in said if part is not None]


def _arrived_at(said: list[Any]) -> datetime | None:
    found = _ARRIVED.search(b" ".join(_texts(said)))
    if found is None:
        return None
    try:
        return datetime.strptime(found[1].decode("ascii").strip(), "%d-%b-%Y %H:%M:%S %z")
    except ValueError:
        return None
