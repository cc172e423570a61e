"""Connections by municipality as people paste them from a spreadsheet: each line read, or why not.

A line is a name and a whole number, parted by a semicolon, a tab or a comma. Dots and spaces
between the digits part thousands. A first line without a number is a heading.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

MOST_CONNECTIONS: Final = 9_999_999
LONGEST_NAME: Final = 80
_PARTS: Final = re.compile(r"[;\t]")
_WHOLE: Final = re.compile(r"\d{1,3}(?:[. \u00a0\u202f]\d{3})+|\d+", re.ASCII)


class LineTrouble(StrEnum):
    """Why a line cannot be read."""

    TWO_PARTS = "two-parts"  # it is not a name and a number
    NO_NAME = "no-name"
    LONG_NAME = "long-name"
    NO_NUMBER = "no-number"  # not a whole number
    TOO_MANY = "too-many"
    TWICE = "twice"  # the place stands on an earlier line


@dataclass(frozen=True, slots=True)
class BadLine:
    """A line that cannot be read.

    :param number: which line it is, from 1
    """

    number: int
    text: str
    trouble: LineTrouble


@dataclass(frozen=True, slots=True)
class ConnectionList:
    """What was read, by municipality, and which lines could not be."""

    connections: Mapping[str, int]
    bad: tuple[BadLine, ...]


def read_connections(text: str) -> ConnectionList:
    """Return what pasted lines say; empty ones say nothing."""
    found: dict[str, int] = {}
    bad: list[BadLine] = []
    lines = [(number, line.strip()) for number, line in enumerate(text.splitlines(), start=1)]
    said = [(number, line) for number, line in lines if line.strip("\ufeff;,")]
    for place, (number, line) in enumerate(said):
        read = _read(line, {name.casefold() for name in found})
        if isinstance(read, tuple):
            found[read[0]] = read[1]
        elif place or read is not LineTrouble.NO_NUMBER or re.search(r"\d", line):
            bad.append(BadLine(number, line, read))
    return ConnectionList(found, tuple(bad))


def _read(line: str, known: set[str]) -> tuple[str, int] | LineTrouble:
    separator = _PARTS.search(line)
    parts = [part.strip(' "\ufeff') for part in line.split(separator[0] if separator else ",")]
    if len(parts) != 2:
        return LineTrouble.TWO_PARTS
    name, digits = " ".join(parts[0].split()), parts[1]
    if not name:
        return LineTrouble.NO_NAME
    if len(name) > LONGEST_NAME:
        return LineTrouble.LONG_NAME
    if not _WHOLE.fullmatch(digits):
        return LineTrouble.NO_NUMBER
    number = int(re.sub(r"[^0-9]", "", digits))
    if number > MOST_CONNECTIONS:
        return LineTrouble.TOO_MANY
    return LineTrouble.TWICE if name.casefold() in known else (name, number)
