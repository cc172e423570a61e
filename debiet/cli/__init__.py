"""All commands of the house, each in its own file; `debiet --help` lists them."""

import sys

import typer

from debiet.cli import (
    backup,
    check_contacts,
    check_mail,
    database,
    demo,
    fetch_mail,
    import_calls,
    import_mail,
    lmtp,
    mail_sink,
    messages,
    migrate,
    outgoing,
    profile,
    restore,
    serve,
    terms,
    worker,
)
from debiet.cli.refusals import CommandRefused

COMMANDS = (
    demo,
    serve,
    worker,
    migrate,
    database,
    profile,
    terms,
    import_calls,
    import_mail,
    lmtp,
    fetch_mail,
    check_mail,
    import_mail,
    check_contacts,
    mail_sink,
    messages,
    backup,
    restore,
    outgoing,
)
"""Every file with commands; each has `register(app)`."""


def make_app() -> typer.Typer:
    """Return the program with all its commands."""
    app = typer.Typer(
        name="debiet",
        help="Customer management for drinking-water companies.",
        no_args_is_help=True,
        add_completion=False,
        pretty_exceptions_enable=False,
    )
    for commands in COMMANDS:
        commands.register(app)
    return app


def main() -> None:
    """Run the command that was typed."""
    try:
        make_app()()
    except CommandRefused as refusal:
        typer.echo(f"Error: {refusal}", err=True)
        sys.exit(1)
