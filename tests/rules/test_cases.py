"""Cases: steps, numbers, codes and subjects."""

import hashlib
from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from debiet.rules.access import partner_compartment
from debiet.rules.cases import (
    CODE_ALPHABET,
    CODE_LENGTH,
    STEPS,
    CaseState,
    case_number,
    code_from_digest,
    may_step,
    spoken_code,
    subject_from,
    tidy_code,
    tidy_number,
)


@pytest.mark.parametrize(
    ("start", "end", "may"),
    [
        (CaseState.OPEN, CaseState.WAITING, True),
        (CaseState.OPEN, CaseState.RESOLVED, True),
        (CaseState.OPEN, CaseState.OPEN, False),
        (CaseState.WAITING, CaseState.OPEN, True),
        (CaseState.WAITING, CaseState.RESOLVED, True),
        (CaseState.WAITING, CaseState.WAITING, False),
        (CaseState.RESOLVED, CaseState.OPEN, True),
        (CaseState.RESOLVED, CaseState.WAITING, False),
        (CaseState.RESOLVED, CaseState.RESOLVED, False),
    ],
)
def test_a_case_steps_by_the_table(start, end, may):
    assert may_step(start, end) is may


def test_every_state_has_a_way_out_and_every_state_can_be_reached():
    assert set(STEPS) == set(CaseState)
    assert all(STEPS.values())
    assert set().union(*STEPS.values()) == set(CaseState)


@pytest.mark.parametrize(
    ("typed", "number"),
    [
        ("2026-000123", "2026-000123"),
        (" 2026 000123 ", "2026-000123"),
        ("2026/000123", "2026-000123"),
        ("2026000123", "2026-000123"),
        ("2026-1000000", "2026-1000000"),
        ("000123", ""),
        ("2026-0001234567", ""),
        ("2026-00012x", ""),
        ("", ""),
    ],
)
def test_a_typed_number_is_brought_to_its_one_form(typed, number):
    assert tidy_number(typed) == number


@given(year=st.integers(2000, 2999), serial=st.integers(1, 999_999_999))
def test_every_number_we_give_is_read_back(year, serial):
    number = case_number(year=year, serial=serial)
    assert tidy_number(number) == number


@given(st.binary(min_size=32, max_size=32))
def test_a_code_is_read_back_however_it_is_typed(digest):
    code = code_from_digest(digest)
    assert len(code) == CODE_LENGTH
    assert set(code) <= set(CODE_ALPHABET)
    assert tidy_code(spoken_code(code)) == code
    assert tidy_code(f" {spoken_code(code).lower()} ") == code


def test_codes_use_all_letters_about_equally():
    codes = (
        code_from_digest(hashlib.sha256(bytes([n, m])).digest())
        for n in range(99)
        for m in range(99)
    )
    counted = Counter("".join(codes))
    expected = 99 * 99 * CODE_LENGTH / len(CODE_ALPHABET)
    assert set(counted) == set(CODE_ALPHABET)
    assert all(abs(count - expected) < expected * 0.1 for count in counted.values())


@pytest.mark.parametrize(
    ("text", "subject"),
    [
        ("Waarom zo hoog?", "Waarom zo hoog?"),
        ("\n\n  Waarom?  \nDaarom.", "Waarom?"),
        ("", ""),
        ("een twee drie vier", "een twee…"),
        ("x" * 30, "x" * 11 + "…"),
    ],
)
def test_a_subject_is_the_first_line_cut_at_a_word(text, subject):
    assert subject_from(text, limit=12 if len(text) > 15 else 80) == subject


def test_a_partner_has_a_compartment_of_its_own():
    assert partner_compartment("line") == "partner:line"
