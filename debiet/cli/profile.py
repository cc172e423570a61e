"""`debiet profile load`: a utility's own values from files into the database."""

from typing import Annotated

import typer

from debiet.cli.refusals import require
from debiet.cli.setup import start_django


def register(app: typer.Typer) -> None:
    """Add `debiet profile …` to the commands."""
    profile = typer.Typer(help="A utility's own values: teams, topics, terms, texts.")
    profile.command("load")(load)
    # With a callback Typer keeps `load` as a word of its own although it is the only one.
    profile.callback()(lambda: None)
    app.add_typer(profile, name="profile")


def load(
    name: Annotated[
        str, typer.Argument(help="A profile that ships with Debiet, such as demo, or a folder.")
    ],
    take_over: Annotated[
        bool, typer.Option(help="Let the files win over what was set at the desk since.")
    ] = False,
) -> None:
    """Load a profile; the same again changes nothing, what changed holds from now on."""
    from debiet.cli.profile_files import read_profile

    require("DATABASE_URL", "DEBIET_SECRET_KEY")
    profile = read_profile(name)
    start_django()
    from django.utils import timezone

    from debiet.cli.profile_load import load_profile
    from debiet.core.actor import Actor

    by = Actor.system("cli.setup")
    loaded = load_profile(profile, takes_over=take_over, by=by, at=timezone.now())
    typer.echo(
        f"Loaded {name}: {len(profile.teams)} teams, {len(profile.topics)} topics, "
        f"{len(profile.mailboxes)} mailboxes, "
        f"{len(profile.calendars)} calendars, {len(profile.policies)} policies, "
        f"{len(profile.clauses)} clauses, {len(profile.templates)} templates."
    )
    if loaded.left_to_desk:
        typer.echo(
            f"Left as set at the desk: {', '.join(loaded.left_to_desk)}. "
            "With --take-over the files win.",
            err=True,
        )
    for address in loaded.leads_without_sign_in:
        typer.echo(
            f"Nobody signs in as {address}, who leads a team. "
            "Make the sign-in, then load the profile again.",
            err=True,
        )
