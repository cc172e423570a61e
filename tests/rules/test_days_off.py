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
from tests.rules.worked import HOLIDAYS, rows

WEEK = weekday_numbers(["mon", "tue", "wed", "thu", "fri"])
IN_2026 = sorted(HOLIDAYS)


def calendar(*, holidays=IN_2026, single=None, week=WEEK):
    return WeekAndDays(week, frozenset(holidays), single or {})


CALENDARS = {
    "week": calendar(),
    "single days": calendar(single={date(2026, 5, 15): False, date(2026, 12, 25): True}),
    "bare": calendar(holidays=[]),
    "shop": calendar(week=weekday_numbers(["tue", "wed", "thu", "fri", "sat"])),
    "Wednesdays": calendar(holidays=[], week=frozenset({2})),
}
MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def day(text):
    return None if text == "none" else date.fromisoformat(text)


def listed(text):
    return [] if text in ("", "none") else text.split(", ")


def of_page(heading):
    return [
        pytest.param(row, id=" ".join(list(row.values())[:3]))
        for row in rows("working-time.md", heading=heading)
    ]


@pytest.mark.parametrize("row", of_page("### What a day is"))
def test_what_a_day_is(row):
    found = CALENDARS[row["Calendar"]]
    kind = DayKind(row["Is"])
    assert found.kind(day(row["Day"])) is kind
    assert found.is_open(day(row["Day"])) is (kind in (DayKind.OPEN, DayKind.SPECIAL))


@pytest.mark.parametrize("row", of_page("### Working days of a year"))
def test_working_days_of_each_month(row):
    found = working_days(CALENDARS[row["Calendar"]], int(row["Year"]))
    assert found == tuple(int(row[month]) for month in MONTHS)
    assert sum(found) == int(row["Together"])


@pytest.mark.parametrize("row", of_page("### Lost holidays and what replaces them"))
def test_a_lost_holiday_is_replaced_by_the_first_working_day_after(row):
    found, holiday = CALENDARS[row["Calendar"]], day(row["Holiday"])
    taken = [day(one) for one in listed(row["Taken"])]
    assert lost_holidays(found, [holiday]) == ([holiday] if row["Lost"] == "yes" else [])
    assert replacement_for(found, holiday, taken=taken) == day(row["Replacement"])


def test_lost_holidays_come_in_their_order():
    lost = [date(2026, 8, 15), date(2026, 11, 1)]
    assert lost_holidays(calendar(), reversed(IN_2026)) == lost


@pytest.mark.parametrize("row", of_page("### Bridge days"))
def test_bridge_days_lie_between_a_day_off_and_another_closed_day(row):
    found = bridge_days(CALENDARS[row["Calendar"]], int(row["Year"]))
    assert found == [day(one) for one in listed(row["Bridge days"])]


@pytest.mark.parametrize("row", of_page("### What changes between two calendars"))
def test_changed_days_name_what_each_was_and_is(row):
    found = changed_days(CALENDARS[row["Before"]], CALENDARS[row["After"]], [int(row["Year"])])
    said = [one.split() for one in listed(row["Changed"])]
    assert found == [
        ChangedDay(day(on), DayKind(before), DayKind(after)) for on, before, after in said
    ]


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
    for bridge in bridge_days(found, 2026):
        assert found.is_open(bridge)
        assert not found.is_open(bridge - timedelta(days=1))
        assert not found.is_open(bridge + timedelta(days=1))
    for holiday in holidays:
        replacement = replacement_for(found, holiday)
        if replacement is not None:
            assert holiday < replacement
            assert found.is_open(replacement)
