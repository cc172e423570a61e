"""`debiet check-mail`: proves that of all mail that came nothing is lost, or says where to look."""

import json
import time
from dataclasses import asdict
from typing import Any

import typer

from debiet.cli.refusals import CommandRefused, require
from debiet.cli.setup import start_django

TRIES = 3
PAUSE_SECONDS = 3.0
"""A message that is just being taken in is counted on one side first."""


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command("check-mail")(check_mail)


def check_mail() -> None:
    """Print what came by each source and in which state it is; ends with 1 if that disagrees."""
    require("DATABASE_URL", "DEBIET_SECRET_KEY")
    start_django()
    for number in range(TRIES):
        if number:
            time.sleep(PAUSE_SECONDS)
        rows = _looked()
        wrong = [row["source"] for row in rows if not row["is_well"]]
        if not wrong:
            break
    typer.echo(json.dumps(rows, indent=2, default=str))
    if wrong:
        raise CommandRefused(f"Somebody must look at {', '.join(wrong)}.")


def _looked() -> list[dict[str, Any]]:
    from django.utils import timezone

    from debiet.core.actor import Actor
    from debiet.correspondence import queries

    found = queries.reconciled(viewer=Actor.system("mail.receive"), at=timezone.now())
    return [
        asdict(row) | {"adds_up": row.adds_up, "difference": row.difference, "is_well": row.is_well}
        for row in found
    ]
