"""What all LMTP connections share: the threads that keep messages, and how many at a time."""

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from enum import Enum
from pathlib import Path
from typing import TYPE_CHECKING

import structlog

if TYPE_CHECKING:
    from debiet.correspondence.channels.lmtp import Talk

log = structlog.get_logger(__name__)

GRACE_SECONDS = 30.0


class Away(Exception):
    """The database does not answer: there is no use in asking it again at once."""


class Taken(Enum):
    """What a question to the database came to."""

    KEPT = "kept"
    UNKNOWN = "unknown"
    TRY_AGAIN = "try-again"
    AWAY = "away"


class Desk:
    """Hands addresses and messages to threads that may wait for the database.

    :param find: returns the mailbox of an address, or None
    :param keep: commits a message to a mailbox, or raises; `Away` where the database is
    :param at_once: how many messages may be in memory at a time
    """

    def __init__(
        self,
        *,
        find: Callable[[str], int | None],
        keep: Callable[[int, bytes], None],
        at_once: int,
    ) -> None:
        self._find, self._keep = find, keep
        self.slots = asyncio.Semaphore(at_once)
        self.talks: set[Talk] = set()
        self.is_stopping = False
        # One thread more: who asks for an address need not wait until a large message is kept.
        self._threads = ThreadPoolExecutor(at_once + 1)
        self._servers: list[asyncio.Server] = []

    async def listen(self, *, host: str, port: int, socket: Path | None) -> None:
        """Take connections on a port, or on a socket that the group of this process may use."""
        from debiet.correspondence.channels.lmtp import Talk

        loop = asyncio.get_running_loop()
        if socket is None:
            self._servers.append(await loop.create_server(lambda: Talk(self), host, port))
            return
        socket.unlink(missing_ok=True)
        self._servers.append(await loop.create_unix_server(lambda: Talk(self), str(socket)))
        socket.chmod(0o660)

    async def stop(self) -> None:
        """Take no more, let the messages that are under way be answered for, and end."""
        self.is_stopping = True
        for server in self._servers:
            server.close()
        for talk in list(self.talks):
            if not talk.is_busy:
                await talk.say_goodbye()
        deadline = asyncio.get_running_loop().time() + GRACE_SECONDS
        while any(talk.is_busy for talk in self.talks):
            if asyncio.get_running_loop().time() > deadline:
                break
            await asyncio.sleep(0.05)
        self._threads.shutdown(wait=True)

    async def find(self, address: str) -> int | Taken:
        """Return the mailbox that takes mail for an address."""
        loop = asyncio.get_running_loop()
        try:
            found = await loop.run_in_executor(self._threads, self._find, address)
        except Exception as trouble:  # noqa: BLE001 (whatever it is, the sender asks again)
            self.log_trouble(trouble)
            return Taken.TRY_AGAIN
        return Taken.UNKNOWN if found is None else found

    async def keep(self, mailbox_id: int, trace: bytes, content: bytearray) -> Taken:
        """Commit a message; only then it is kept, and whatever goes wrong it comes again."""

        def work() -> None:
            self._keep(mailbox_id, b"".join((trace, content)))

        # Not given up with the connection: its memory counts until the thread lets it go.
        kept = asyncio.get_running_loop().run_in_executor(self._threads, work)
        try:
            await asyncio.shield(kept)
        except asyncio.CancelledError:
            await asyncio.wait([kept])
            raise
        except Away as trouble:
            self.log_trouble(trouble)
            return Taken.AWAY
        except Exception as trouble:  # noqa: BLE001 (whatever it is, the sender tries again)
            self.log_trouble(trouble)
            return Taken.TRY_AGAIN
        return Taken.KEPT

    def log_trouble(self, error: Exception) -> None:
        """Log the kind of an error; its words may be somebody's."""
        log.error("mail not taken", error=type(error).__name__)
