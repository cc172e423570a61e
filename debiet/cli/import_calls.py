"""`debiet import-calls`: the log of a telephone exchange, as CSV.

Columns, in any order: `call_id` and `started_at`; `answered_at`, `ended_at`, `caller`, `called` and
`employee` where there is something to say. A line that cannot be read stops nothing: it is told
with its number and kept aside, in the same form, to be mended and imported again.
"""

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from debiet.cli.refusals import CommandRefused, require
from debiet.cli.setup import start_django

if TYPE_CHECKING:
    from debiet.correspondence.actions import Sign

NEEDED = ("call_id", "started_at")
KNOWN = (*NEEDED, "answered_at", "ended_at", "caller", "called", "employee")
LONGEST = {"call_id": 120, "caller": 40, "called": 40, "employee": 254}


class BadLine(ValueError):
    """A line that cannot be read; the words say why."""


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the file: its number, its values, or what is wrong with it."""

    number: int
    values: dict[str, str]


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command("import-calls")(import_calls)


def import_calls(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="The log, as CSV in UTF-8.")],
    source: Annotated[
        str, typer.Option(help="Which exchange it is from; with a call's id its key.")
    ] = "import-calls",
) -> None:
    """Take in a log of phone calls; importing one again changes nothing."""
    require("DATABASE_URL", "DEBIET_SECRET_KEY")
    header, lines = read(file)
    start_django()
    from django.db import OperationalError

    bad: list[Line] = []
    for line in lines:
        try:
            _keep(line.values, source=source)
        except BadLine as trouble:
            typer.echo(f"line {line.number}: {trouble}", err=True)
            bad.append(line)
        except OperationalError as trouble:
            raise CommandRefused(
                f"The database did not answer at line {line.number}. Run the same command again: "
                "what was taken in is not taken twice."
            ) from trouble
    typer.echo(f"{len(lines) - len(bad)} calls taken in, {len(bad)} lines kept aside.")
    if bad:
        aside = file.with_name(f"{file.name}.aside.csv")
        _put_aside(aside, header, bad)
        raise CommandRefused(f"{len(bad)} lines could not be read; they are in {aside}.")


def read(file: Path) -> tuple[list[str], list[Line]]:
    """Return the header and the lines of a log, parted by commas or semicolons.

    :raises CommandRefused: if it cannot be read at all
    """
    try:
        text = file.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as trouble:
        raise CommandRefused(f"{file} cannot be read: {trouble}") from trouble
    first = text.partition("\n")[0]
    rows = csv.reader(io.StringIO(text), delimiter=";" if ";" in first else ",")
    try:
        header = [name.strip() for name in next(rows, [])]
        missing = [name for name in NEEDED if name not in header]
        if missing:
            raise CommandRefused(f"{file} has no column {' and no column '.join(missing)}.")
        return header, list(_lines(rows, header))
    except csv.Error as trouble:
        raise CommandRefused(f"{file} is no CSV: {trouble}") from trouble


def _lines(rows: Iterator[list[str]], header: list[str]) -> Iterator[Line]:
    number = 1
    for row in rows:
        number += 1
        if any(value.strip() for value in row):
            padded = [*row, *[""] * (len(header) - len(row))]
            yield Line(number, dict(zip(header, padded, strict=False)))


def _keep(values: dict[str, str], *, source: str) -> None:
    from django.utils import timezone

    from debiet.core.actor import Actor
    from debiet.correspondence import actions

    tidy = {name: values.get(name, "").strip() for name in KNOWN}
    for name, longest in LONGEST.items():
        if len(tidy[name]) > longest or any(ord(sign) < 32 for sign in tidy[name]):
            raise BadLine(f"{name} is too long, or has signs in it that no number has")
    if not tidy["call_id"]:
        raise BadLine("call_id is empty")
    now = timezone.now()
    actions.record_call(
        source=source[:40],
        call_id=tidy["call_id"],
        caller=tidy["caller"],
        called=tidy["called"],
        signs=_signs(tidy, now),
        by=Actor.system("calls.record"),
        at=now,
    )


def _signs(tidy: dict[str, str], now: datetime) -> "list[Sign]":
    from debiet.correspondence.actions import Sign
    from debiet.rules.calls import CallEvent

    started = _moment("started_at", tidy["started_at"])
    if started is None:
        raise BadLine("started_at is empty")
    answered = _moment("answered_at", tidy["answered_at"])
    ended = _moment("ended_at", tidy["ended_at"])
    known = [moment for moment in (started, answered, ended) if moment]
    if known != sorted(known):
        raise BadLine("it was answered or ended before it started")
    if known[-1] > now:
        raise BadLine("it lies in the future")
    signs = [Sign(CallEvent.RINGING, started, tidy["employee"])]
    if answered:
        signs.append(Sign(CallEvent.ANSWERED, answered, tidy["employee"]))
    if ended:
        signs.append(Sign(CallEvent.ENDED if answered else CallEvent.ABANDONED, ended))
    return signs


def _moment(name: str, typed: str) -> datetime | None:
    from django.utils import timezone

    from debiet.rules.calls import EARLIEST

    if not typed:
        return None
    try:
        moment = datetime.fromisoformat(typed)
    except ValueError as trouble:
        raise BadLine(f"{name} is no moment such as 2026-03-02T09:15:00") from trouble
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=timezone.get_current_timezone())
    if moment < EARLIEST or moment.year > 2299:
        raise BadLine(f"{name} lies in another age")
    return moment.astimezone(UTC)


def _put_aside(aside: Path, header: list[str], bad: list[Line]) -> None:
    with aside.open("w", encoding="utf-8", newline="") as opened:
        writer = csv.writer(opened)
        writer.writerow(header)
        writer.writerows([[line.values.get(name, "") for name in header] for line in bad])
