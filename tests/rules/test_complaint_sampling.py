"""What the ombuds function looks at of those called no complaint: the same draw each time."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from debiet.rules.complaint_sampling import (
    Quarter,
    Verdict,
    VerdictTrouble,
    draw,
    quarter_before,
    verdict_trouble,
)
from tests.rules.complaint_law import listed, table
from tests.rules.complaint_rows import PAGE

SPRING = Quarter(2026, 1)


@pytest.mark.parametrize(
    ("day", "quarter"),
    [
        (date(2026, 1, 1), Quarter(2025, 4)),
        (date(2026, 3, 31), Quarter(2025, 4)),
        (date(2026, 4, 1), SPRING),
        (date(2026, 12, 31), Quarter(2026, 3)),
    ],
)
def test_the_latest_quarter_that_is_over(day, quarter):
    assert quarter_before(day) == quarter
    assert quarter.next.first_day <= day


def test_a_quarter_has_its_first_day():
    assert [Quarter(2026, one).first_day.month for one in (1, 2, 3, 4)] == [1, 4, 7, 10]
    assert (str(SPRING), Quarter(2026, 4).next) == ("2026-Q1", Quarter(2027, 1))


def test_the_worked_draws_of_the_page():
    for row in table("Quarter", page=PAGE):
        year, number = row["Quarter"].split("-Q")
        found = draw(
            range(1, int(row["of"]) + 1),
            quarter=Quarter(int(year), int(number)),
            percent=int(row["percent"]),
        )
        assert found == tuple(sorted(int(one) for one in listed(row["drawn"])))


@given(st.sets(st.integers(min_value=1), max_size=60), st.integers(min_value=1, max_value=100))
def test_a_draw_has_its_share_and_is_the_same_whatever_the_order(ids, percent):
    found = draw(ids, quarter=SPRING, percent=percent)
    assert found == draw(sorted(ids, reverse=True), quarter=SPRING, percent=percent)
    assert set(found) <= ids
    assert 100 * (len(found) - 1) < len(ids) * percent <= 100 * len(found) or not ids


def test_another_quarter_is_another_draw_and_more_percent_only_adds():
    ids = range(1, 201)
    found = draw(ids, quarter=SPRING, percent=10)
    assert found != draw(ids, quarter=SPRING.next, percent=10)
    assert set(found) < set(draw(ids, quarter=SPRING, percent=20))


@pytest.mark.parametrize(
    ("verdict", "facts", "trouble"),
    [
        (Verdict.AGREED, {}, None),
        (Verdict.DISAGREED, {"reason": "Hij klaagt."}, None),
        (Verdict.DISAGREED, {"reason": " "}, VerdictTrouble.NO_REASON),
        (Verdict.AGREED, {"is_judged": True}, VerdictTrouble.WAS_JUDGED),
        (Verdict.AGREED, {"judge": 1}, VerdictTrouble.OWN_JUDGMENT),
        (Verdict.AGREED, {"called_by": None, "judge": None}, None),
    ],
)
def test_when_a_verdict_can_be_written_down(verdict, facts, trouble):
    known = {"reason": "", "is_judged": False, "called_by": 1, "judge": 2} | facts
    assert verdict_trouble(verdict, **known) == trouble
