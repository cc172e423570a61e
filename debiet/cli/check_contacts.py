"""`debiet check-contacts`: every contact that is in nobody's hands, as JSON; 1 if there is any."""

import json

import typer

from debiet.cli.refusals import require
from debiet.cli.setup import start_django


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command("check-contacts")(check_contacts)


def check_contacts() -> None:
    """Print every contact that is in no case with a term, not answered, and not held with one.

    A line each: {"kind": …, "reference": …, "carrier": …, "since": …, "why": …}. It ends with 1 if
    there is any.
    """
    require("DATABASE_URL", "DEBIET_SECRET_KEY")
    start_django()
    from django.utils import timezone

    from debiet.cases import queries
    from debiet.core.actor import Actor

    holes = queries.unaccounted(viewer=Actor.system("contacts.check"), at=timezone.now())
    for hole in holes:
        line = {
            "kind": hole.kind,
            "reference": hole.reference,
            "carrier": hole.carrier,
            "since": hole.since.isoformat(),
            "why": hole.why,
        }
        typer.echo(json.dumps(line))
    if holes:
        raise typer.Exit(1)
