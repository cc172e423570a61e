from datetime import UTC, date, datetime, timedelta, timezone, tzinfo
from zoneinfo import ZoneInfo

import pytest

from debiet.rules.local_time import next_midnight
from debiet.rules.working_time import (
    ClosedReason,
    InvalidHours,
    NaiveMoment,
    NeverOpen,
    UnknownYear,
    WorkingHours,
)
from tests.rules.worked import BRUSSELS, EVERY_DAY, HOLIDAYS, moment, office, rows

PAGE = "working-time.md"
CALENDARS = {
    "office": office(),
    "special": office(overrides={date(2026, 3, 7): [("10:00", "12:00")], date(2026, 3, 9): []}),
    "night": WorkingHours(
        weekly={day: [("22:00", "06:00")] for day in EVERY_DAY}, holidays=HOLIDAYS
    ),
    "always": WorkingHours(weekly={day: [("00:00", "24:00")] for day in EVERY_DAY}),
}


def read_duration(text):
    hours, minutes, seconds = (int(part) for part in text.split(":"))
    return timedelta(hours=hours, minutes=minutes, seconds=seconds)


def read_pauses(text):
    pairs = [pair.split(" / ") for pair in text.split(", ")] if text else []
    return [(moment(start), moment(end)) for start, end in pairs]


@pytest.mark.parametrize("row", rows(PAGE, heading="## Adding"), ids=lambda row: row["Why"])
def test_add_gives_the_documented_deadline(row):
    due = CALENDARS[row["Calendar"]].add(
        moment(row["Start"]), read_duration(row["Working time"]), pauses=read_pauses(row["Pauses"])
    )
    assert due.tzinfo is ZoneInfo("Europe/Brussels")
    assert due.isoformat(sep=" ", timespec="seconds")[:19] == row["Deadline"]


@pytest.mark.parametrize("row", rows(PAGE, heading="## Between"), ids=lambda row: row["Why"])
def test_between_gives_the_documented_working_time(row):
    working = CALENDARS[row["Calendar"]].between(
        moment(row["Start"]), moment(row["End"]), pauses=read_pauses(row["Pauses"])
    )
    assert working == read_duration(row["Working time"])


def test_moments_come_in_any_zone_and_leave_in_the_calendars():
    due = office().add(datetime(2026, 3, 2, 15, tzinfo=UTC), timedelta(hours=4))
    assert due.isoformat() == "2026-03-03T12:00:00+01:00"


def test_microseconds_are_kept():
    start = moment("2026-03-02 16:59:59.999999")
    assert office().add(start, timedelta(microseconds=2)) == moment("2026-03-03 09:00:00.000001")
    assert office().between(start, moment("2026-03-02 18:00")) == timedelta(microseconds=1)


def test_the_hour_that_comes_twice_is_open_twice():
    hours = WorkingHours(weekly={"sun": [("02:00", "03:00")]})
    first = moment("2026-10-25 02:30")
    second = first.replace(fold=1)
    assert hours.between(first, second) == timedelta(hours=1)
    due = hours.add(first, timedelta(minutes=75))
    assert (due.hour, due.minute, due.fold) == (2, 45, 1)


def test_the_hour_that_is_skipped_has_no_length():
    hours = WorkingHours(weekly={"sun": [("02:00", "03:00")]})
    assert hours.between(moment("2026-03-29 00:00"), moment("2026-03-30 00:00")) == timedelta()


def test_a_day_that_is_skipped_has_no_length():
    # Samoa went over the date line and had no 30 December 2011.
    weekly = {day: [("00:00", "24:00")] for day in EVERY_DAY}
    hours = WorkingHours(tz="Pacific/Apia", weekly=weekly)
    apia = ZoneInfo("Pacific/Apia")
    noon = datetime(2011, 12, 29, 12, tzinfo=apia)
    assert hours.add(noon, timedelta(hours=24)) == datetime(2011, 12, 31, 12, tzinfo=apia)


def test_clock_changes_that_follow_each_other_soon_are_all_found():
    # Morocco leaves its summer time for Ramadan only: 15 February to 22 March 2026.
    nine = WorkingHours(tz="Africa/Casablanca", weekly={"mon": [("09:00", "17:00")]})
    starts = [datetime(2026, month, 1, tzinfo=UTC) for month in (1, 3, 4)]
    assert [nine.add(start, timedelta()).astimezone(UTC).hour for start in starts] == [8, 9, 8]


