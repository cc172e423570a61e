"""`debiet lmtp`: takes the mail that the utility's mail server brings."""

import asyncio
import signal
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import structlog
import typer

from debiet.cli.processes import end_with_parent
from debiet.cli.refusals import CommandRefused, require
from debiet.cli.setup import start_django

if TYPE_CHECKING:
    from debiet.correspondence.channels.lmtp_desk import Desk

log = structlog.get_logger(__name__)

BEAT_SECONDS = 60.0
"""How often the mailboxes are marked as listened for."""


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command()(lmtp)


def lmtp(
    host: Annotated[str, typer.Option(help="The address to listen on.")] = "127.0.0.1",
    port: Annotated[int, typer.Option()] = 8024,
    socket: Annotated[
        Path | None, typer.Option(help="Listen on a socket at this path instead.")
    ] = None,
    at_once: Annotated[int, typer.Option(help="Messages in memory at the same time.")] = 4,
    attached: Annotated[bool, typer.Option(hidden=True)] = False,
) -> None:
    """Take mail over LMTP until stopped: each message is answered for once it is committed."""
    require("DATABASE_URL", "DEBIET_SECRET_KEY")
    start_django()
    if attached:
        end_with_parent()
    try:
        asyncio.run(_serve(host=host, port=port, socket=socket, at_once=at_once))
    except OSError as trouble:
        raise CommandRefused(f"Cannot listen there: {trouble.strerror}.") from trouble


async def _serve(*, host: str, port: int, socket: Path | None, at_once: int) -> None:
    asked_to_stop = asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(number, asked_to_stop.set)
    desk = make_desk(at_once=at_once)
    await desk.listen(host=host, port=port, socket=socket)
    typer.echo(f"lmtp: {socket or f'{host}:{port}'}", err=True)
    while not asked_to_stop.is_set():
        await asyncio.to_thread(_beat)
        with suppress(TimeoutError):
            await asyncio.wait_for(asked_to_stop.wait(), BEAT_SECONDS)
    await desk.stop()


def make_desk(*, at_once: int) -> "Desk":
    """Return what takes messages into this installation's mailboxes."""
    from django.db import InterfaceError, OperationalError, connection
    from django.utils import timezone

    from debiet.core.actor import Actor
    from debiet.correspondence import actions, queries
    from debiet.correspondence.channels.lmtp_desk import Away, Desk

    def find(address: str) -> int | None:
        try:
            mailbox = queries.lmtp_mailbox(address)
        finally:
            connection.close()
        return mailbox.mailbox_id if mailbox else None

    def keep(mailbox_id: int, content: bytes) -> None:
        at = timezone.now()
        try:
            actions.receive(
                mailbox_id=mailbox_id,
                content=content,
                received_at=at,
                by=Actor.system("mail.receive"),
                at=at,
            )
        except (OperationalError, InterfaceError) as trouble:
            raise Away from trouble
        finally:
            connection.close()

    return Desk(find=find, keep=keep, at_once=at_once)


def _beat() -> None:
    from django.db import DatabaseError, InterfaceError, connection
    from django.utils import timezone

    from debiet.core.actor import Actor
    from debiet.correspondence import actions

    try:
        actions.note_listening(by=Actor.system("mail.receive"), at=timezone.now())
    except (DatabaseError, InterfaceError) as trouble:
        # Mail is put off meanwhile; the next beat says that we listen again.
        log.warning("not marked as listening", error=type(trouble).__name__)
    finally:
        with suppress(DatabaseError, InterfaceError):
            connection.close()
