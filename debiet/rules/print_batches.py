"""Batches of letters: their numbers, the list that goes with them, and what the printer says."""

import csv
import io
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

_NUMBER: Final = re.compile(r"B(\d{4})-(\d{6,})")
MANIFEST_COLUMNS: Final = (
    *("batch", "position", "message", "pages", "first_page", "sha256", "postal_code"),
)
RETURN_COLUMNS: Final = ("batch", "message", "posted_on", "rejected")


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
        lines = [_line(row) for row in rows]
    except csv.Error:
        return ReturnFile(faulty_line=rows.line_num + 1)
    if None in lines:
        return ReturnFile(faulty_line=lines.index(None) + 2)
    return _grouped([line for line in lines if line is not None])


@dataclass(frozen=True, slots=True)
class _Line:
    batch: str
    message_id: int
    posted_on: date | None
    reason: str


def _mark(text: str) -> str:
    return ";" if ";" in text.split("\n", 1)[0] else ","


def _grouped(lines: list[_Line]) -> ReturnFile:
    batches: list[Returned] = []
    for number in dict.fromkeys(line.batch for line in lines):
        own = [line for line in lines if line.batch == number]
        days = {line.posted_on for line in own} - {None}
        if len(days) > 1 or len({line.message_id for line in own}) < len(own):
            faulty = next(i for i, line in enumerate(lines, start=2) if line.batch == number)
            return ReturnFile(faulty_line=faulty)
        batches.append(
            Returned(
                batch=number,
                posted_on=next(iter(days), None),
                posted=frozenset(line.message_id for line in own if not line.reason),
                rejected={line.message_id: line.reason for line in own if line.reason},
            )
        )
    return ReturnFile(tuple(batches))


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