def test_hours_that_overlap_or_touch_merge():
    ragged = [("13:00", "17:00"), ("09:00", "12:00"), ("11:00", "12:30"), ("12:30", "13:00")]
    hours = WorkingHours(weekly={"mon": ragged})
    day = hours.open_intervals(moment("2026-03-02 00:00"), moment("2026-03-03 00:00"))
    assert list(day) == [(moment("2026-03-02 09:00"), moment("2026-03-02 17:00"))]


def test_hours_with_equal_ends_are_a_full_day():
    hours = WorkingHours(weekly={"mon": [("09:00", "09:00")]})
    week = hours.between(moment("2026-03-02 00:00"), moment("2026-03-09 00:00"))
    assert week == timedelta(hours=24)


def test_a_night_over_new_year_is_one_interval():
    hours = CALENDARS["night"]
    spans = hours.open_intervals(moment("2026-12-31 12:00"), moment("2027-01-01 12:00"))
    assert list(spans) == [(moment("2026-12-31 22:00"), moment("2027-01-01 06:00"))]


def test_open_intervals_of_a_reversed_span_are_none():
    assert not list(office().open_intervals(moment("2026-03-03 12:00"), moment("2026-03-02 12:00")))


def test_an_override_goes_before_a_holiday():
    hours = office(overrides={date(2026, 4, 6): [("10:00", "12:00")]})
    day = (moment("2026-04-06 00:00"), moment("2026-04-07 00:00"))
    assert hours.between(*day) == timedelta(hours=2)


@pytest.mark.parametrize(
    ("pause", "working"),
    [
        (("2026-03-02 08:00", "2026-03-02 10:00"), 3),
        (("2026-03-02 12:00", "2026-03-02 20:00"), 3),
        (("2026-03-01 12:00", "2026-03-01 20:00"), 4),
        (("2026-03-02 12:00", "2026-03-02 11:00"), 4),  # reversed: no length
    ],
)
def test_a_pause_counts_only_where_it_lies_in_the_span(pause, working):
    pauses = [(moment(pause[0]), moment(pause[1]))]
    span = (moment("2026-03-02 09:00"), moment("2026-03-02 13:00"))
    assert office().between(*span, pauses=pauses) == timedelta(hours=working)


def test_a_pause_that_is_over_or_not_reached_moves_nothing():
    pauses = [
        (moment("2026-03-01 09:00"), moment("2026-03-02 09:00")),
        (moment("2026-03-02 16:00"), moment("2026-03-02 17:00")),
    ]
    due = office().add(moment("2026-03-02 09:00"), timedelta(hours=4), pauses=iter(pauses))
    assert due == moment("2026-03-02 13:00")


def test_a_deadline_of_years_is_found():
    due = office().add(moment("2026-01-05 09:00"), timedelta(hours=8 * 5 * 52 * 100))
    assert due.year > 2120


def test_any_order_of_years_gives_the_same_answers():
    forward, backward = office(), office()
    spans = [
        (moment(f"{year}-05-04 10:00"), moment(f"{year}-08-04 10:00"))
        for year in range(1971, 2031, 7)
    ]
    there = [forward.between(*span) for span in spans]
    back = [backward.between(*span) for span in reversed(spans)]
    assert there == back[::-1]


@pytest.mark.parametrize(
    ("at", "reason"),
    [
        ("2026-03-02 09:00", None),
        ("2026-03-02 17:00", ClosedReason.NIGHT),
        ("2026-03-02 08:59:59", ClosedReason.NIGHT),
        ("2026-03-07 12:00", ClosedReason.WEEKEND),
        ("2026-04-06 12:00", ClosedReason.HOLIDAY),
        ("2026-03-03 12:15", ClosedReason.OVERRIDE),
    ],
)
def test_reason_closed_says_why(at, reason):
    hours = office(overrides={date(2026, 3, 3): [("14:00", "15:00")]})
    assert hours.reason_closed(moment(at)) == reason


