"""Opening hours and single days as people type them."""

from datetime import date, time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from debiet.rules.hours_text import Unreadable, read_days, read_hours, write_days, write_hours


@pytest.mark.parametrize(
    ("typed", "pairs"),
    [
        ("", []),
        ("09:00-17:00", [["09:00", "17:00"]]),
        ("9-17", [["09:00", "17:00"]]),
        ("9u30\u201312u, 13h-17.30", [["09:30", "12:00"], ["13:00", "17:30"]]),
        ("13:00-17:00; 9:00-12:00", [["09:00", "12:00"], ["13:00", "17:00"]]),
        ("0-24", [["00:00", "24:00"]]),
    ],
)
def test_hours_are_read_as_people_type_them(typed, pairs):
    assert read_hours(typed) == pairs


@pytest.mark.parametrize(
    ("typed", "trouble"),
    [
        ("open", "open"),
        ("9-12 en 13-17", "en 13-17"),
        ("9-25", "9-25"),
        ("9:75-12", "9:75-12"),
        ("24:30-3", "24:30-3"),
    ],
)
def test_what_cannot_be_meant_is_named(typed, trouble):
    with pytest.raises(Unreadable, match=f"^{trouble}$"):
        read_hours(typed)


def test_single_days_are_read_one_a_line():
    typed = "24/12/2026 9-12\n\n 31-12-2026 \n2026-05-15 dicht\n2.1.2027 GESLOTEN"
    assert read_days(typed, has_hours=True) == {
        date(2026, 12, 24): [["09:00", "12:00"]],
        date(2026, 12, 31): [],
        date(2026, 5, 15): [],
        date(2027, 1, 2): [],
    }
    assert read_days("26/12/2026 open\n15/5/2026", has_hours=False) == {
        date(2026, 12, 26): True,
        date(2026, 5, 15): False,
    }


@pytest.mark.parametrize(
    ("line", "has_hours"),
    [
        ("31/2/2026", True),
        ("Kerstmis", True),
        ("24/12/20265", True),
        ("24/12/2026 open", True),  # with hours it must say which
        ("24/12/2026 9-12", False),
    ],
)
def test_a_line_that_cannot_be_meant_is_named(line, has_hours):
    with pytest.raises(Unreadable, match=f"^{line}$"):
        read_days(line, has_hours=has_hours)


def test_a_day_that_stands_there_twice_is_refused():
    with pytest.raises(Unreadable):
        read_days("24/12/2026\n24/12/2026 9-12", has_hours=True)


TIMES = st.times().map(lambda one: time(one.hour, one.minute).isoformat("minutes"))
HOURS = st.lists(st.tuples(TIMES, TIMES).map(list), max_size=3).map(sorted)


@given(st.dictionaries(st.dates(date(1900, 1, 1), date(2299, 12, 31)), HOURS, max_size=5))
def test_what_is_written_reads_the_same_again(days):
    assert read_days(write_days(days), has_hours=True) == days
    for hours in days.values():
        assert read_hours(write_hours(hours)) == hours


@given(st.dictionaries(st.dates(date(1900, 1, 1), date(2299, 12, 31)), st.booleans(), max_size=5))
def test_days_without_hours_too(days):
    assert read_days(write_days(days), has_hours=False) == days
