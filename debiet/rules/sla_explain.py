"""Why a clock stands where it stands: every interval, counted or skipped, with its reason."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from enum import StrEnum
from fractions import Fraction

from debiet.rules.local_time import start_of_day
from debiet.rules.sla_count import DaysCount, HoursCount, count_of, hours_of, target_of_run
from debiet.rules.sla_ledger import Stop, effective_entries, runs
from debiet.rules.sla_values import Calendar, Entry, PauseReason, Target, in_utc


class SpanReason(StrEnum):
    """Why an interval counts or does not."""

    OPEN = "open"  # working hours
    COUNTED_DAY = "counted_day"
    DAY_OF_RECEIPT = "day_of_receipt"
    DAY_UNDER_WAY = "day_under_way"  # counts once it is over
    NIGHT = "night"
    BREAK = "break"
    WEEKEND = "weekend"
    HOLIDAY = "holiday"
    OVERRIDE = "override"
    PAUSED = "paused"
    CASE_CLOSED = "case_closed"


@dataclass(frozen=True, slots=True)
class ExplainedSpan:
    """One interval of a clock.

    :param amount: what it adds to the used time, in the term's unit: hours or days
    :param waiting_for: what a pause waited for
    """

    start: datetime
    end: datetime
    is_counted: bool
    reason: SpanReason
    amount: Fraction
    waiting_for: PauseReason | None = None

    @property
    def duration(self) -> timedelta:
        """Return the real time that went by in it."""
        return in_utc(self.end) - in_utc(self.start)


def explain(
    *,
    target: Target,
    entries: Iterable[Entry],
    calendar: Calendar,
    until: datetime,
    calendars: Mapping[str, Calendar] | None = None,
    cycle: int | None = None,
) -> tuple[ExplainedSpan, ...]:
    """Explain a clock from its start to a moment, or to where it stopped if that is earlier.

    The intervals follow each other without a gap, and their amounts add up to the used time.

    :param calendar: the calendar the clock began with
    :param calendars: those the ledger moved it to, by code
    :param cycle: which run of the clock, from 1; the latest if left out
    :raises UnknownYear: if a calendar does not know the years in between
    :raises WrongCalendar: if a calendar is missing or does not fit the term's unit
    :raises IndexError: if there is no such run
    """
    ledger = effective_entries(entries, counts_dispatch=target.counts_dispatch)
    found = runs(ledger, target)
    if not found and cycle is None:
        return ()
    run = found[-1 if cycle is None else cycle - 1]
    held = target_of_run(run, target=target, entries=ledger)
    count = count_of(run, target=held, entries=ledger, calendar=calendar, calendars=calendars or {})
    end = in_utc(until) if run.ended_at is None else min(in_utc(until), run.ended_at)
    spans = _hours(count, end) if isinstance(count, HoursCount) else _days(count, end)
    return tuple(spans)


def _hours(count: HoursCount, end: datetime) -> Iterator[ExplainedSpan]:
    zone = count.calendars[0][1].tz
    for start, finish, stop in _pieces(count, end):
        if stop is not None:
            yield _stopped(stop, start.astimezone(zone), finish.astimezone(zone))
            continue
        for from_, until, calendar in count.stretches():
            cut = finish if until is None else min(until, finish)
            for span in calendar.spans(max(from_, start), cut):
                amount = hours_of(in_utc(span.end) - in_utc(span.start))
                reason = SpanReason(span.closed or SpanReason.OPEN)
                is_open = span.closed is None
                counted = amount if is_open else Fraction(0)
                yield ExplainedSpan(span.start, span.end, is_open, reason, counted)


def _pieces(count: HoursCount, end: datetime) -> Iterator[tuple[datetime, datetime, Stop | None]]:
    """Cut a run into what ran and what stood still; pieces without length are left out."""
    cursor = count.started_at
    cuts: list[tuple[datetime, datetime, Stop | None]] = []
    for stop in count.stops:
        until = min(stop.end or end, end)
        cuts += [(cursor, min(stop.start, end), None), (stop.start, until, stop)]
        cursor = until
    cuts.append((cursor, end, None))
    return (cut for cut in cuts if cut[0] < cut[1])


def _days(count: DaysCount, end: datetime) -> Iterator[ExplainedSpan]:
    # A stop that still stands takes away the days up to the moment that is asked about.
    stops = tuple(stop if stop.end is not None else replace(stop, end=end) for stop in count.stops)
    count = replace(count, stops=stops)
    zone = count.calendars[0][1].tz
    day, final_day = count.first_day, count.day_of(end)
    while day <= final_day:
        closes = count.calendar_on(day).end_of(day)
        start = max(count.started_at, in_utc(start_of_day(day, zone)))
        finish = min(in_utc(closes), end)
        if start < finish:
            yield _day(
                count, day, start.astimezone(zone), finish.astimezone(zone), is_over=closes <= end
            )
        day += timedelta(days=1)


def _day(
    count: DaysCount, day: date, start: datetime, end: datetime, *, is_over: bool
) -> ExplainedSpan:
    if day == count.first_day:
        return ExplainedSpan(start, end, False, SpanReason.DAY_OF_RECEIPT, Fraction(0))
    stop = count.stop_on(day)
    if stop is not None:
        return _stopped(stop, start, end)
    if not count.counts(day):
        reason = SpanReason(count.calendar_on(day).reason_closed(day) or SpanReason.WEEKEND)
        return ExplainedSpan(start, end, False, reason, Fraction(0))
    if not is_over:
        return ExplainedSpan(start, end, False, SpanReason.DAY_UNDER_WAY, Fraction(0))
    return ExplainedSpan(start, end, True, SpanReason.COUNTED_DAY, Fraction(1))


def _stopped(stop: Stop, start: datetime, end: datetime) -> ExplainedSpan:
    reason = SpanReason.CASE_CLOSED if stop.is_closed else SpanReason.PAUSED
    return ExplainedSpan(start, end, False, reason, Fraction(0), waiting_for=stop.reason)
