from datetime import UTC, datetime, timedelta
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from debiet.rules.sla import (
    ClockStatus,
    Entry,
    EntryKind,
    Milestone,
    PauseReason,
    SpanReason,
    Target,
    Term,
    TermUnit,
    clock_state,
    explain,
)
from debiet.rules.working_time import WorkingHours
from tests.rules import brute_force
from tests.rules.ledgers import CALENDARS, SIXTEEN_HOURS, TEN_DAYS, calendar, ledger, target
from tests.rules.worked import WORKDAYS, moment, office, rows


def told(spans):
    return [(f"{span.start:%d %H:%M}", f"{span.end:%d %H:%M}", span.reason) for span in spans]


def test_the_documented_explanation_is_what_is_said():
    worked = {row["Case"]: row for row in rows("sla.md", heading="## Worked numbers")}
    row = worked["and going on"]
    spans = explain(
        target=target(row["Milestone"], row["Term"]),
        entries=ledger(row["Ledger"]),
        calendar=office(),
        until=moment(row["Due"]),
    )
    assert [
        {
            "Start": f"{span.start:%Y-%m-%d %H:%M}",
            "End": f"{span.end:%Y-%m-%d %H:%M}",
            "Counted": "yes" if span.is_counted else "no",
            "Reason": span.reason.value,
            "Amount": str(span.amount),
        }
        for span in spans
    ] == rows("sla.md", heading="## Explained")
    assert spans[1].waiting_for is PauseReason.WAITING_FOR_CUSTOMER


def test_the_reasons_for_closed_doors_and_a_closed_case_are_told():
    spans = explain(
        target=SIXTEEN_HOURS,
        entries=ledger(
            "1 OPENED 2026-04-03 16:00; 2 RESOLVED 2026-04-07 09:30; 3 REOPENED 2026-04-08 10:00"
        ),
        calendar=office(),
        until=moment("2026-04-08 10:30"),
    )
    assert told(spans) == [
        ("03 16:00", "03 17:00", SpanReason.OPEN),
        ("03 17:00", "04 00:00", SpanReason.NIGHT),
        ("04 00:00", "06 00:00", SpanReason.WEEKEND),
        ("06 00:00", "07 00:00", SpanReason.HOLIDAY),
        ("07 00:00", "07 09:00", SpanReason.NIGHT),
        ("07 09:00", "07 09:30", SpanReason.OPEN),
        ("07 09:30", "08 10:00", SpanReason.CASE_CLOSED),
        ("08 10:00", "08 10:30", SpanReason.OPEN),
    ]


def test_a_clock_that_stopped_is_explained_up_to_there():
    spans = explain(
        target=SIXTEEN_HOURS,
        entries=ledger("1 OPENED 2026-03-02 09:00; 2 RESOLVED 2026-03-02 12:00"),
        calendar=office(),
        until=moment("2026-03-09 12:00"),
    )
    assert told(spans) == [("02 09:00", "02 12:00", SpanReason.OPEN)]


def test_a_clock_that_stands_still_is_explained_up_to_the_moment_asked():
    spans = explain(
        target=SIXTEEN_HOURS,
        entries=ledger("1 OPENED 2026-03-02 09:00; 2 PAUSED 2026-03-02 12:00"),
        calendar=office(),
        until=moment("2026-03-09 12:00"),
    )
    assert told(spans) == [
        ("02 09:00", "02 12:00", SpanReason.OPEN),
        ("02 12:00", "09 12:00", SpanReason.PAUSED),
    ]


def test_a_moment_before_a_later_pause_is_explained_without_it():
    spans = explain(
        target=SIXTEEN_HOURS,
        entries=ledger("1 OPENED 2026-03-02 09:00; 2 PAUSED 2026-03-03 12:00"),
        calendar=office(),
        until=moment("2026-03-02 12:00"),
    )
    assert told(spans) == [("02 09:00", "02 12:00", SpanReason.OPEN)]


def test_both_calendars_of_a_moved_clock_are_explained():
    spans = explain(
        target=SIXTEEN_HOURS,
        entries=ledger("1 OPENED 2026-03-02 16:00; 2 MOVED long 2026-03-02 17:30"),
        calendar=office(),
        calendars=CALENDARS,
        until=moment("2026-03-03 09:00"),
    )
    assert told(spans) == [
        ("02 16:00", "02 17:00", SpanReason.OPEN),
        ("02 17:00", "02 17:30", SpanReason.NIGHT),
        ("02 17:30", "02 18:00", SpanReason.OPEN),
        ("02 18:00", "03 08:00", SpanReason.NIGHT),
        ("03 08:00", "03 09:00", SpanReason.OPEN),
    ]


def test_days_are_explained_one_by_one():
    spans = explain(
        target=TEN_DAYS,
        entries=ledger(
            "1 OPENED 2026-04-01 10:00; 2 PAUSED 2026-04-07 10:00; 3 RESUMED 2026-04-08 15:00"
        ),
        calendar=calendar("days"),
        until=moment("2026-04-10 12:00"),
    )
    assert told(spans) == [
        ("01 10:00", "02 00:00", SpanReason.DAY_OF_RECEIPT),
        ("02 00:00", "03 00:00", SpanReason.COUNTED_DAY),
        ("03 00:00", "04 00:00", SpanReason.COUNTED_DAY),
        ("04 00:00", "05 00:00", SpanReason.WEEKEND),
        ("05 00:00", "06 00:00", SpanReason.WEEKEND),
        ("06 00:00", "07 00:00", SpanReason.HOLIDAY),
        ("07 00:00", "08 00:00", SpanReason.PAUSED),
        ("08 00:00", "09 00:00", SpanReason.PAUSED),
        ("09 00:00", "10 00:00", SpanReason.COUNTED_DAY),
        ("10 00:00", "10 12:00", SpanReason.DAY_UNDER_WAY),
    ]
    assert sum(span.amount for span in spans) == 3
    assert sum((span.duration for span in spans), timedelta()) == timedelta(days=9, hours=2)


