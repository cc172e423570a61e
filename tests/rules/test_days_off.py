"""Days on which nobody works: the year as it is, and what may be added to it."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from debiet.rules.days_off import (
    ChangedDay,
    DayKind,
    WeekAndDays,
    bridge_days,
    changed_days,
    days_of,
    lost_holidays,
    replacement_for,
    weekday_numbers,
    working_days,
)

WEEK = weekday_numbers(["mon", "tue", "wed", "thu", "fri"])
IN_2026 = [
    date(2026, 1, 1), date(2026, 4, 6), date(2026, 5, 1), date(2026, 5, 14), date(2026, 5, 25),
    date(2026, 7, 21), date(2026, 8, 15), date(2026, 11, 1), date(2026, 11, 11), date(2026, 12, 25),
]  # fmt: skip


def calendar(*, holidays=IN_2026, single=None, week=WEEK):
    return WeekAndDays(week, frozenset(holidays), single or {})


@pytest.mark.parametrize(
    ("day", "kind"),
    [
        (date(2026, 3, 2), DayKind.OPEN),
        (date(2026, 3, 1), DayKind.CLOSED),  # a Sunday
        (date(2026, 5, 1), DayKind.HOLIDAY),
        (date(2026, 8, 15), DayKind.HOLIDAY),  # also where it is a Saturday
        (date(2026, 5, 15), DayKind.OFF),
        (date(2026, 12, 25), DayKind.SPECIAL),  # a single day goes before a holiday
    ],
)
def test_what_a_day_is(day, kind):
    found = calendar(single={date(2026, 5, 15): False, date(2026, 12, 25): True})
    assert found.kind(day) is kind
    assert found.is_open(day) is (kind in (DayKind.OPEN, DayKind.SPECIAL))


def test_working_days_of_each_month_of_2026():
    assert working_days(calendar(), 2026) == (21, 20, 22, 21, 18, 22, 22, 21, 22, 22, 20, 22)
    assert sum(working_days(calendar(), 2026)) == 253  # 261 weekdays less 8 holidays on them


def test_holidays_in_a_weekend_give_no_day_off():
    assert lost_holidays(calendar(), IN_2026) == [date(2026, 8, 15), date(2026, 11, 1)]
    assert lost_holidays(calendar(week=weekday_numbers(["mon", "sat", "sun"])), IN_2026) == [
        day for day in IN_2026 if day.weekday() in (1, 2, 3, 4)
    ]


@pytest.mark.parametrize(
    ("holiday", "taken", "suggested"),
    [
        (date(2026, 8, 15), [], date(2026, 8, 17)),  # the Monday after
        (date(2026, 8, 15), [date(2026, 8, 17)], date(2026, 8, 18)),
        (date(2026, 11, 1), [], date(2026, 11, 2)),
        (date(2027, 12, 25), [], date(2027, 12, 27)),
        (date(2022, 12, 31), [], None),  # no working day is left in its year
    ],
)
def test_a_replacement_is_the_first_working_day_after(holiday, taken, suggested):
    assert replacement_for(calendar(), holiday, taken=taken) == suggested


def test_bridge_days_lie_between_a_holiday_and_a_weekend():
    assert bridge_days(calendar(), 2026) == [
        date(2026, 1, 2),  # after New Year's Day, a Thursday
        date(2026, 5, 15),  # after Ascension Day
        date(2026, 7, 20),  # before the National Day, a Tuesday
    ]
    assert bridge_days(calendar(holidays=[]), 2026) == []
    # A day on its own between two days on which it is never open is no bridge.
    assert bridge_days(calendar(holidays=[], week=frozenset({2})), 2026) == []


def test_a_bridge_day_that_is_taken_is_suggested_no_more():
    taken = calendar(single={date(2026, 5, 15): False})
    assert date(2026, 5, 15) not in bridge_days(taken, 2026)


def test_changed_days_name_what_each_was_and_is():
    after = calendar(single={date(2026, 5, 15): False})
    assert changed_days(calendar(), after, [2026, 2027]) == [
        ChangedDay(date(2026, 5, 15), DayKind.OPEN, DayKind.OFF)
    ]
    assert changed_days(after, after, [2026]) == []


DAYS = st.dates(date(2025, 1, 1), date(2027, 12, 31))


@given(
    week=st.frozensets(st.integers(0, 6)),
    holidays=st.frozensets(DAYS, max_size=20),
    single=st.dictionaries(DAYS, st.booleans(), max_size=20),
)
def test_whatever_the_calendar_its_numbers_agree(week, holidays, single):
    found = WeekAndDays(week, holidays, single)
    months = working_days(found, 2026)
    assert sum(months) == sum(found.is_open(day) for day in days_of(2026))
    for day in bridge_days(found, 2026):
        assert found.is_open(day)
        assert not found.is_open(day - timedelta(days=1))
        assert not found.is_open(day + timedelta(days=1))
    for day in holidays:
        replacement = replacement_for(found, day)
        if replacement is not None:
            assert day < replacement
            assert found.is_open(replacement)
