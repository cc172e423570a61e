"""Whether a policy promises what the law asks at least."""

from datetime import date
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from debiet.jurisdictions import be_flanders
from debiet.jurisdictions.values import value_on
from debiet.rules.sla_ledger import OF_COMPLAINTS
from debiet.rules.sla_values import Milestone, Term, TermUnit
from debiet.rules.statutory_terms import (
    BOUNDS,
    Conflict,
    Force,
    conflicts_with_law,
    fits_kind,
    is_within,
)

HOURS, WORKING, DAYS, MONTHS = TermUnit
LAW = {
    name: (value_on(values, on=date(2026, 3, 2)).value, TermUnit(values[0].unit.value))
    for name, values in be_flanders.TERMS.items()
}
GUARANTEE, RESOLUTION = Milestone.SERVICE_GUARANTEE, Milestone.RESOLUTION


@pytest.mark.parametrize(
    ("amount", "unit", "longest", "longest_unit", "within"),
    [
        (10, WORKING, 10, WORKING, True),
        (11, WORKING, 10, WORKING, False),
        (Fraction(1, 2), HOURS, 1, HOURS, True),
        (1, MONTHS, 1, MONTHS, True),
        (2, MONTHS, 1, MONTHS, False),
        (28, DAYS, 1, MONTHS, True),  # February is that long
        (29, DAYS, 1, MONTHS, False),
        (84, DAYS, 3, MONTHS, True),
        (1, MONTHS, 31, DAYS, False),  # not certain enough to be said
        (5, WORKING, 1, MONTHS, False),  # nor this: who knows when they work
        (5, HOURS, 10, WORKING, False),
    ],
)
def test_a_term_is_within_another_where_that_is_certain(
    amount, unit, longest, longest_unit, within
):
    assert is_within(Term(amount, unit), amount=longest, unit=longest_unit) is within


@pytest.mark.parametrize(
    ("kind", "promised", "conflicts"),
    [
        ("rights", {GUARANTEE: Term(1, MONTHS), RESOLUTION: Term(20, DAYS)}, []),
        (
            "rights",
            {GUARANTEE: Term(2, MONTHS), RESOLUTION: Term(1, MONTHS)},
            [Conflict(GUARANTEE, "own_data_answered", Force.LAW)],
        ),
        (
            "rights",
            {GUARANTEE: Term(1, MONTHS)},  # nothing would watch the rest
            [Conflict(RESOLUTION, "own_data_answered", Force.LAW)],
        ),
        ("question", {GUARANTEE: Term(10, WORKING)}, []),
        (
            "question",
            {GUARANTEE: Term(15, WORKING)},
            [Conflict(GUARANTEE, "question_handled", Force.AGREED)],
        ),
        ("", {GUARANTEE: Term(30, DAYS)}, [Conflict(GUARANTEE, "question_handled", Force.AGREED)]),
        ("report", {Milestone.FIRST_REPLY: Term(8, HOURS)}, []),  # what is agreed may be left out
        (
            "complaint",
            {
                Milestone.COMPLAINT_ACKNOWLEDGED: Term(10, DAYS),
                Milestone.FIRST_LINE: Term(20, WORKING),  # nothing binds it
                Milestone.COMPLAINT_ANSWER: Term(30, DAYS),
            },
            [],
        ),
        (
            "complaint",
            {
                Milestone.COMPLAINT_ACKNOWLEDGED: Term(7, WORKING),  # over a holiday 11 days
                Milestone.COMPLAINT_ANSWER: Term(46, DAYS),
            },
            [
                Conflict(Milestone.COMPLAINT_ACKNOWLEDGED, "complaint_acknowledged", Force.LAW),
                Conflict(Milestone.COMPLAINT_ANSWER, "complaint_handled", Force.LAW),
            ],
        ),
        ("internal-task", {RESOLUTION: Term(900, HOURS)}, []),  # nothing binds it
    ],
)
def test_where_a_policy_goes_against_what_binds_it(kind, promised, conflicts):
    assert conflicts_with_law(kind, promised, LAW) == conflicts


def test_a_jurisdiction_without_the_term_binds_to_nothing():
    assert conflicts_with_law("rights", {}, {}) == []


@pytest.mark.parametrize(
    ("kind", "promised", "fits"),
    [
        ("complaint", OF_COMPLAINTS, True),
        ("complaint", OF_COMPLAINTS - {Milestone.FIRST_LINE}, False),
        ("complaint", OF_COMPLAINTS | {GUARANTEE}, False),
        ("complaint", {GUARANTEE}, False),
        ("", {GUARANTEE, RESOLUTION}, True),
        ("question", {GUARANTEE, Milestone.COMPLAINT_ANSWER}, False),
    ],
)
def test_the_terms_of_complaints_go_together_and_with_nothing_else(kind, promised, fits):
    assert fits_kind(kind, promised) is fits


def test_every_bound_is_a_term_that_the_jurisdiction_has():
    assert {bound.term for one in BOUNDS.values() for bound in one.values()} <= set(LAW)


@given(st.integers(1, 400), st.integers(1, 400), st.sampled_from(TermUnit))
def test_a_longer_term_is_never_within_a_shorter_one_of_its_unit(amount, longest, unit):
    assert is_within(Term(amount, unit), amount=longest, unit=unit) == (amount <= longest)
