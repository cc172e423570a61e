"""Opening hours and single days as people type them: `9-12, 13:00-17:00` and `24/12/2026 9-12`."""

import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Final

_TIME: Final = r"(\d{1,2})(?:[:.uh](\d{2})?)?"
_SPAN: Final = re.compile(rf"{_TIME}\s*[-\N{{EN DASH}}]\s*{_TIME}")
_BETWEEN: Final = re.compile(r"[\s,;+]*")
_DAY: Final = re.compile(
    r"(?:(?P<d>\d{1,2})[/.-](?P<m>\d{1,2})[/.-](?P<y>\d{4})"
    r"|(?P<yy>\d{4})-(?P<mm>\d{2})-(?P<dd>\d{2}))(?=\s|$)"
)
_OPEN: Final = {"open", "ouvert"}
_CLOSED: Final = {"", "closed", "dicht", "gesloten", "ferm\u00e9"}

Pairs = list[list[str]]


class Unreadable(ValueError):
    """What was typed cannot be meant; the text of it is the piece that was not understood."""


def read_hours(text: str) -> Pairs:
    """Return hours as pairs of times, in order; nothing typed is closed.

    :raises Unreadable: with what cannot be meant
    """
    pairs, cursor, typed = [], 0, text.strip()
    while cursor < len(typed):
        found = _SPAN.match(typed, cursor)
        if found is None:
            raise Unreadable(typed[cursor:])
        pairs.append([_time(found[1], found[2], found[0]), _time(found[3], found[4], found[0])])
        gap = _BETWEEN.match(typed, found.end())
        cursor = gap.end() if gap else found.end()
    return sorted(pairs)


def _time(hours: str, minutes: str | None, span: str) -> str:
    if int(hours) * 60 + int(minutes or 0) > 24 * 60 or int(minutes or 0) > 59:
        raise Unreadable(span)
    return f"{int(hours):02d}:{int(minutes or 0):02d}"


def write_hours(pairs: Iterable[Sequence[str]]) -> str:
    """Return hours as they can be typed."""
    return ", ".join(f"{start}-{end}" for start, end in pairs)


def read_days(text: str, *, has_hours: bool) -> dict[date, Pairs | bool]:
    """Return single days, one a line: a day alone is closed, else its hours or the word open.

    :param has_hours: whether the calendar counts hours, so that open needs them
    :raises Unreadable: with the line that cannot be meant
    """
    found: dict[date, Pairs | bool] = {}
    for line in filter(None, (line.strip() for line in text.splitlines())):
        day, rest = _day(line)
        if day in found:
            raise Unreadable(line)
        if rest in _CLOSED:
            found[day] = [] if has_hours else False
        elif has_hours:
            try:
                found[day] = read_hours(rest)
            except Unreadable as trouble:
                raise Unreadable(line) from trouble
        elif rest in _OPEN:
            found[day] = True
        else:
            raise Unreadable(line)
    return found


def _day(line: str) -> tuple[date, str]:
    found = _DAY.match(line)
    if found is None:
        raise Unreadable(line)
    year, month, day = (found[a] or found[b] for a, b in (("y", "yy"), ("m", "mm"), ("d", "dd")))
    try:
        return date(int(year), int(month), int(day)), line[found.end() :].strip().lower()
    except ValueError as trouble:
        raise Unreadable(line) from trouble


def write_days(days: Mapping[date, Sequence[Sequence[str]] | bool]) -> str:
    """Return single days as they can be typed, one a line."""

    def rest(value: Sequence[Sequence[str]] | bool) -> str:
        if isinstance(value, bool):
            return " open" if value else ""
        return f" {write_hours(value)}" if value else ""

    return "\n".join(f"{day:%d/%m/%Y}{rest(value)}" for day, value in sorted(days.items()))
