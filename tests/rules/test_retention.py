"""How long records are kept, by the worked numbers of the page and by properties."""

from datetime import date, timedelta

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from debiet.rules.day_terms import months_later
from debiet.rules.retention import (
    KINDS,
    Hold,
    MonthsTrouble,
    Outcome,
    RecordKind,
    Stop,
    Verdict,
    day_after,
    goes_if_before,
    judge,
    kept_until,
    months_trouble,
)
from tests.rules.worked import rows

PAGE = "retention.md"
DAYS = st.dates(min_value=date(2000, 1, 1), max_value=date(2060, 1, 1))
MONTHS = st.integers(min_value=1, max_value=400)


def day(text: str) -> date:
    return date.fromisoformat(text)


@pytest.mark.parametrize("row", rows(PAGE, heading="## Counted"), ids=lambda row: row["Started"])
def test_the_worked_numbers_of_the_page(row):
    until = kept_until(day(row["Started"]), int(row["Months"]))
    assert until == day(row["Kept until"])
    assert day_after(until) == day(row["Goes on"])


@pytest.mark.parametrize("row", rows(PAGE, heading="## Judged"), ids=lambda row: row["Because"])
def test_the_worked_verdicts_of_the_page(row):
    holds = []
    if row["Hold"] != "-":
        placed, _, until = row["Hold"].partition(" to ")
        holds = [Hold(day(placed), day(until) if until else None)]
    verdict = judge(
        started_on=None if row["Started"] == "-" else day(row["Started"]),
        months=int(row["Months"]),
        stops=[Stop(row["Stop"])] if row["Stop"] != "-" else [],
        holds=holds,
        on=day(row["On"]),
    )
    assert verdict.outcome == row["Verdict"]


@given(DAYS, MONTHS)
def test_a_month_later_is_the_same_number_or_the_end_of_the_month(start, months):
    later = months_later(start, months)
    assert (later.year * 12 + later.month) - (start.year * 12 + start.month) == months
    assert later.day == start.day or (later + timedelta(days=1)).day == 1


@given(DAYS, MONTHS, st.integers(min_value=-40, max_value=40))
@example(date(2026, 3, 31), 1, 0)  # February has no such day
def test_the_bound_for_a_search_says_the_same_as_the_rule_for_one(on, months, shift):
    started = goes_if_before(on, months) + timedelta(days=shift)
    goes = judge(started_on=started, months=months, on=on).outcome is Outcome.GOES
    assert goes is (started < goes_if_before(on, months))


@given(DAYS, DAYS, MONTHS)
def test_once_it_may_go_it_may_go_on_every_later_day(started, on, months):
    if judge(started_on=started, months=months, on=on).outcome is Outcome.GOES:
        later = on + timedelta(days=1)
        assert judge(started_on=started, months=months, on=later).outcome is Outcome.GOES


@given(DAYS, MONTHS, DAYS)
def test_nothing_goes_while_a_hold_without_an_end_is_on_it(started, months, on):
    held = judge(started_on=started, months=months, holds=[Hold(date(1999, 1, 1))], on=on)
    assert held.outcome is not Outcome.GOES
    assert Stop.HOLD in held.stops


@pytest.mark.parametrize(
    ("on", "holds"),
    [
        ("2026-02-28", False),
        ("2026-03-01", True),
        ("2026-05-30", True),
        ("2026-05-31", False),
    ],
)
def test_a_hold_that_is_lifted_holds_until_the_day_before(on, holds):
    hold = Hold(day("2026-03-01"), until=day("2026-12-31"), lifted_on=day("2026-05-31"))
    assert hold.holds_on(day(on)) is holds


def test_a_hold_with_an_end_holds_on_its_last_day():
    hold = Hold(day("2026-03-01"), until=day("2026-03-31"))
    assert [hold.holds_on(day(text)) for text in ("2026-03-31", "2026-04-01")] == [True, False]


def test_what_never_started_is_stopped_and_says_so():
    verdict = judge(started_on=None, months=12, on=day("2090-01-01"))
    assert verdict == Verdict(Outcome.STOPPED, None, (Stop.OPEN,))


@pytest.mark.parametrize("function", [kept_until, goes_if_before])
def test_less_than_a_month_is_no_term(function):
    with pytest.raises(ValueError, match="at least a month"):
        function(day("2026-01-01"), 0)


def test_every_kind_has_a_row():
    assert set(KINDS) == set(RecordKind)


@pytest.mark.parametrize(
    ("months", "least", "trouble"),
    [
        (1, None, None),
        (1200, None, None),
        (0, None, MonthsTrouble.OUT_OF_RANGE),
        (1201, None, MonthsTrouble.OUT_OF_RANGE),
        (23, 24, MonthsTrouble.BELOW_LAW),
        (24, 24, None),
        (0, 24, MonthsTrouble.OUT_OF_RANGE),
    ],
)
def test_a_term_is_in_range_and_not_below_the_law(months, least, trouble):
    assert months_trouble(months, least=least) is trouble