def test_lunch_is_a_break_and_no_night():
    hours = WorkingHours(weekly={"mon": [("09:00", "12:00"), ("13:00", "17:00")]})
    assert hours.reason_closed(moment("2026-03-02 12:30")) is ClosedReason.BREAK
    assert hours.reason_closed(moment("2026-03-02 08:30")) is ClosedReason.NIGHT
    assert hours.reason_closed(moment("2026-03-02 17:30")) is ClosedReason.NIGHT


def test_new_years_midnight_is_open_where_the_new_day_is():
    assert CALENDARS["always"].reason_closed(moment("2027-01-01 00:00")) is None


def test_spans_tell_a_whole_week():
    spans = list(office().spans(moment("2026-04-03 16:00"), moment("2026-04-07 10:00")))
    told = [(f"{span.start:%d %H:%M}", f"{span.end:%d %H:%M}", span.closed) for span in spans]
    assert told == [
        ("03 16:00", "03 17:00", None),
        ("03 17:00", "04 00:00", ClosedReason.NIGHT),
        ("04 00:00", "06 00:00", ClosedReason.WEEKEND),
        ("06 00:00", "07 00:00", ClosedReason.HOLIDAY),
        ("07 00:00", "07 09:00", ClosedReason.NIGHT),
        ("07 09:00", "07 10:00", None),
    ]


def test_spans_pass_a_midnight_that_comes_twice():
    # Newfoundland used to set its clocks back at one minute past midnight.
    tz = "America/St_Johns"
    hours = WorkingHours(tz=tz, weekly={"mon": [("09:00", "17:00")], "sat": [("09:00", "17:00")]})
    start = datetime(2010, 11, 6, 23, 30, tzinfo=ZoneInfo(tz), fold=1)
    spans = list(hours.spans(start, datetime(2010, 11, 8, 9, tzinfo=ZoneInfo(tz))))
    assert [span.closed for span in spans] == [
        ClosedReason.NIGHT,
        ClosedReason.WEEKEND,
        ClosedReason.NIGHT,
    ]
    assert spans[0].start.astimezone(UTC) == start.astimezone(UTC)
    assert next_midnight(start, hours.tz).fold == 1


def test_a_calendar_never_changes():
    hours = office()
    with pytest.raises(AttributeError, match="another one"):
        hours.tz = ZoneInfo("UTC")
    with pytest.raises(AttributeError, match="another one"):
        del hours.tz


class Nowhere(tzinfo):
    def utcoffset(self, _):
        return None

    def dst(self, _):
        return None

    def tzname(self, _):
        return "nowhere"


@pytest.mark.parametrize("zone", [None, Nowhere()])
def test_a_moment_without_zone_is_refused(zone):
    naive = datetime(2026, 3, 2, 9, tzinfo=zone)
    with pytest.raises(NaiveMoment, match="no time zone"):
        office().add(naive, timedelta())
    with pytest.raises(NaiveMoment, match="no time zone"):
        office().between(moment("2026-03-02 09:00"), naive)


def test_a_negative_duration_is_refused():
    with pytest.raises(ValueError, match="negative"):
        office().add(moment("2026-03-02 09:00"), timedelta(seconds=-1))


@pytest.mark.parametrize(
    "definition",
    [
        {"weekly": {}},
        {"weekly": {"mon": []}},
        {"weekly": {}, "overrides": {date(2026, 3, 2): []}},
        {
            "weekly": {"mon": [("09:00", "17:00")]},
            "holidays": [date(2026, 1, 5) + timedelta(weeks=week) for week in range(52)],
            "known_years": [2026],
        },
    ],
)
def test_a_calendar_that_is_never_open_is_refused(definition):
    with pytest.raises(NeverOpen):
        WorkingHours(**definition)


@pytest.mark.parametrize(
    "definition",
    [
        {"tz": "Europe/Atlantis"},
        {"tz": "Europe"},
        {"tz": "../Brussels"},
        {"weekly": {"monday": [("09:00", "17:00")]}},
        {"weekly": {"mon": ["09:00"]}},
        {"weekly": {"mon": [("09:00", "12:00", "17:00")]}},
        {"weekly": {"mon": [("9:00", "17:00")]}},
        {"weekly": {"mon": [("09:00", "25:00")]}},
        {"weekly": {"mon": [("09:00", "24:01")]}},
        {"weekly": {"mon": [("24:00", "06:00")]}},
        {"weekly": {"mon": [(9, 17)]}},
        {"holidays": [datetime(2026, 4, 6, tzinfo=UTC)]},
        {"holidays": ["2026-04-06"]},
        {"overrides": {"2026-04-06": []}},
        {"known_years": []},
        {"known_years": [2026, 2028]},
        {"known_years": [1899]},
        {"known_years": [2300]},
    ],
)
def test_a_definition_that_cannot_be_read_is_refused(definition):
    with pytest.raises(InvalidHours):
        office(**definition)


