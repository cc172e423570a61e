"""Which version holds when."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from debiet.rules.versions import VersionState, begins_at, version_states

AT = datetime(2026, 3, 2, 8, 0, tzinfo=UTC)
DAY = timedelta(days=1)
EARLIER, HELD, PLANNED, NEVER = (
    VersionState.EARLIER,
    VersionState.IN_FORCE,
    VersionState.PLANNED,
    VersionState.NEVER_HELD,
)


@pytest.mark.parametrize(
    ("days", "states"),
    [
        ([], []),
        ([0], [HELD]),  # from this moment on
        ([-9, -3], [EARLIER, HELD]),
        ([-9, 3], [HELD, PLANNED]),
        ([3], [PLANNED]),
        ([-9, 3, 5], [HELD, PLANNED, PLANNED]),
        ([-9, 5, 3], [HELD, NEVER, PLANNED]),  # decided later, and it begins earlier
        ([-9, 5, -1], [EARLIER, NEVER, HELD]),
        ([-9, -9], [NEVER, HELD]),
    ],
)
def test_where_each_version_stands(days, states):
    versions = [(number, AT + day * DAY) for number, day in enumerate(days, start=1)]
    assert list(version_states(versions, at=AT).values()) == states


@given(st.lists(st.integers(-20, 20), max_size=8))
def test_the_version_that_holds_is_the_newest_whose_day_has_come(days):
    versions = [(number, AT + day * DAY) for number, day in enumerate(days, start=1)]
    states = version_states(versions, at=AT)
    holding = [number for number, state in states.items() if state is HELD]
    assert holding == [number for number, start in versions if start <= AT][-1:]
    for number, start in versions:
        if states[number] is PLANNED:
            assert version_states(versions, at=start)[number] is HELD
        if states[number] is NEVER:
            later = [AT + day * DAY for day in range(-20, 21)]
            assert all(version_states(versions, at=moment)[number] is not HELD for moment in later)


@pytest.mark.parametrize(
    ("day", "begins"),
    [
        (date(2026, 3, 1), None),
        (date(2026, 3, 2), AT),  # today: from now on
        (date(2026, 3, 3), datetime(2026, 3, 2, 23, 0, tzinfo=UTC)),  # midnight in Brussels
        (date(2026, 7, 1), datetime(2026, 6, 30, 22, 0, tzinfo=UTC)),  # in summer time
    ],
)
def test_a_version_begins_now_or_with_a_day_to_come(day, begins):
    assert begins_at(day, at=AT, tz=ZoneInfo("Europe/Brussels")) == begins
