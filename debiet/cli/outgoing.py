"""`debiet outgoing`: whether anything may leave this installation."""

from typing import Annotated

import typer

from debiet.cli.refusals import CommandRefused, require
from debiet.cli.setup import start_django

WORDS = ("on", "off", "show")


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command()(outgoing)


def outgoing(
    what: Annotated[str, typer.Argument(help="on, off or show.")] = "show",
) -> None:
    """Say whether mail, letters and text messages leave this installation, or switch it.

    A restored copy sends nothing and looks into no mailbox until this says on. What waits then
    leaves: make sure that the installation it is a copy of sends no more.
    """
    require("DATABASE_URL", "DEBIET_SECRET_KEY")
    if what not in WORDS:
        raise CommandRefused(f"debiet outgoing takes {', '.join(WORDS)}, not {what!r}.")
    start_django()
    from django.utils import timezone

    from debiet.core import outgoing as switch
    from debiet.core.actor import Actor
    from debiet.correspondence import queries

    at = timezone.now()
    if what != "show":
        switch.switch_outgoing(
            is_on=what == "on", reason="command", by=Actor.system("cli.setup"), at=at
        )
    waiting = queries.waiting_message_count(viewer=Actor.system("cli.setup"))
    state = "off" if switch.is_off() else "on"
    typer.echo(f"Outgoing is {state}. Messages that wait: {waiting}.")
