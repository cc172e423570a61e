"""`debiet fetch-mail`: looks into the IMAP mailboxes, as the worker does each minute."""

import json
import signal
import threading
from contextlib import suppress
from dataclasses import asdict
from types import FrameType
from typing import Annotated

import structlog
import typer

from debiet.cli.refusals import CommandRefused, require
from debiet.cli.setup import start_django

log = structlog.get_logger(__name__)

PAUSE_SECONDS = 60.0


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command("fetch-mail")(fetch_mail)


def fetch_mail(
    once: Annotated[bool, typer.Option("--once", help="Look once, then end.")] = False,
) -> None:
    """Take in what waits in the mailboxes, each minute or once; one line a mailbox."""
    require("DATABASE_URL", "DEBIET_SECRET_KEY")
    start_django()
    if once:
        if in_trouble := look():
            raise CommandRefused(f"Not looked through: {', '.join(in_trouble)}.")
        return
    asked_to_stop = threading.Event()

    def ask(number: int, frame: FrameType | None) -> None:
        asked_to_stop.set()

    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, ask)
    while not asked_to_stop.is_set():
        _look_again()
        asked_to_stop.wait(PAUSE_SECONDS)


def _look_again() -> None:
    """Look; where the database is away the next minute tries again, over a new connection."""
    from django.db import InterfaceError, OperationalError, connection

    try:
        look()
    except (OperationalError, InterfaceError) as trouble:
        log.warning("mailboxes not looked into", error=type(trouble).__name__)
        with suppress(OperationalError, InterfaceError):
            connection.close()


def look() -> list[str]:
    """Look into each mailbox that nobody else looks into now; return those in trouble."""
    from django.utils import timezone

    from debiet.core.actor import Actor
    from debiet.correspondence import actions, queries

    in_trouble = []
    for mailbox in queries.imap_mailboxes():
        found = actions.fetch_mailbox(
            mailbox_id=mailbox.mailbox_id, by=Actor.system("mail.receive"), at=timezone.now()
        )
        if found is None:
            continue
        typer.echo(json.dumps(asdict(found)))
        if found.trouble:
            in_trouble.append(found.mailbox)
    return in_trouble
