"""What the house can choose, and what holds unchosen."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from debiet.rules.delivery import DeliveryMethod, MessageKind
from debiet.rules.delivery_way import METHODS
from debiet.rules.house_choices import (
    ALWAYS_OFFERED,
    CASES_A_DAY,
    DEFAULTS,
    HouseChoice,
    cases_a_day,
    chosen,
    is_possible,
    offered,
)


@pytest.mark.parametrize(
    ("choice", "possible", "impossible"),
    [
        (HouseChoice.DIGEST_AT, ["00:00", "07:30", "23:59"], ["", "7:30", "07:30:10", "24:00"]),
        (HouseChoice.EMERGENCY_MINUTES, ["1", "120"], ["0", "121", "-1", "1.5", "\u0663", ""]),
        (HouseChoice.CASES_A_DAY, ["1", "200"], ["0", "201"]),
        (HouseChoice.NOTE_DAYS, ["1", "365"], ["0", "366"]),
        (HouseChoice.QUESTION_SAMPLE, ["1", "100"], ["0", "101"]),
        (HouseChoice.FORM_OF_ADDRESS, ["u", "je"], ["", "gij"]),
        (HouseChoice.LANGUAGE_RULE, ["asker", "law"], ["", "nl"]),
        (HouseChoice.WAYS_OFFERED, ["", "phone", "sms", "phone,sms"], ["sms,phone", "email", "x"]),
    ],
)
def test_what_can_be_chosen(choice, possible, impossible):
    assert [value for value in possible if not is_possible(choice, value)] == []
    assert [value for value in impossible if is_possible(choice, value)] == []


def test_what_holds_unchosen_can_be_chosen():
    assert chosen({}) == DEFAULTS
    for choice, value in DEFAULTS.items():
        assert is_possible(choice, value), choice


def test_what_cannot_be_chosen_is_as_if_nothing_was():
    held = {"digest_at": "nine", "cases_a_day": "20", "jurisdiction": "be_flanders"}
    found = chosen(held)
    assert found[HouseChoice.DIGEST_AT] == "08:00"
    assert found[HouseChoice.CASES_A_DAY] == "20"
    assert set(found) == set(HouseChoice)


@pytest.mark.parametrize(
    ("value", "count"), [(None, CASES_A_DAY), ("x", CASES_A_DAY), ("0", CASES_A_DAY), ("20", 20)]
)
def test_cases_a_day(value, count):
    assert cases_a_day(value) == count


@pytest.mark.parametrize(
    ("value", "ways"),
    [
        (None, ["email", "post", "phone", "sms"]),
        ("phone,sms", ["email", "post", "phone", "sms"]),
        ("sms", ["email", "post", "sms"]),
        ("", ["email", "post"]),
    ],
)
def test_which_ways_are_offered(value, ways):
    found = offered(MessageKind.CORRESPONDENCE, value)
    assert sorted(found) == sorted(ways)


@given(st.sampled_from(list(MessageKind)), st.none() | st.text(max_size=12))
def test_email_and_letters_are_always_offered_and_nothing_that_cannot_carry_it(kind, value):
    found = offered(kind, value)
    assert set(ALWAYS_OFFERED) <= set(found) <= set(METHODS[kind]) <= set(DeliveryMethod)
