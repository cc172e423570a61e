"""`debiet import-mail`: e-mail files, folders of them and mbox files, each message to a case.

Every message is kept as it is before anything judges it, and ends in one line on the output:
`{"source": …, "outcome": …, "case": …, "reason": …}`.
"""

import json
import mmap
import os
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path
from typing import Annotated, cast

import typer

from debiet.cli.refusals import CommandRefused, require
from debiet.cli.setup import start_django
from debiet.rules.mail import looks_like_mbox, split_mbox

SOURCE = "import-mail"
MAX_BYTES = 60 * 1024 * 1024
"""Larger messages no mail server takes; they are not read, an mbox file of any size is."""
KEPT_OF_TOO_LARGE = 64 * 1024
"""What is kept of a larger one: its header and first words, for the employee who looks at it."""
DUPLICATE = "duplicate"
TOO_LARGE = "too-large"


@dataclass(frozen=True, slots=True)
class Line:
    """What became of one message."""

    source: str
    outcome: str
    case: str | None
    reason: str


@dataclass(frozen=True, slots=True)
class Found:
    """One message of a file.

    :param size: of the whole message, in bytes; more than `content` has if it is too large
    """

    source: str
    content: bytes
    size: int


class Unreadable(Exception):
    """A path that could not be read; the words say which and why."""


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command("import-mail")(import_mail)


def import_mail(
    paths: Annotated[
        list[Path], typer.Argument(metavar="PATH…", help="E-mail files, mbox files or folders.")
    ],
) -> None:
    """Open or continue a case for each e-mail; importing one again changes nothing."""
    require("DATABASE_URL", "DEBIET_SECRET_KEY")
    start_django()
    from django.db import OperationalError
    from django.utils import timezone

    unreadable = 0
    for path in paths:
        for found in messages(path):
            if isinstance(found, Unreadable):
                unreadable += 1
                typer.echo(str(found), err=True)
                continue
            try:
                line = take(found, at=timezone.now())
            except OperationalError as trouble:
                raise CommandRefused(
                    f"The database did not answer at {found.source}. Run the same command again: "
                    "what was taken up is not taken twice."
                ) from trouble
            typer.echo(json.dumps(asdict(line)))
    if unreadable:
        raise CommandRefused(f"{unreadable} of the paths could not be read; the rest was taken up.")


def messages(path: Path) -> Iterator[Found | Unreadable]:
    """Yield every message of a file or folder, in the order of the names; never stop at a bad one.

    A file that begins like an mbox is taken as one, and its messages are numbered from 1.
    """
    for file in _files(path):
        if isinstance(file, Unreadable):
            yield file
            continue
        try:
            yield from _messages_of(file)
        except (OSError, ValueError) as trouble:
            yield _unreadable(file, trouble)


def _unreadable(path: Path | str, trouble: Exception) -> Unreadable:
    why = (trouble.strerror if isinstance(trouble, OSError) else None) or str(trouble)
    return Unreadable(f"{_shown(path)}: {why}")


def _shown(path: Path | str) -> str:
    # A name in an old encoding can be a path, but not be printed.
    return os.fsencode(path).decode("utf-8", "backslashreplace")


def _files(path: Path) -> Iterator[Path | Unreadable]:
    if not path.is_dir():
        yield path
        return
    troubles: list[OSError] = []
    for folder, folders, names in os.walk(path, onerror=troubles.append):
        folders.sort()
        for name in sorted(names):
            if (file := Path(folder, name)).is_file():
                yield file
    for trouble in troubles:
        yield _unreadable(trouble.filename or path, trouble)


def _messages_of(file: Path) -> Iterator[Found]:
    with file.open("rb") as opened:
        size = os.fstat(opened.fileno()).st_size
        if looks_like_mbox(opened.read(1024)):
            yield from _messages_of_mbox(file, opened.fileno())
            return
        opened.seek(0)
        content = opened.read(KEPT_OF_TOO_LARGE if size > MAX_BYTES else MAX_BYTES)
    yield Found(_shown(file), content, size)


def _messages_of_mbox(file: Path, descriptor: int) -> Iterator[Found]:
    # An mbox may hold years of mail: it is looked through where it lies, one message at a time.
    with mmap.mmap(descriptor, 0, access=mmap.ACCESS_READ) as mapped:
        # Searching and slicing, all that is done with it, work on a map as on bytes.
        for number, content in enumerate(split_mbox(cast("bytes", mapped)), start=1):
            kept = content[:KEPT_OF_TOO_LARGE] if len(content) > MAX_BYTES else content
            yield Found(f"{_shown(file)}#{number}", kept, len(content))


def take(found: Found, *, at: datetime) -> Line:
    """Keep a message and take it up; one that was taken before answers with its case of then."""
    from django.db import transaction

    from debiet.cases import actions as cases
    from debiet.core.actor import Actor
    from debiet.correspondence import actions as correspondence
    from debiet.rules.cases import Carrier

    by = Actor.system("mail.import")

    def keep() -> correspondence.TakenIn:
        return correspondence.take_in(
            carrier=Carrier.EMAIL,
            source=SOURCE,
            content=found.content,
            whole_size=found.size,
            received_at=at,
            by=by,
            at=at,
        )

    if found.size > MAX_BYTES:
        # In one transaction: nobody may take up a part as if it were the message.
        with transaction.atomic():
            taken = keep()
            outcome = cases.quarantine(
                raw_message_id=taken.raw_message_id, reason=TOO_LARGE, by=by, at=at
            )
    else:
        taken = keep()
        outcome = cases.take_up(raw_message_id=taken.raw_message_id, by=by, at=at)
    case = outcome.number or None
    if taken.is_settled:
        return Line(found.source, DUPLICATE, case, outcome.outcome)
    return Line(found.source, outcome.outcome, case, outcome.reason)
