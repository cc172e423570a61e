"""`debiet terms move`: moves open clocks to another version, after a preview and by its token."""

from typing import Annotated

import typer

from debiet.cli.refusals import CommandRefused, require
from debiet.cli.setup import start_django


def register(app: typer.Typer) -> None:
    """Add `debiet terms …` to the commands."""
    terms = typer.Typer(help="Calendars and promises about time.")
    terms.command("move")(move)
    # With a callback Typer keeps `move` as a word of its own although it is the only one.
    terms.callback()(lambda: None)
    app.add_typer(terms, name="terms")


def move(
    policy: Annotated[str, typer.Option(help="Move the open clocks of this policy.")] = "",
    calendar: Annotated[str, typer.Option(help="Move the open clocks of this calendar.")] = "",
    version: Annotated[
        int, typer.Option(help="Number of the version; the newest if left out.")
    ] = 0,
    token: Annotated[str, typer.Option(help="Carry out the preview that showed this token.")] = "",
    reason: Annotated[str, typer.Option(help="Why the clocks are moved.")] = "",
) -> None:
    """Show what moving open clocks to a version would do, or carry out what was shown.

    First with --policy or --calendar: nothing is moved, and a token is printed. Then with --token
    and --reason. Whoever is stopped half-way starts the same command again.
    """
    if sum(map(bool, (policy, calendar, token))) != 1:
        raise CommandRefused("Name a policy, or a calendar, or the token of a preview.")
    require("DATABASE_URL", "DEBIET_SECRET_KEY")
    start_django()
    from debiet.core.errors import Refused

    try:
        if token:
            _carry_out(token, reason)
        else:
            _show(policy, calendar, version)
    except Refused as refusal:
        raise CommandRefused(str(refusal)) from refusal


def _show(policy: str, calendar: str, version: int) -> None:
    from django.utils import timezone

    from debiet.core.actor import Actor
    from debiet.rules.moving import MoveEffect
    from debiet.terms import actions, queries

    by, at = Actor.system("terms.move"), timezone.now()
    code = policy or calendar
    version_id = queries.version_id(code, is_policy=bool(policy), number=version, at=at)
    if version_id is None:
        raise CommandRefused(f"There is no such version of {code}.")
    move_id = actions.ask_move(
        policy_version_id=version_id if policy else None,
        calendar_version_id=version_id if calendar else None,
        by=by,
        at=at,
    )
    while actions.plan_chunk(move_id=move_id, by=by, at=at):
        pass
    sums, found = queries.move_sums(move_id, viewer=by), queries.clock_move(move_id)
    assert found is not None  # noqa: S101 (it was made a moment ago)
    typer.echo(f"{sums.things} cases and held messages have open clocks of another version.")
    for effect, count in sums.effects.items():
        typer.echo(f"  {effect}: {count}")
    for line in sums.by_policy:
        typer.echo(f"  {line.policy}: {line.effects[MoveEffect.OVERDUE]} overdue")
    for obstacle, count in sums.obstacles.items():
        typer.echo(f"  {count} clocks keep their version: {obstacle}")
    typer.echo(f"Nothing was moved. To do what is shown: --token {found.token} --reason …")


def _carry_out(token: str, reason: str) -> None:
    from django.utils import timezone

    from debiet.core.actor import Actor
    from debiet.rules.moving import MoveState, PlanState
    from debiet.terms import actions, queries

    by, at = Actor.system("terms.move"), timezone.now()
    found = queries.move_of_token(token)
    if found is None:
        raise CommandRefused("No preview has this token.")
    if found.state is not MoveState.MOVING:
        actions.confirm_move(move_id=found.move_id, token=token, reason=reason, by=by, at=at)
    while actions.move_chunk(move_id=found.move_id, by=by, at=at):
        pass
    clocks = queries.move_sums(found.move_id, viewer=by).clocks
    typer.echo(
        f"{clocks[PlanState.MOVED]} clocks were moved, {clocks[PlanState.CHANGED]} had changed "
        f"since and {clocks[PlanState.LEFT]} keep their version."
    )
