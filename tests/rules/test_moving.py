"""Moving clocks: the numbers of the page, and what holds whatever the ledger."""

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from debiet.rules.moving import Ledger, Moved, MoveEffect, Obstacle, held_target, move_entry, moved
from debiet.rules.sla import Milestone, OnReopen, clock_cycles, explain
from tests.rules.ledgers import (
    EIGHT_HOURS,
    LONG,
    OPENED,
    SIXTEEN_HOURS,
    TEN_DAYS,
    calendar,
    ledger,
    target,
)
from tests.rules.test_sla import shown
from tests.rules.worked import EVERY_DAY, moment, office, rows

WORKED = rows("moving-clocks.md", heading="## Worked numbers")
SHORT = office(weekly={day: [("10:00", "12:00"), ("13:00", "15:00")] for day in EVERY_DAY})


HOURS, DAYS = calendar("8 h"), calendar("days")


def a_ledger(text, what, on=None):
    first = on or (DAYS if "days" in str(what.term.unit) else HOURS)
    named = {"long": LONG, "first": first, "short": SHORT, "days": DAYS}
    return Ledger(what, tuple(ledger(text)), first, named)


def a_move(begun, to, at):
    if to == "long":
        return moved(begun, to=None, calendar="long", at=at)
    return moved(begun, to=target(begun.target.milestone.name, to), calendar="first", at=at)


@pytest.mark.parametrize("row", WORKED, ids=lambda row: row["Case"])
def test_a_move_does_what_is_documented(row):
    begun = a_ledger(row["Ledger"], target(row["Milestone"], row["Term"]), on=calendar(row["Term"]))
    at = moment(row["Moved at"])
    found = a_move(begun, row["To"], at)
    after = found.after if isinstance(found, Moved) else None
    assert {
        "Due before": shown(begun.state().due_at),
        "Due after": shown(after.due_at) if after else "-",
        "75 % after": shown(after.levels[75]) if after else "-",
        "Effect": str(found.effect(at)) if after else str(found),
    } == {name: row[name] for name in ("Due before", "Due after", "75 % after", "Effect")}
    for state in [begun.state(), *([after] if after else [])]:
        if row["Used"] != "-":
            assert str(state.used(at)) == row["Used"]


def test_every_effect_and_most_obstacles_are_on_the_page():
    shown_there = {row["Effect"] for row in WORKED}
    assert set(MoveEffect) <= shown_there
    assert set(Obstacle) - shown_there == {Obstacle.NOT_PROMISED, Obstacle.OTHER_MOMENT}


def test_what_is_no_longer_promised_or_counts_otherwise_keeps_its_version():
    begun, at = a_ledger(OPENED, SIXTEEN_HOURS), moment("2026-03-02 12:00")
    dispatched = replace(SIXTEEN_HOURS, counts_dispatch=True)
    assert moved(begun, to=None, is_promised=False, calendar="long", at=at) is Obstacle.NOT_PROMISED
    assert moved(begun, to=dispatched, calendar="long", at=at) is Obstacle.OTHER_MOMENT
    # A version of the calendar that holds days where hours were.
    assert moved(begun, to=None, calendar="days", at=at) is Obstacle.OTHER_UNIT


def test_a_clock_that_did_not_start_yet_starts_by_the_new_version():
    begun = a_ledger(f"{OPENED}; 2 REPLIED 2026-03-02 10:00", target("NEXT_REPLY", "8 h"))
    found = moved(
        begun,
        to=target("NEXT_REPLY", "4 h"),
        calendar="first",
        at=moment("2026-03-02 11:00"),
    )
    assert isinstance(found, Moved)
    entry = move_entry(
        id=3,
        milestone=Milestone.NEXT_REPLY,
        to=target("NEXT_REPLY", "4 h"),
        calendar="first",
        at=moment("2026-03-02 11:00"),
    )
    asked = ledger("4 ASKED 2026-03-02 12:00")[0]
    assert begun.state(entry, asked).due_at == moment("2026-03-02 16:00")


def test_replies_that_were_given_are_judged_by_what_was_promised_then():
    text = f"{OPENED}; 2 REPLIED 2026-03-02 10:00; 3 ASKED 2026-03-02 10:00"
    text += "; 4 REPLIED 2026-03-02 16:00; 5 ASKED 2026-03-03 09:00"
    begun = a_ledger(text, target("NEXT_REPLY", "8 h"))
    entry = move_entry(
        id=6,
        milestone=Milestone.NEXT_REPLY,
        to=target("NEXT_REPLY", "2 h"),
        calendar="first",
        at=moment("2026-03-03 10:00"),
    )
    first, second = clock_cycles(
        target=begun.target,
        entries=(*begun.entries, entry),
        calendar=begun.calendar,
        calendars=begun.calendars,
    )
    assert (first.in_time, first.due_at) == (True, moment("2026-03-03 10:00"))
    assert second.due_at == moment("2026-03-03 11:00")