def test_a_calendar_that_only_knew_special_days_ends_with_them():
    hours = WorkingHours(weekly={}, overrides={date(2026, 3, 2): [("22:00", "06:00")]})
    start = moment("2026-03-01 12:00")
    assert hours.add(start, timedelta(hours=8)) == moment("2026-03-03 06:00")
    with pytest.raises(NeverOpen, match="not open any more"):
        hours.add(start, timedelta(hours=8, microseconds=1))
    with pytest.raises(NeverOpen, match="not open any more"):
        hours.add(moment("2026-03-03 06:00"), timedelta())
    assert hours.between(start, moment("2030-01-01 00:00")) == timedelta(hours=8)


def test_zero_waits_for_the_next_year_if_it_must():
    hours = WorkingHours(weekly={}, overrides={date(2029, 5, 2): [("10:00", "12:00")]})
    assert hours.add(moment("2026-03-01 12:00"), timedelta()) == moment("2029-05-02 10:00")


def test_a_term_within_the_known_years_is_answered():
    hours = office(known_years=range(2026, 2027))
    start = moment("2026-12-30 09:00")
    assert hours.add(start, timedelta(hours=16)) == moment("2026-12-31 17:00")
    assert hours.between(start, moment("2027-01-01 00:00")) == timedelta(hours=16)


@pytest.mark.parametrize(
    "ask",
    [
        lambda hours: hours.add(moment("2026-12-30 09:00"), timedelta(hours=17)),
        lambda hours: hours.add(moment("2026-12-31 17:00"), timedelta()),
        lambda hours: hours.add(moment("2027-01-04 09:00"), timedelta(hours=1)),
        lambda hours: hours.add(moment("2025-12-31 23:59"), timedelta(hours=1)),
        lambda hours: hours.between(moment("2026-12-30 09:00"), moment("2027-01-01 00:01")),
        lambda hours: hours.reason_closed(moment("2027-01-01 00:00")),
        lambda hours: hours.spans(moment("2026-12-31 09:00"), moment("2027-01-02 00:00")),
    ],
)
def test_beyond_the_known_years_is_an_error_and_never_a_guess(ask):
    with pytest.raises(UnknownYear, match=r"202[57]"):
        ask(office(known_years=[2026]))


def test_a_deadline_at_the_final_midnight_is_known():
    hours = WorkingHours(
        weekly={day: [("00:00", "24:00")] for day in EVERY_DAY}, known_years=[2026]
    )
    due = hours.add(moment("2026-12-31 00:00"), timedelta(hours=24))
    assert due == moment("2027-01-01 00:00")


def test_hours_of_an_unknown_eve_that_reach_into_the_first_year_are_unknown():
    weekly = {day: [("22:00", "06:00")] for day in EVERY_DAY}
    hours = WorkingHours(weekly=weekly, known_years=[2026])
    with pytest.raises(UnknownYear, match="all of 2026"):
        hours.reason_closed(moment("2026-01-01 05:59"))
    assert hours.reason_closed(moment("2026-01-01 06:00")) is ClosedReason.NIGHT


def test_a_term_beyond_all_years_is_an_error_and_no_endless_loop():
    hours = WorkingHours(weekly={"mon": [("09:00", "10:00")]}, known_years=range(2290, 2300))
    with pytest.raises(UnknownYear, match="2300"):
        hours.add(datetime(2299, 1, 1, tzinfo=UTC), timedelta(days=10_000))


def test_a_fixed_offset_moment_is_understood():
    start = datetime(2026, 3, 2, 9, tzinfo=timezone(timedelta(hours=1)))
    assert office().add(start, timedelta(hours=1)) == datetime(2026, 3, 2, 10, tzinfo=BRUSSELS)
