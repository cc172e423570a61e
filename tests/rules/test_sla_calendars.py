from dataclasses import replace
from datetime import timedelta
from itertools import islice

import pytest
from hypothesis import given
from hypothesis import strategies as st

from debiet.rules.day_terms import level_days
from debiet.rules.sla import (
    ClockStatus,
    Entry,
    EntryKind,
    Milestone,
    WrongCalendar,
    clock_state,
)
from debiet.rules.working_time import UnknownYear, WorkingHours
from tests.rules.ledgers import (
    CALENDARS,
    OPENED,
    SIXTEEN_HOURS,
    TEN_DAYS,
    calendar,
    ledger,
    state,
    target,
)
from tests.rules.worked import moment, office


def test_a_move_concerns_the_named_clock_only_and_not_one_that_stopped():
    moved = ledger(f"{OPENED}; 2 MOVED long 2026-03-02 17:00")
    other = [
        moved[0],
        Entry(
            2,
            EntryKind.MOVED,
            moved[1].occurred_at,
            moved[1].recorded_at,
            calendar="long",
            milestone=Milestone.FIRST_REPLY,
        ),
    ]
    found = clock_state(target=SIXTEEN_HOURS, entries=other, calendar=office(), calendars=CALENDARS)
    assert found.due_at == moment("2026-03-03 17:00")
    stopped = state(
        f"{OPENED}; 2 RESOLVED 2026-03-02 16:00; 3 MOVED long 2026-03-02 17:00", SIXTEEN_HOURS
    )
    assert stopped.due_at == moment("2026-03-03 17:00")


def test_a_clock_that_starts_after_a_move_begins_on_the_new_calendar():
    text = f"{OPENED}; 2 REPLIED 2026-03-02 10:00; 3 MOVED long 2026-03-02 11:00"
    found = state(f"{text}; 4 ASKED 2026-03-02 17:00", target("NEXT_REPLY", "8 h"))
    assert found.due_at == moment("2026-03-03 15:00")


def test_a_level_before_a_move_keeps_its_moment():
    found = state(f"{OPENED}; 2 MOVED long 2026-03-03 10:00", SIXTEEN_HOURS)
    assert found.levels[50] == moment("2026-03-02 17:00")


def test_days_are_judged_by_the_calendar_that_held_when_they_began():
    saturdays = calendar("days")
    with_saturdays = type(saturdays)(open_weekdays=["mon", "tue", "wed", "thu", "fri", "sat"])
    entries = ledger(f"{OPENED}; 2 MOVED long 2026-03-07 10:00")  # a Saturday itself
    found = clock_state(
        target=TEN_DAYS, entries=entries, calendar=saturdays, calendars={"long": with_saturdays}
    )
    assert found.due_at == moment("2026-03-15 00:00")


def test_a_missing_or_unfit_calendar_is_refused():
    entries = ledger(f"{OPENED}; 2 MOVED long 2026-03-02 17:00")
    with pytest.raises(WrongCalendar, match="'long' of entry 2 is missing"):
        clock_state(target=SIXTEEN_HOURS, entries=entries, calendar=office())
    with pytest.raises(WrongCalendar, match="counted on a DayCalendar"):
        state(OPENED, TEN_DAYS, on=office())
    with pytest.raises(WrongCalendar, match="counted on a WorkingHours"):
        state(OPENED, on=calendar("days"))


def test_a_paused_clock_over_an_unknown_year_is_paused():
    text = "1 OPENED 2026-12-30 09:00; 2 PAUSED 2026-12-30 10:00"
    found = state(text, target("RESOLUTION", "40 h"), on=office(known_years=[2026]))
    assert found.status is ClockStatus.PAUSED


def test_what_happened_in_an_unknown_year_is_undetermined():
    text = "1 OPENED 2026-12-30 09:00; 2 REPLIED 2027-01-05 09:00"
    found = state(text, target("FIRST_REPLY", "40 h"), on=office(known_years=[2026]))
    assert (found.status, found.in_time) == (ClockStatus.UNDETERMINED, None)
    assert found.reached_at == moment("2027-01-05 09:00")


def test_a_calendar_that_ends_before_the_term_is_undetermined():
    day = WorkingHours(
        weekly={}, overrides={moment("2026-03-02 00:00").date(): [("09:00", "10:00")]}
    )
    assert state(OPENED, on=day).status is ClockStatus.UNDETERMINED


@given(
    days=st.integers(1, 40),
    paused=st.integers(0, 400),
    hours=st.integers(0, 400),
    asked=st.lists(st.sampled_from([25, 50, 75, 100, 150, 300]), min_size=1, max_size=8),
)
def test_levels_in_days_do_not_depend_on_which_were_asked_before(days, paused, hours, asked):
    """One walk over the days serves them all, also past the end of the known years."""
    term = target("RESOLUTION", f"{days} working days, 2026 only")
    begun = moment("2026-11-02 10:00")
    pause, goes_on = begun + timedelta(hours=paused), begun + timedelta(hours=paused + hours)
    entries = [
        Entry(1, EntryKind.OPENED, begun, begun),
        Entry(2, EntryKind.PAUSED, pause, pause),
        Entry(3, EntryKind.RESUMED, goes_on, goes_on),
    ]
    on = calendar("10 working days, 2026 only")

    def count():
        return replace(clock_state(target=term, entries=entries, calendar=on).count)

    def told(of, level):
        try:
            return of.level_at(level)
        except UnknownYear:
            return UnknownYear

    def walked(of, level):
        try:
            days = of.counted()
            return on.end_of(next(islice(days, level_days(int(of.length), level) - 1, None)))
        except UnknownYear:
            return UnknownYear

    often = count()
    assert [told(often, level) for level in asked] == [walked(count(), level) for level in asked]
