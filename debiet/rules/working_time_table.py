"""The arithmetic under working time: wall-clock hours, clock changes and prefix sums.

Hours are read once, laid out over a local year, and turned into stretches of real time with the
open time before each of them. Two binary searches then answer any question about them.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from debiet.rules.local_time import (
    DAY,
    SECOND,
    from_micros,
    start_of_day,
    to_micros,
    wall_micros,
)

Span = tuple[int, int]
"""From and until, in microseconds; the end is excluded."""

Hours = tuple[Span, ...]
"""The hours of one day, from its 00:00; an end past 24:00 lies on the next day."""

_PROBE: Final = DAY // 2


def merged(spans: Iterable[Span]) -> list[Span]:
    """Return the union of spans in order; spans that touch become one, empty ones vanish."""
    union: list[Span] = []
    for start, end in sorted(spans):
        if end <= start:
            continue
        if union and start <= union[-1][1]:
            union[-1] = (union[-1][0], max(end, union[-1][1]))
        else:
            union.append((start, end))
    return union


@dataclass(frozen=True, slots=True)
class OpenTable:
    """The open time of consecutive local years, ready to be searched."""

    first_year: int
    final_year: int
    begin: int
    end: int
    starts: list[int]
    ends: list[int]
    before: list[int]  # open time in the table before each start
    total: int

    def open_before(self, moment: int) -> int:
        """Return the open time from the table's beginning to a moment inside the table."""
        index = bisect_right(self.starts, moment) - 1
        if index < 0:
            return 0
        end = self.ends[index]
        return self.before[index] + (moment if moment < end else end) - self.starts[index]

    def reach(self, moment: int, length: int) -> int | None:
        """Return the earliest moment with so much (more than 0) open time after a moment.

        Nothing if the table ends before that.
        """
        used = self.open_before(moment) + length
        if used > self.total:
            return None
        index = bisect_left(self.before, used) - 1
        return self.starts[index] + used - self.before[index]

    def next_open(self, moment: int) -> int | None:
        """Return the first open moment at or after this one; nothing if the table has none."""
        index = bisect_right(self.ends, moment)
        return max(moment, self.starts[index]) if index < len(self.ends) else None

    def spans(self, start: int, end: int) -> list[Span]:
        """Return the open stretches between two moments, cut off at both."""
        first, beyond = bisect_right(self.ends, start), bisect_left(self.starts, end)
        pairs = zip(self.starts[first:beyond], self.ends[first:beyond], strict=True)
        return [(max(start, opens), min(end, closes)) for opens, closes in pairs]

    def joined(self, later: "OpenTable") -> "OpenTable":
        """Return this table followed by the next one; hours open across the seam become one."""
        seam = bool(self.ends and later.starts and self.ends[-1] == later.starts[0])
        ends = self.ends[:-1] if seam else self.ends
        before = [self.total + open_before for open_before in later.before[seam:]]
        return OpenTable(
            first_year=self.first_year,
            final_year=later.final_year,
            begin=self.begin,
            end=later.end,
            starts=self.starts + later.starts[seam:],
            ends=ends + later.ends,
            before=self.before + before,
            total=self.total + later.total,
        )


def year_table(year: int, tz: ZoneInfo, hours_on: Callable[[date], Hours]) -> OpenTable:
    """Return the open time of one local year.

    Open means that the local wall clock reads a time inside an interval. Between two clock changes
    wall clock and real time differ by a constant, so each stretch of wall time is laid over each
    period of one offset: an hour that comes twice is open twice, one that is skipped has no length.
    """
    begin = to_micros(start_of_day(date(year, 1, 1), tz))
    end = to_micros(start_of_day(date(year + 1, 1, 1), tz))
    wall = merged(_wall_spans(year, hours_on))
    spans = []
    for from_, until, offset in _offsets(begin, end, tz):
        for opens, closes in wall:
            start, stop = max(from_, opens - offset), min(until, closes - offset)
            if start < stop:
                spans.append((start, stop))
    return _table(year, begin, end, merged(spans))


def _table(year: int, begin: int, end: int, spans: list[Span]) -> OpenTable:
    before, total = [], 0
    for opens, closes in spans:
        before.append(total)
        total += closes - opens
    starts, ends = [opens for opens, _ in spans], [closes for _, closes in spans]
    return OpenTable(year, year, begin, end, starts, ends, before, total)


def _wall_spans(year: int, hours_on: Callable[[date], Hours]) -> list[Span]:
    """Return the year's hours on a wall clock, those that reach into it from outside included."""
    day, final_day = date(year, 1, 1) - timedelta(days=2), date(year + 1, 1, 1)
    spans: list[Span] = []
    while day <= final_day:
        midnight = wall_micros(day)
        spans.extend((midnight + start, midnight + end) for start, end in hours_on(day))
        day += timedelta(days=1)
    return spans


def _offsets(begin: int, end: int, tz: ZoneInfo) -> list[tuple[int, int, int]]:
    """Return the periods of constant offset from UTC: from, until, offset."""
    periods = []
    start, offset, probe = begin, _offset(begin, tz), begin
    while probe < end:
        ahead = min(probe + _PROBE, end)
        if _offset(ahead, tz) != offset:
            change = _clock_change(probe, ahead, tz)
            periods.append((start, change, offset))
            start, offset = change, _offset(change, tz)
            probe = change
        else:
            probe = ahead
    periods.append((start, end, offset))
    return periods


def _clock_change(low: int, high: int, tz: ZoneInfo) -> int:
    """Return the second at which the offset of ``low`` stops to hold, by halving."""
    before = _offset(low, tz)
    while high - low > SECOND:
        middle = low + (high - low) // (2 * SECOND) * SECOND
        if _offset(middle, tz) == before:
            low = middle
        else:
            high = middle
    return high


def _offset(micros: int, tz: ZoneInfo) -> int:
    """Return how far the wall clock is ahead of UTC, in microseconds."""
    return (from_micros(micros, tz).utcoffset() or timedelta()) // timedelta(microseconds=1)