def test_a_resolution_reopened_after_the_move_follows_the_new_rule():
    begun = a_ledger(OPENED, SIXTEEN_HOURS)
    anew = replace(SIXTEEN_HOURS, on_reopen=OnReopen.RESTART)
    at = moment("2026-03-02 12:00")
    entry = move_entry(id=2, milestone=Milestone.RESOLUTION, to=anew, calendar="first", at=at)
    later = ledger("3 RESOLVED 2026-03-02 13:00; 4 REOPENED 2026-03-03 09:00")
    assert begun.state(*later).used(moment("2026-03-03 10:00")) == 5
    assert begun.state(entry, *later).used(moment("2026-03-03 10:00")) == 1


def test_the_latest_move_of_a_milestone_says_what_is_promised_now():
    at = moment("2026-03-02 12:00")
    hour, other = target("FIRST_REPLY", "1 h"), target("NEXT_REPLY", "2 h")
    entries = [
        move_entry(id=2, milestone=Milestone.FIRST_REPLY, to=hour, calendar="x", at=at),
        move_entry(id=3, milestone=Milestone.NEXT_REPLY, to=other, calendar="x", at=at),
    ]
    assert held_target(EIGHT_HOURS, entries) == hour
    assert held_target(EIGHT_HOURS, []) == EIGHT_HOURS


STEPS = st.lists(
    st.tuples(
        st.sampled_from(["PAUSED", "RESUMED", "REPLIED", "ASKED", "RESOLVED", "REOPENED"]),
        st.integers(0, 3 * 1440),
    ),
    max_size=6,
)
TARGETS = st.sampled_from([EIGHT_HOURS, SIXTEEN_HOURS, target("NEXT_REPLY", "8 h"), TEN_DAYS])


@st.composite
def ledgers(draw):
    """A ledger of any steps, a moment after them, and what the clock is moved to."""
    what, at = draw(TARGETS), moment("2026-03-02 09:00")
    text = [OPENED]
    for number, (kind, minutes) in enumerate(draw(STEPS), start=2):
        at += timedelta(minutes=minutes)
        text.append(f"{number} {kind} {at:%Y-%m-%d %H:%M}")
    begun = a_ledger("; ".join(text), what)
    in_days = what is TEN_DAYS
    amount = draw(st.integers(1, 20))
    to = draw(st.sampled_from([None, f"{amount} working days" if in_days else f"{amount} h"]))
    new = to and target(what.milestone.name, to)
    if new and draw(st.booleans()):
        new = replace(new, on_reopen=OnReopen.RESTART)
    code = "first" if in_days else draw(st.sampled_from(["first", "long", "short"]))
    return begun, new or None, code, at + timedelta(minutes=draw(st.integers(0, 4 * 1440)))


@given(ledgers())
def test_used_time_and_pauses_never_change(case):
    begun, to, code, at = case
    found = moved(begun, to=to, calendar=code, at=at)
    assert isinstance(found, Moved)
    assert found.after.used(at) == found.before.used(at)
    assert found.after.paused_at == found.before.paused_at
    assert (found.after.status, found.after.cycle) == (found.before.status, found.before.cycle)
    assert found.after.ended_at == found.before.ended_at


@given(ledgers(), st.integers(0, 10 * 1440))
def test_there_and_back_at_one_moment_is_the_identity(case, minutes):
    begun, to, code, at = case
    back = held_target(begun.target, begun.entries)
    there = move_entry(id=90, milestone=back.milestone, to=to, calendar=code, at=at)
    again = move_entry(id=91, milestone=back.milestone, to=back, calendar="first", at=at)
    before, after = begun.state(), begun.state(there, again)
    assert replace(after, count=None) == replace(before, count=None)
    later = at + timedelta(minutes=minutes)
    assert after.used(later) == before.used(later)


@given(ledgers(), st.integers(0, 10 * 1440))
def test_what_explains_a_moved_clock_adds_up_to_what_it_used(case, minutes):
    begun, to, code, at = case
    entry = move_entry(id=90, milestone=begun.target.milestone, to=to, calendar=code, at=at)
    until = at + timedelta(minutes=minutes)
    spans = explain(
        target=begun.target,
        entries=(*begun.entries, entry),
        calendar=begun.calendar,
        calendars=begun.calendars,
        until=until,
    )
    assert sum(span.amount for span in spans) == begun.state(entry).used(until)


@given(ledgers())
def test_another_calendar_leaves_the_levels_before_the_move_alone(case):
    begun, _to, code, at = case
    found = moved(begun, to=None, calendar=code, at=at)
    assert isinstance(found, Moved)
    for level, before in found.before.levels.items():
        if before is not None and before <= at:
            assert found.after.levels[level] == before
