from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from debiet.rules.day_terms import DayCalendar, InvalidHours, NaiveMoment, NeverOpen, UnknownYear
from debiet.rules.opening_hours import ClosedReason
from tests.rules.worked import HOLIDAYS, WORKDAYS, moment, rows

PAGE = "working-time.md"


def utility(**changes):
    return DayCalendar(**{"open_weekdays": WORKDAYS, "holidays": HOLIDAYS, **changes})


CALENDARS = {"utility": utility(), "law": utility(open_weekdays=[*WORKDAYS, "sat"])}


@pytest.mark.parametrize("row", rows(PAGE, heading="## Terms in days"), ids=lambda row: row["Why"])
def test_a_term_in_days_is_due_as_documented(row):
    calendar, received = CALENDARS[row["Calendar"]], moment(row["Received"])
    days, unit, *_ = row["Term"].split()
    if unit == "working":
        due = calendar.working_days_due(received, int(days))
    else:
        due = calendar.calendar_days_due(received, int(days), "rolling" in row["Term"])
    assert due == moment(row["Due"])
    assert due.tzinfo == ZoneInfo("Europe/Brussels")


LEVELS = rows(PAGE, heading="Levels of 10 working days (calendar *utility*):")


@pytest.mark.parametrize("row", LEVELS, ids=lambda row: row["Percent"])
def test_a_level_is_reached_as_documented(row):
    level = utility().level(moment(row["Received"]), 10, int(row["Percent"]))
    assert level == moment(row["Reached"])


def test_the_local_day_of_receipt_counts_and_not_the_day_in_utc():
    received = datetime(2026, 3, 2, 23, 30, tzinfo=UTC)  # 00:30 on the 3rd in Brussels
    assert utility().working_days_due(received, 1) == moment("2026-03-05 00:00")


def test_an_override_goes_before_weekday_and_holiday():
    calendar = utility(
        overrides={date(2026, 3, 7): True, date(2026, 3, 9): False, date(2026, 4, 6): True}
    )
    assert calendar.working_days_due(moment("2026-03-06 10:00"), 2) == moment("2026-03-11 00:00")
    assert calendar.is_open(date(2026, 4, 6))


@pytest.mark.parametrize(
    ("day", "reason"),
    [
        ("2026-03-03", None),
        ("2026-03-07", ClosedReason.WEEKEND),
        ("2026-04-06", ClosedReason.HOLIDAY),
        ("2026-03-09", ClosedReason.OVERRIDE),
    ],
)
def test_reason_closed_says_why_a_day_does_not_count(day, reason):
    calendar = utility(overrides={date(2026, 3, 9): False})
    assert calendar.reason_closed(date.fromisoformat(day)) == reason


def test_a_day_ends_where_the_clock_skips_midnight():
    # In Egypt the clock goes forward at midnight: Friday 24 April 2026 begins at 01:00.
    calendar = DayCalendar(tz="Africa/Cairo", open_weekdays=["thu", "fri"])
    received = datetime(2026, 4, 22, 12, tzinfo=ZoneInfo("Africa/Cairo"))
    assert calendar.working_days_due(received, 1).isoformat() == "2026-04-24T01:00:00+03:00"


def test_a_term_of_years_is_found():
    due = utility().working_days_due(moment("2026-03-02 10:00"), 10_000)
    assert due.year == 2064


def test_days_that_need_no_calendar_are_known_in_any_year():
    calendar = utility(known_years=[2026])
    due = calendar.calendar_days_due(moment("2026-12-30 10:00"), 10)
    assert due == moment("2027-01-10 00:00")


@pytest.mark.parametrize(
    "ask",
    [
        lambda calendar: calendar.working_days_due(moment("2026-12-30 10:00"), 2),
        lambda calendar: calendar.working_days_due(moment("2025-12-30 10:00"), 2),
        lambda calendar: calendar.calendar_days_due(moment("2026-12-30 10:00"), 10, True),
        lambda calendar: calendar.is_open(date(2027, 1, 4)),
    ],
)
def test_beyond_the_known_years_is_an_error_and_never_a_guess(ask):
    with pytest.raises(UnknownYear, match=r"202[57]"):
        ask(utility(known_years=[2026]))


def test_a_term_up_to_the_final_known_day_is_known():
    due = utility(known_years=[2026]).working_days_due(moment("2026-12-30 10:00"), 1)
    assert due == moment("2027-01-01 00:00")


def test_a_calendar_of_special_days_ends_in_an_error_and_no_endless_loop():
    calendar = DayCalendar(open_weekdays=[], overrides={date(2026, 3, 4): True})
    assert calendar.working_days_due(moment("2026-03-02 10:00"), 1) == moment("2026-03-05 00:00")
    with pytest.raises(UnknownYear, match="2300"):
        calendar.working_days_due(moment("2026-03-02 10:00"), 2)


@pytest.mark.parametrize("definition", [{"open_weekdays": []}, {"overrides": {"2026-03-02": True}}])
def test_a_definition_without_open_days_or_with_odd_ones_is_refused(definition):
    with pytest.raises((NeverOpen, InvalidHours)):
        utility(**definition)


@pytest.mark.parametrize("days", [0, -1])
def test_a_term_without_days_is_refused(days):
    with pytest.raises(ValueError, match="at least 1 day"):
        utility().working_days_due(moment("2026-03-02 10:00"), days)
    with pytest.raises(ValueError, match="at least 1 day"):
        utility().calendar_days_due(moment("2026-03-02 10:00"), days)


def test_a_level_of_nothing_is_refused():
    with pytest.raises(ValueError, match="at least 1 %"):
        utility().level(moment("2026-03-02 10:00"), 10, 0)


def test_a_moment_without_zone_is_refused():
    with pytest.raises(NaiveMoment):
        utility().working_days_due(datetime(2026, 3, 2), 1)  # noqa: DTZ001


def test_a_calendar_never_changes():
    calendar = utility()
    with pytest.raises(AttributeError, match="another one"):
        calendar.tz = ZoneInfo("UTC")
    with pytest.raises(AttributeError, match="another one"):
        del calendar.tz


days_of_2026 = st.integers(0, 364).map(lambda day: date(2026, 1, 1) + timedelta(days=day))


@settings(max_examples=60, deadline=None)
@given(
    weekdays=st.sets(
        st.sampled_from(["mon", "tue", "wed", "thu", "fri", "sat", "sun"]), min_size=1
    ),
    holidays=st.sets(days_of_2026, max_size=40),
    overrides=st.dictionaries(days_of_2026, st.booleans(), max_size=20),
    received=st.datetimes(datetime(2026, 1, 1), datetime(2026, 12, 31)),  # noqa: DTZ001
    days=st.integers(1, 60),
)
def test_working_days_equal_walking_the_days(weekdays, holidays, overrides, received, days):
    names = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"]
    day, left = received.date(), days
    while left:
        day += timedelta(days=1)
        usual = names[day.weekday()] in weekdays and day not in holidays
        left -= overrides.get(day, usual)
    calendar = DayCalendar(tz="UTC", open_weekdays=weekdays, holidays=holidays, overrides=overrides)
    due = calendar.working_days_due(received.replace(tzinfo=UTC), days)
    assert due.replace(tzinfo=None) == datetime.combine(
        day + timedelta(days=1), datetime.min.time()
    )
