"""What falls due against who is there: the numbers of the page, and what always holds."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from debiet.rules.forecast import forecast
from tests.rules.worked import rows

MONDAY = date(2026, 3, 2)


def numbered(days):
    return [(MONDAY + timedelta(days=n), due, people) for n, (due, people) in enumerate(days)]


@pytest.mark.parametrize(
    "row", rows("forecast.md", heading="## Worked numbers"), ids=lambda row: row["Case"]
)
def test_a_forecast_is_as_documented(row):
    days = numbered(tuple(map(int, day.split("/"))) for day in row["Days"].split("; "))
    found = forecast(days=days, late=int(row["Late"]), cases_a_day=int(row["Cases a day"]))
    for name in ("Due", "Capacity", "Left"):
        shown = "; ".join(str(getattr(day, name.lower())) for day in found)
        assert shown == row[name]
    assert [day.is_short for day in found] == [day.left > 0 for day in found]


DAYS = st.lists(st.tuples(st.integers(0, 50), st.integers(0, 5)), max_size=7)


@given(DAYS, st.integers(0, 50), st.integers(0, 20))
def test_more_people_never_leave_more(days, late, cases_a_day):
    fewer = forecast(days=numbered(days), late=late, cases_a_day=cases_a_day)
    more = forecast(
        days=numbered((due, people + 1) for due, people in days),
        late=late,
        cases_a_day=cases_a_day,
    )
    assert all(a.left >= b.left for a, b in zip(fewer, more, strict=True))


@given(DAYS, st.integers(0, 50))
def test_with_nobody_there_all_of_it_is_left(days, late):
    found = forecast(days=numbered((due, 0) for due, _people in days), late=late, cases_a_day=9)
    if found:
        assert found[-1].left == sum(day.due for day in found)
