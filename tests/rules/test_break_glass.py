"""Opening in an emergency: with a reason and a second factor, for a while, never of ombuds."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from debiet.rules import break_glass
from debiet.rules.access import Compartment, partner_compartment
from debiet.rules.break_glass import CONFIRMED_FOR, Obstacle

AT = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
MINUTE = timedelta(minutes=1)


@pytest.mark.parametrize(
    ("confirmed", "latest", "expected"),
    [
        (None, None, False),
        (AT, None, True),
        (AT - CONFIRMED_FOR, None, True),
        (AT - CONFIRMED_FOR - MINUTE, None, False),
        (AT + MINUTE, None, False),
        (AT - MINUTE, AT - 2 * MINUTE, True),
        (AT - 2 * MINUTE, AT - MINUTE, False),
        (AT - MINUTE, AT - MINUTE, False),
    ],
)
def test_the_second_factor_is_given_lately_and_for_this_alone(confirmed, latest, expected):
    assert break_glass.is_confirmed(confirmed, latest_opened_at=latest, at=AT) is expected


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("", False),
        ("spoed", False),
        (" " * 40, False),
        ("a  b  c  d  e  f  g ", False),
        ("Lek in de kelder, tel?", True),
    ],
)
def test_a_reason_can_be_judged(words, expected):
    assert break_glass.has_reason(words) is expected


@pytest.mark.parametrize(
    ("compartment", "sees_it", "expected"),
    [
        (Compartment.OMBUDS, False, Obstacle.OMBUDS),
        (Compartment.OMBUDS, True, Obstacle.NOT_NEEDED),
        (Compartment.ORDINARY, True, Obstacle.NOT_NEEDED),
        (Compartment.ORDINARY, False, None),
        (Compartment.HR, False, None),
        (partner_compartment("line"), False, None),
    ],
)
def test_what_opens_and_what_never_does(compartment, sees_it, expected):
    assert break_glass.obstacle(compartment=compartment, sees_it=sees_it) is expected


@pytest.mark.parametrize(
    ("chosen", "expected"),
    [(None, 30), ("", 30), ("x", 30), ("-5", 30), ("²", 30), ("0", 1), ("45", 45), ("999", 120)],
)
def test_how_long_it_stays_open(chosen, expected):
    assert break_glass.minutes(chosen) == expected


@given(st.text())
def test_no_choice_keeps_it_open_for_more_than_two_hours(chosen):
    assert 1 <= break_glass.minutes(chosen) <= 120


@pytest.mark.parametrize(
    ("ends", "ended", "expected"),
    [(AT + MINUTE, None, True), (AT, None, False), (AT + MINUTE, AT - MINUTE, False)],
)
def test_it_ends_by_itself_or_by_hand(ends, ended, expected):
    assert break_glass.is_open(ends_at=ends, ended_at=ended, at=AT) is expected
