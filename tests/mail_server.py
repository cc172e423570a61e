"""A real mail server for tests: aiosmtpd on a free port of this machine."""

import os
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from email import message_from_bytes, policy
from email.message import EmailMessage

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session

from tests.live import free_ports


class MailServer:
    """What arrived, and what this server is told to do wrong."""

    def __init__(self) -> None:
        self.raw: list[bytes] = []
        self.kill_at_goodbye: int | None = None
        self.reply = "250 OK"

    @property
    def messages(self) -> list[EmailMessage]:
        """Return the messages that arrived, in order."""
        return [message_from_bytes(raw, policy=policy.default) for raw in self.raw]

    async def handle_DATA(  # noqa: N802 (aiosmtpd names it)
        self, server: SMTP, session: Session, envelope: Envelope
    ) -> str:
        if self.reply.startswith("250"):
            assert isinstance(envelope.content, bytes)
            self.raw.append(envelope.content)
        return self.reply

    async def handle_QUIT(  # noqa: N802 (aiosmtpd names it)
        self, server: SMTP, session: Session, envelope: Envelope
    ) -> str:
        # The sender has read our 250 and now waits for this reply, with nothing committed.
        if self.kill_at_goodbye is not None:
            os.kill(self.kill_at_goodbye, signal.SIGKILL)
            self.kill_at_goodbye = None
        return "221 Bye"


@contextmanager
def running() -> Iterator[tuple[MailServer, int]]:
    """Run a mail server and give its port."""
    handler, port = MailServer(), free_ports(1)
    controller = Controller(handler, hostname="127.0.0.1", port=port)
    controller.start()
    try:
        yield handler, port
    finally:
        controller.stop()
