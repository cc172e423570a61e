"""Until when a case is put aside, and what brings it back."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from debiet.rules.putting_aside import LONGEST, Aside, AsideRefusal, is_aside, put_aside

NOW = datetime(2026, 3, 2, 8, tzinfo=UTC)
HOUR = timedelta(hours=1)
hours = st.integers(-200, 3000).map(lambda number: NOW + number * HOUR)


@pytest.mark.parametrize(
    ("until", "risk", "knows", "answer"),
    [
        (4, 6, False, Aside(NOW + 4 * HOUR)),
        (6, 6, False, Aside(NOW + 6 * HOUR)),
        (7, 6, False, AsideRefusal.PAST_RISK),
        (7, 6, True, Aside(NOW + 7 * HOUR, is_past_risk=True)),
        (4, 6, True, Aside(NOW + 4 * HOUR)),
        (4, None, False, Aside(NOW + 4 * HOUR)),
        (4, -1, False, AsideRefusal.PAST_RISK),
        (0, 6, False, AsideRefusal.PAST),
        (-1, 6, True, AsideRefusal.PAST),
        (90 * 24, None, False, Aside(NOW + LONGEST)),
        (90 * 24 + 1, None, True, AsideRefusal.TOO_LONG),
        (None, 6, False, Aside(NOW + 6 * HOUR)),
        (None, 6, True, Aside(NOW + LONGEST, is_past_risk=True)),
        (None, None, False, Aside(NOW + LONGEST)),
        (None, 0, False, AsideRefusal.PAST_RISK),
        (None, 91 * 24, False, Aside(NOW + LONGEST)),
    ],
)
def test_until_when(until, risk, knows, answer):
    moment = None if until is None else NOW + until * HOUR
    risk_at = None if risk is None else NOW + risk * HOUR
    assert put_aside(at=NOW, until=moment, at_risk_at=risk_at, knows_risk=knows) == answer


@given(st.none() | hours, st.none() | hours, st.booleans(), hours)
def test_nothing_is_aside_past_its_risk_that_nobody_spoke_of(until, risk, knows, at):
    found = put_aside(at=NOW, until=until, at_risk_at=risk, knows_risk=knows)
    if isinstance(found, Aside):
        assert NOW < found.until <= NOW + LONGEST
        hidden = is_aside(
            until=found.until, is_past_risk=found.is_past_risk, at_risk_at=risk, at=at
        )
        assert not hidden or at < found.until
        assert not (hidden and risk is not None and at >= risk and not knows)


def test_a_risk_that_moved_nearer_brings_it_back():
    aside = {"until": NOW + 9 * HOUR, "is_past_risk": False}
    assert is_aside(**aside, at_risk_at=NOW + 9 * HOUR, at=NOW + 2 * HOUR)
    assert not is_aside(**aside, at_risk_at=NOW + 2 * HOUR, at=NOW + 2 * HOUR)
    assert not is_aside(until=None, is_past_risk=False, at_risk_at=None, at=NOW)