def test_the_final_midnight_belongs_to_no_new_day():
    spans = explain(
        target=TEN_DAYS,
        entries=ledger("1 OPENED 2026-04-01 10:00"),
        calendar=calendar("days"),
        until=moment("2026-04-03 00:00"),
    )
    assert [span.reason for span in spans] == [SpanReason.DAY_OF_RECEIPT, SpanReason.COUNTED_DAY]


def test_days_of_a_clock_that_stands_still_are_taken_away():
    spans = explain(
        target=TEN_DAYS,
        entries=ledger("1 OPENED 2026-03-02 10:00; 2 PAUSED 2026-03-03 10:00"),
        calendar=calendar("days"),
        until=moment("2026-03-05 12:00"),
    )
    assert [span.reason for span in spans[1:]] == [SpanReason.PAUSED] * 3


def test_the_25_hour_day_is_explained_with_its_25_hours():
    spans = explain(
        target=Target(Milestone.FIRST_REPLY, Term(40, TermUnit.WORKING_HOURS)),
        entries=ledger("1 OPENED 2026-10-25 00:00"),
        calendar=WorkingHours(weekly={"sun": [("00:00", "24:00")]}),
        until=moment("2026-10-26 00:00"),
    )
    assert [(span.duration, span.amount) for span in spans] == [(timedelta(hours=25), 25)]


def test_an_earlier_cycle_can_be_explained():
    text = (
        "1 OPENED 2026-03-02 09:00; 2 REPLIED 2026-03-02 10:00; 3 ASKED 2026-03-02 15:00;"
        " 4 REPLIED 2026-03-02 16:00; 5 ASKED 2026-03-04 09:00"
    )
    options = {
        "target": target("NEXT_REPLY", "8 h"),
        "entries": ledger(text),
        "calendar": office(),
        "until": moment("2026-03-04 10:00"),
    }
    assert told(explain(**options, cycle=1)) == [("02 15:00", "02 16:00", SpanReason.OPEN)]
    assert told(explain(**options)) == [("04 09:00", "04 10:00", SpanReason.OPEN)]
    with pytest.raises(IndexError):
        explain(**options, cycle=3)


def test_a_clock_that_has_not_started_has_nothing_to_explain():
    at = moment("2026-03-02 09:00")
    assert explain(target=SIXTEEN_HOURS, entries=[], calendar=office(), until=at) == ()
    later = ledger("1 OPENED 2026-03-02 10:00")
    assert explain(target=SIXTEEN_HOURS, entries=later, calendar=office(), until=at) == ()
    days = calendar("days")
    assert explain(target=TEN_DAYS, entries=later, calendar=days, until=at) == ()


STEPS = [EntryKind.PAUSED, EntryKind.RESUMED, EntryKind.RESOLVED, EntryKind.REOPENED]
BASE = datetime(2026, 10, 22, tzinfo=UTC)


def still_of(entries, until):
    """Return the stretches in which a resolution stands still, the slow way: minute by minute."""
    minutes, waiting, closed, moment_ = [], False, False, entries[0].occurred_at
    by_moment = {entry.occurred_at: entry.kind for entry in entries}
    while moment_ < until:
        kind = by_moment.get(moment_)
        if kind is EntryKind.PAUSED and not closed:
            waiting = True
        elif kind is EntryKind.RESUMED:
            waiting = False
        elif kind is EntryKind.RESOLVED:
            waiting, closed = False, True
        elif kind is EntryKind.REOPENED:
            closed = False
        if waiting or closed:
            minutes.append((moment_, moment_ + brute_force.MINUTE))
        moment_ += brute_force.MINUTE
    return minutes


@settings(max_examples=25, deadline=None)
@given(
    steps=st.dictionaries(st.integers(1, 5000), st.sampled_from(STEPS), max_size=5),
    until=st.integers(1, 6000),
)
def test_used_explained_and_walked_agree_over_a_clock_change(steps, until):
    """Ledgers of pauses and closings, Thursday to Monday, with nights and a 25-hour Sunday."""
    hours = {day: [("08:00", "12:00"), ("13:00", "17:00")] for day in WORKDAYS}
    hours["sun"] = [("00:00", "06:00")]
    definition = brute_force.Definition("Europe/Brussels", hours)
    moments = sorted({0: EntryKind.OPENED, **steps}.items())
    entries = [
        Entry(number, kind, BASE + timedelta(minutes=minute), BASE)
        for number, (minute, kind) in enumerate(moments)
    ]
    at = BASE + timedelta(minutes=until)
    still = set(still_of(entries, at))
    walked, cursor = timedelta(), BASE
    while cursor < at:
        if (cursor, cursor + brute_force.MINUTE) not in still:
            walked += brute_force.MINUTE * definition.is_open(cursor)
        cursor += brute_force.MINUTE
    # Only what had happened by then: a later resolving would show the clock as stopped.
    known = [entry for entry in entries if entry.occurred_at <= at]
    office_hours = WorkingHours(weekly=hours)
    found = clock_state(target=SIXTEEN_HOURS, entries=known, calendar=office_hours)
    spans = explain(target=SIXTEEN_HOURS, entries=known, calendar=office_hours, until=at)
    assert found.used(at) == Fraction(walked // brute_force.MINUTE, 60)
    assert sum(span.amount for span in spans) == found.used(at)
    due = found.due_at
    if found.status is ClockStatus.RUNNING and due is not None and due <= at:
        assert found.used(due) == 16
