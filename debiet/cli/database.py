"""`debiet postgres`: the embedded PostgreSQL alone, for development and measurements."""

from pathlib import Path
from typing import Annotated

import typer

from debiet.cli import places, postgres
from debiet.cli.processes import Family

Data = Annotated[
    Path | None,
    typer.Option(envvar="DEBIET_DATA", help="The folder that keeps the data."),
]


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command("postgres")(run)


def run(
    data: Data = None,
    durable: Annotated[bool, typer.Option(help="Survive a power failure.")] = True,
) -> None:
    """Run the embedded PostgreSQL and print what to export, until Ctrl-C."""
    family = Family()
    family.listen_to_signals()
    with postgres.running(folder=data or places.default_folder(), durable=durable) as server:
        for name, value in server.urls().environment().items():
            typer.echo(f"export {name}='{value}'")
        typer.echo("PostgreSQL runs until Ctrl-C.", err=True)
        family.watch()
