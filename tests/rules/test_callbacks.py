"""Promised calls: windows within the hours, and promises that are kept or broken."""

from datetime import timedelta

import pytest

from debiet.rules.callbacks import (
    CallbackStanding,
    is_broken,
    may_be_promised,
    standing,
    windows,
)
from debiet.rules.cases import CallbackState
from tests.make import local

FROM, UNTIL = local("2026-03-02 14:00"), local("2026-03-02 16:00")
MINUTE = timedelta(minutes=1)


@pytest.mark.parametrize(
    ("tried", "ended", "at", "broken"),
    [
        (None, None, UNTIL, False),
        (None, None, UNTIL + MINUTE, True),
        (UNTIL, None, UNTIL + MINUTE, False),
        (UNTIL + MINUTE, None, UNTIL + 9 * MINUTE, True),
        (None, UNTIL - MINUTE, UNTIL + MINUTE, False),
        (None, UNTIL + MINUTE, UNTIL + 9 * MINUTE, True),
        (UNTIL - MINUTE, UNTIL + MINUTE, UNTIL + 9 * MINUTE, False),
        (FROM - MINUTE, None, UNTIL + MINUTE, False),
    ],
)
def test_a_promise_is_broken_when_its_window_passes_without_a_try(tried, ended, at, broken):
    found = is_broken(promised_until=UNTIL, first_tried_at=tried, ended_at=ended, at=at)
    assert found is broken


@pytest.mark.parametrize(
    ("state", "tried", "at", "expected"),
    [
        (CallbackState.PROMISED, None, FROM - MINUTE, CallbackStanding.COMING),
        (CallbackState.PROMISED, None, FROM, CallbackStanding.NOW),
        (CallbackState.PROMISED, FROM, UNTIL + MINUTE, CallbackStanding.TRIED),
        (CallbackState.PROMISED, None, UNTIL + MINUTE, CallbackStanding.BROKEN),
        (CallbackState.PROMISED, UNTIL + MINUTE, UNTIL + MINUTE, CallbackStanding.BROKEN),
        (CallbackState.REACHED, UNTIL + MINUTE, UNTIL + MINUTE, CallbackStanding.ENDED),
        (CallbackState.WITHDRAWN, None, FROM, CallbackStanding.ENDED),
    ],
)
def test_how_a_promise_stands(state, tried, at, expected):
    found = standing(
        state=state, promised_from=FROM, promised_until=UNTIL, first_tried_at=tried, at=at
    )
    assert found is expected


def day(number: int, *hours: str):
    return [
        (local(f"2026-03-0{number} {hour[:5]}"), local(f"2026-03-0{number} {hour[6:]}"))
        for hour in hours
    ]


@pytest.mark.parametrize(
    ("spans", "at", "expected"),
    [
        (
            [*day(2, "09:00-17:00"), *day(3, "09:00-12:00")],
            "2026-03-02 12:00",
            ["02 13:00-15:00", "02 15:00-17:00", "03 09:00-12:00"],
        ),
        (day(2, "09:00-12:30"), "2026-03-02 07:00", ["02 09:00-11:00", "02 11:00-12:30"]),
        (day(2, "09:00-11:30"), "2026-03-02 07:00", ["02 09:00-11:30"]),
        (day(2, "09:00-17:00"), "2026-03-02 14:50", []),
        (
            day(2, "08:00-18:00"),
            "2026-03-02 07:00",
            ["02 08:00-10:00", "02 10:00-12:00", "02 12:00-14:00", "02 14:00-16:00"],
        ),
    ],
)
def test_windows_lie_in_the_hours_and_begin_later_than_now(spans, at, expected):
    found = windows(spans, at=local(at))
    assert [f"{start:%d %H:%M}-{end:%H:%M}" for start, end in found] == expected


@pytest.mark.parametrize(
    ("start", "end", "expected"),
    [
        ("2026-03-02 10:00", "2026-03-02 12:00", True),
        ("2026-03-02 07:00", "2026-03-02 09:01", True),
        ("2026-03-02 07:00", "2026-03-02 09:00", False),
        ("2026-03-02 12:00", "2026-03-02 12:00", False),
        ("2026-03-02 12:00", "2026-03-02 10:00", False),
        ("2027-03-03 07:00", "2027-03-03 09:00", True),
        ("2027-03-03 07:00", "2027-03-03 09:01", False),
        ("2026-03-02 10:00", "2062-03-02 12:00", False),
    ],
)
def test_what_may_be_promised(start, end, expected):
    at = local("2026-03-02 09:00")
    found = may_be_promised(promised_from=local(start), promised_until=local(end), at=at)
    assert found is expected
