"""Limits in windows that slide."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from debiet.rules.rate_limit import is_over, window_start
from tests.rules.worked import rows

HOUR = timedelta(hours=1)
NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
TABLE = [tuple(row.values()) for row in rows("limits.md", heading="## Ten an hour")]


@pytest.mark.parametrize(
    ("at", "window", "start"),
    [
        ("2026-03-02T12:00:00+00:00", HOUR, "2026-03-02T12:00:00+00:00"),
        ("2026-03-02T12:59:59.999999+00:00", HOUR, "2026-03-02T12:00:00+00:00"),
        ("2026-03-02T12:34:56+00:00", timedelta(minutes=10), "2026-03-02T12:30:00+00:00"),
        ("2026-03-02T12:34:56+05:30", HOUR, "2026-03-02T07:00:00+00:00"),
    ],
)
def test_window_start(at, window, start):
    found = window_start(datetime.fromisoformat(at), window=window)
    assert found == datetime.fromisoformat(start)


def test_the_hour_that_comes_twice_in_autumn_is_two_windows():
    first = datetime(2026, 10, 25, 2, 30, tzinfo=ZoneInfo("Europe/Brussels"))
    second = first.replace(fold=1)
    starts = [window_start(at, window=HOUR) for at in (first, second)]
    assert starts[1] - starts[0] == HOUR


@pytest.mark.parametrize(("earlier", "now", "minutes", "refused"), TABLE)
def test_is_over_for_ten_an_hour(earlier, now, minutes, refused):
    at = NOON + timedelta(minutes=int(minutes))
    over = is_over(earlier=int(earlier), now=int(now), limit=10, at=at, window=HOUR)
    assert over is (refused == "yes")


def let_through(seconds, limit):
    """Return which of some tries are let through, by the second of two hours they come at."""
    counts, passed = [0, 0], []
    for second in sorted(seconds):
        hour = second // 3600
        earlier = counts[hour - 1] if hour else 0
        at = NOON + timedelta(seconds=second)
        if not is_over(earlier=earlier, now=counts[hour] + 1, limit=limit, at=at, window=HOUR):
            counts[hour] += 1
            passed.append(second)
    return passed


TRIES = st.lists(st.integers(0, 7199), max_size=80)


@given(seconds=TRIES, limit=st.integers(1, 12))
def test_no_hour_holds_more_than_the_limit_with_the_share_that_is_gone_and_one(seconds, limit):
    passed = let_through(seconds, limit)
    for start in passed:
        held = [second for second in passed if start <= second < start + 3600]
        gone = max(0, held[-1] - 3600) if start < 3600 else held[-1] - start
        assert len(held) <= limit * (1 + gone / 3600) + 1


@given(seconds=TRIES, limit=st.integers(1, 12))
def test_who_never_tries_more_than_the_limit_in_two_windows_is_never_refused(seconds, limit):
    assert let_through(seconds[:limit], limit) == sorted(seconds[:limit])


@given(seconds=TRIES, limit=st.integers(1, 12))
def test_an_hour_after_any_try_there_is_room_for_one(seconds, limit):
    passed = let_through([second for second in seconds if second < 3600], limit)
    for second in passed:
        at = NOON + HOUR + timedelta(seconds=second)
        assert not is_over(earlier=len(passed), now=1, limit=limit, at=at, window=HOUR)


@given(limit=st.sampled_from([1, 2, 3, 4, 6, 10, 20, 30, 60]), start=st.integers(0, 3599))
def test_whoever_keeps_to_the_pace_of_the_limit_is_never_refused(limit, start):
    pace = [start + 3600 // limit * number for number in range(2 * limit)]
    kept = [second for second in pace if second < 7200]
    assert let_through(kept, limit) == kept
