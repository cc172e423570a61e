"""`debiet mail-sink`: a mail server that keeps every message as a file and sends none.

The demo delivers to it, so its mails take the way of real ones, by SMTP, and can be read.
"""

import asyncio
import itertools
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer

from debiet.cli.processes import end_with_parent

LONGEST_LINE = 64 * 1024


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command("mail-sink")(mail_sink)


def mail_sink(
    folder: Annotated[Path, typer.Argument(help="Where the messages go.")],
    port: Annotated[int, typer.Option()] = 8025,
    attached: Annotated[bool, typer.Option(hidden=True)] = False,
) -> None:
    """Take mail on a local port, keep it in a folder and send nothing on."""
    folder.mkdir(parents=True, exist_ok=True)
    if attached:
        end_with_parent()
    asyncio.run(MailSink(folder).serve(port=port))


class MailSink:
    """The few words of RFC 5321 that a sending program needs."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._numbers = itertools.count(1)

    async def serve(self, *, port: int) -> None:
        """Listen on this machine only, until cancelled."""
        server = await asyncio.start_server(
            self._converse, host="127.0.0.1", port=port, limit=LONGEST_LINE
        )
        async with server:
            await server.serve_forever()

    async def _converse(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        def say(line: str) -> None:
            writer.write(f"{line}\r\n".encode())

        say("220 localhost Debiet mail sink")
        try:
            while line := await reader.readline():
                verb = line.decode(errors="replace").strip().upper()
                if verb == "DATA":
                    say("354 End with a dot")
                    self._keep(await self._message(reader))
                    say("250 Kept")
                elif verb == "QUIT":
                    say("221 Goodbye")
                    break
                elif verb.startswith(("EHLO", "HELO", "MAIL FROM:", "RCPT TO:", "RSET", "NOOP")):
                    say("250 OK")
                else:
                    say("502 Not known here")
        except (ConnectionError, ValueError):  # gone, or a line longer than we take
            pass
        finally:
            writer.close()

    async def _message(self, reader: asyncio.StreamReader) -> bytes:
        lines = []
        while (line := await reader.readline()) not in {b".\r\n", b".\n"}:
            if not line:
                raise ConnectionError("The connection ended inside a message.")
            lines.append(line.removeprefix(b"."))
        return b"".join(lines)

    def _keep(self, message: bytes) -> None:
        moment = datetime.now(tz=UTC).strftime("%Y%m%dT%H%M%S")
        path = self.folder / f"{moment}-{next(self._numbers):04}.eml"
        path.write_bytes(message)
