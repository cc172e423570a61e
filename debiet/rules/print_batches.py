"""Batches of letters: their numbers, the list that goes with them, and what the printer says."""

import csv
import io
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Final

_NUMBER: Final = re.compile(r"B(\d{4})-(\d{6,})")
MANIFEST_COLUMNS: Final = (
    *("batch", "position", "message", "pages", "first_page", "sha256", "postal_code"),
)
RETURN_COLUMNS: Final = ("batch", "message", "posted_on", "rejected")


class PrintFault(StrEnum):
    """Why a letter cannot be printed."""

    CHANGED = "changed"
    UNREADABLE = "unreadable"
    PAGES = "pages"


@dataclass(frozen=True, slots=True)
class Sheet:
    """A letter in a batch: no more of it than whoever prints and posts it needs."""

    message_id: int
    pages: int
    sha256: str
    postal_code: str


@dataclass(frozen=True, slots=True)
class Returned:
    """What the printer's file says of one batch.

    :param posted_on: None where every letter of it was rejected
    :param rejected: the reason for each letter that was not posted
    """

    batch: str
    posted_on: date | None
    posted: frozenset[int]
    rejected: dict[int, str]


@dataclass(frozen=True, slots=True)
class ReturnFile:
    """What a printer's file says, or which of its lines cannot be read; never a part of it."""

    batches: tuple[Returned, ...] = ()
    faulty_line: int | None = None


def batch_number(year: int, serial: int) -> str:
    """Return the number of a batch: `B2026-000001`."""
    return f"B{year}-{serial:06d}"


def next_number(year: int, latest: str | None) -> str:
    """Return the number after the latest of a year, or its first."""
    match = _NUMBER.fullmatch(latest or "")
    known = match is not None and int(match[1]) == year
    return batch_number(year, int(match[2]) + 1 if match and known else 1)


def manifest(batch: str, sheets: Iterable[Sheet]) -> str:
    """Return the list that goes to the printer with a batch, as CSV."""
    written = io.StringIO(newline="")
    lines = csv.writer(written, lineterminator="\r\n")
    lines.writerow(MANIFEST_COLUMNS)
    first_page = 1
    for position, one in enumerate(sheets, start=1):
        place = (batch, position, one.message_id, one.pages, first_page)
        lines.writerow((*place, one.sha256, one.postal_code))
        first_page += one.pages
    return written.getvalue()


def read_return(text: str) -> ReturnFile:
    """Return what a printer's return file says.

    CSV with a line of names, parted by commas or semicolons: `batch`, `message` and `posted_on`
    (such as 2026-03-02) or `rejected` with a reason. One line that cannot be read, or two days for
    one batch, and nothing of the file counts.
    """
    rows = csv.DictReader(io.StringIO(text.removeprefix("\ufeff")), delimiter=_mark(text))
    try:
        if not set(RETURN_COLUMNS[:3]) <= {str(name).strip() for name in rows.fieldnames or ()}:
            return ReturnFile(faulty_line=1)
        lines = [(rows.line_num, _line(row)) for row in rows]
    except csv.Error:
        return ReturnFile(faulty_line=rows.line_num + 1)
    return _grouped(lines)


@dataclass(frozen=True, slots=True)
class _Line:
    batch: str
    message_id: int
    posted_on: date | None
    reason: str


def _mark(text: str) -> str:
    return ";" if ";" in text.split("\n", 1)[0] else ","


def _grouped(lines: list[tuple[int, _Line | None]]) -> ReturnFile:
    days: dict[str, date | None] = {}
    letters: dict[str, dict[int, str]] = {}
    for number, line in lines:
        if line is None:
            return ReturnFile(faulty_line=number)
        named = letters.setdefault(line.batch, {})
        day = days.setdefault(line.batch, line.posted_on) or line.posted_on
        if line.message_id in named or line.posted_on not in (None, day):
            return ReturnFile(faulty_line=number)
        days[line.batch], named[line.message_id] = day, line.reason
    return ReturnFile(
        tuple(
            Returned(
                batch=batch,
                posted_on=days[batch],
                posted=frozenset(key for key, reason in named.items() if not reason),
                rejected={key: reason for key, reason in named.items() if reason},
            )
            for batch, named in letters.items()
        )
    )


def _line(read: dict[str, str]) -> _Line | None:
    """Return batch, letter and either the day or the reason of one line, None if it says neither.

    A message may be named as the letter itself names it: `message:12`.
    """
    row = {str(key).strip(): _plain(value) for key, value in read.items()}
    message_id, reason = message_in(row["message"]), row.get("rejected", "")
    day = _day(row["posted_on"])
    if (
        not _NUMBER.fullmatch(row["batch"])
        or message_id is None
        or (day is None) is not bool(reason)
    ):
        return None
    return _Line(row["batch"], message_id, day, reason[:120])


def _plain(value: object) -> str:
    return str(value or "").replace("\x00", "").strip()


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def message_in(scanned: str) -> int | None:
    """Return which letter the code of an envelope or somebody's typing names, or None."""
    match = re.fullmatch(r"\s*(?:message:)?\s*([0-9]{1,18})\s*", scanned)
    return int(match[1]) if match else None


def in_order(rows: Sequence[tuple[str, int]]) -> list[int]:
    """Return letters by postal code and then as they were written, the order of a batch.

    Sorted by place the post takes them cheaper, and the same letters give the same batch.
    """
    return [message_id for _code, message_id in sorted(rows)]
