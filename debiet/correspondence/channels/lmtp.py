"""Mail brought to us by the mail server, over LMTP (RFC 2033): one reply for each recipient.

aiosmtpd speaks the commands. What it gets wrong is done here: it answers once for all recipients,
refuses lines of more than 1001 bytes, takes a message line by line, and logs addresses.
"""

import asyncio
import re
from typing import Any, AnyStr

from aiosmtpd.lmtp import LMTP
from aiosmtpd.smtp import SMTP, Envelope, Session

from debiet.correspondence.channels.lmtp_desk import Desk, Taken

MAX_BYTES = 60 * 1024 * 1024
"""Larger messages are refused; the server that brings them tells their sender."""
MAX_RECIPIENTS = 100
CHUNK = 64 * 1024

_LINE_END = b"\r\n"
_END = b"\r\n.\r\n"
_PLAIN_REPLY = re.compile(r"([245])\d\d (?![245]\.\d)")
_CONTROL = re.compile(r"[\x00-\x1f\x7f]")


class Talk(LMTP):
    """One connection of a mail server."""

    line_length_limit = CHUNK

    def __init__(self, desk: Desk) -> None:
        self.desk = desk
        self.is_busy = False
        self._takers: list[tuple[str, int]] = []
        self._is_greeting = False
        super().__init__(
            self,
            data_size_limit=MAX_BYTES,
            enable_SMTPUTF8=True,
            hostname="debiet",
            ident="LMTP",
            loop=asyncio.get_running_loop(),
        )

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Begin, and be known to whoever stops all talks."""
        self.desk.talks.add(self)
        super().connection_made(transport)

    def connection_lost(self, error: Exception | None) -> None:
        """End."""
        self.desk.talks.discard(self)
        super().connection_lost(error)

    async def push(self, status: AnyStr) -> None:
        """Send a reply, with the enhanced status code that LMTP wants in each (RFC 2034)."""
        words = status if isinstance(status, str) else status.decode()
        if not self._is_greeting and (plain := _PLAIN_REPLY.match(words)):
            words = words if words.startswith("220") else f"{words[:4]}{plain[1]}.0.0 {words[4:]}"
        await super().push(words)

    async def smtp_LHLO(self, arg: str) -> None:  # noqa: N802 (aiosmtpd finds it by its name)
        """Say what we can."""
        self._is_greeting = True
        try:
            await super().smtp_LHLO(arg)
        finally:
            self._is_greeting = False

    async def handle_EHLO(  # noqa: N802
        self, server: SMTP, session: Session, envelope: Envelope, name: str, replies: list[str]
    ) -> list[str]:
        """Add what aiosmtpd can but does not say."""
        session.host_name = name
        return [*replies[:-1], "250-PIPELINING", "250 ENHANCEDSTATUSCODES"]

    async def handle_RCPT(  # noqa: N802
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        """Take a recipient whose mailbox we have."""
        if len(self._takers) >= MAX_RECIPIENTS:
            return "452 4.5.3 Too many recipients at once"
        address = _CONTROL.sub("", address)
        found = await self.desk.find(address)
        if found is Taken.TRY_AGAIN:
            return "451 4.3.0 Try again later"
        if not isinstance(found, int):
            return "550 5.1.1 No such mailbox here"
        envelope.rcpt_tos.append(address)
        self._takers.append((address, found))
        return "250 2.1.5 OK"

    async def handle_exception(self, error: Exception) -> str:
        """Log what went wrong without anybody's words, and let the sender try again."""
        self.desk.log_trouble(error)
        return "451 4.3.0 Try again later"

    def _set_post_data_state(self) -> None:
        super()._set_post_data_state()  # type: ignore[no-untyped-call]
        self._takers = []

    async def smtp_DATA(self, arg: str | None) -> None:  # noqa: N802
        """Take a message and answer for each recipient, in the order they were named."""
        if await self.check_helo_needed():
            return
        if not self._takers or arg:
            await self.push("501 5.5.4 Syntax: DATA" if arg else "503 5.5.1 Need RCPT first")
            return
        self.is_busy = True
        try:
            async with self.desk.slots:
                await self._take_message()
        finally:
            self.is_busy = False
            if self.desk.is_stopping:
                await self.say_goodbye()

    async def _take_message(self) -> None:
        assert self.envelope is not None  # noqa: S101 (it is there from the first command on)
        await self.push("354 End with a dot on a line of its own")
        content = await self._content()
        sender, takers = self.envelope.mail_from or "<>", self._takers
        self._set_post_data_state()
        taken = None
        for address, mailbox_id in takers:
            if content is None:
                await self.push(f"552 5.3.4 More than the {MAX_BYTES} bytes we take")
                continue
            self._reset_timeout()
            if taken is not Taken.AWAY:
                taken = await self.desk.keep(mailbox_id, _trace(sender, address), content)
            is_kept = taken is Taken.KEPT
            await self.push("250 2.1.5 Kept" if is_kept else "451 4.3.0 Try again later")

    async def _content(self) -> bytearray | None:
        """Return what comes before the lone dot, None when it is more than we take.

        Searched in large pieces, so that lines may have any length and 50 MB take no long time.
        """
        # The end is found by the line end before the dot: an empty message has none of its own.
        reader: Any = self._reader
        reader._buffer[0:0] = _LINE_END
        kept: bytearray | None = bytearray()
        is_end = False
        while not is_end:
            self._reset_timeout()
            try:
                piece = await reader.readuntil(_END)
                is_end = True
            except asyncio.LimitOverrunError as overrun:
                piece = await reader.readexactly(overrun.consumed)
            if kept is not None:
                kept += piece
                if len(kept) > MAX_BYTES + len(_LINE_END) + len(_END):
                    kept = None
        if kept is None:
            return None
        del kept[-len(b".\r\n") :]
        if b"\r\n." in kept:  # RFC 5321 4.5.2: a line's first dot was put there by the sender
            kept = kept.replace(b"\r\n.", _LINE_END)
        del kept[: len(_LINE_END)]
        return kept

    async def say_goodbye(self) -> None:
        """Close the connection because we stop."""
        if self.transport is not None:
            await self.push("421 4.3.2 Stopping, try again")
            self.transport.close()


def _trace(sender: str, recipient: str) -> bytes:
    """Return header lines that keep what the envelope said; the sender may be the null one."""
    path = _CONTROL.sub("", sender).strip("<>")
    lines = f"Return-Path: <{path}>\r\nDelivered-To: {recipient}\r\n"
    return lines.encode("utf-8", "surrogateescape")
