"""How hard a message is tried."""

from datetime import timedelta

import pytest

from debiet.rules.delivery import WAITS, DispatchOutcome, outcome_of_reply, wait_after


@pytest.mark.parametrize(
    ("attempts", "minutes"),
    [(1, 1), (2, 2), (3, 5), (7, 60), (len(WAITS), WAITS[-1])],
)
def test_tries_come_soon_at_first_and_then_patiently(attempts, minutes):
    assert wait_after(attempts) == timedelta(minutes=minutes)


def test_at_some_point_it_is_enough():
    assert wait_after(len(WAITS) + 1) is None
    assert timedelta(days=1) < sum((timedelta(minutes=wait) for wait in WAITS), timedelta())


@pytest.mark.parametrize(
    ("code", "outcome"),
    [
        (421, DispatchOutcome.TRY_AGAIN),
        (450, DispatchOutcome.TRY_AGAIN),
        (499, DispatchOutcome.TRY_AGAIN),
        (500, DispatchOutcome.REFUSED),
        (550, DispatchOutcome.REFUSED),
        (599, DispatchOutcome.REFUSED),
        (600, DispatchOutcome.TRY_AGAIN),
    ],
)
def test_only_a_permanent_refusal_is_final(code, outcome):
    assert outcome_of_reply(code) is outcome
