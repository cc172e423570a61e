"""The signs of a call: in any order, and any number of times, they tell the same."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from debiet.rules.calls import EARLIEST, CallEvent, CallTimes, heard, is_believable
from tests.make import MONDAY

SIGNS = st.lists(st.tuples(st.sampled_from(CallEvent), st.integers(0, 300)), min_size=1, max_size=6)


def after(signs):
    times = None
    for event, second in signs:
        times = heard(times, event, MONDAY + timedelta(seconds=second))
    return times


@given(signs=SIGNS, data=st.data())
def test_the_order_does_not_matter_nor_how_often_a_sign_comes(signs, data):
    shuffled = data.draw(st.permutations(signs + signs[:2]))
    assert after(shuffled) == after(signs)


@pytest.mark.parametrize(
    ("signs", "waiting", "abandoned"),
    [
        ([("ringing", 0)], None, False),
        ([("ringing", 0), ("answered", 20), ("ended", 90)], 20, False),
        ([("ended", 90), ("answered", 20), ("ringing", 0)], 20, False),
        ([("ringing", 0), ("abandoned", 45)], 45, True),
        ([("abandoned", 45)], 0, True),
    ],
)
def test_waiting_and_abandoned(signs, waiting, abandoned):
    times = after([(CallEvent(event), second) for event, second in signs])
    assert times.waiting == (None if waiting is None else timedelta(seconds=waiting))
    assert times.is_abandoned is abandoned
    assert isinstance(times, CallTimes)


@pytest.mark.parametrize(
    ("moment", "expected"),
    [
        (MONDAY, True),
        (MONDAY + timedelta(minutes=5), True),
        (MONDAY + timedelta(minutes=5, seconds=1), False),
        (EARLIEST, True),
        (EARLIEST - timedelta(seconds=1), False),
    ],
)
def test_a_moment_is_believed_of_a_clock_that_is_nearly_right(moment, expected):
    assert is_believable(moment, at=MONDAY) is expected
