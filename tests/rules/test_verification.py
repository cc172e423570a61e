"""What a caller says, compared with what is known: near enough counts, one proof twice does not."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from debiet.rules.verification import (
    Fact,
    OnFile,
    fits,
    is_verified,
    may_be_told_all,
    proofs,
    street_form,
)

KNOWN = OnFile(
    customer_numbers=("100200300",),
    born_on=date(1961, 3, 12),
    addresses=(("Sint-Jozefsstraat", "18A", "9230"), ("Bosweg", "7", "1011 AB")),
    emails=("Ann@Example.be",),
    phones=("+32470123456",),
)


@pytest.mark.parametrize(
    ("fact", "said", "expected"),
    [
        (Fact.CUSTOMER_NUMBER, "100.200.300", True),
        (Fact.CUSTOMER_NUMBER, "100 200 301", False),
        (Fact.CUSTOMER_NUMBER, " ", False),
        (Fact.BORN_ON, "12/3/1961", True),
        (Fact.BORN_ON, "12-03-61", True),
        (Fact.BORN_ON, "12031961", True),
        (Fact.BORN_ON, "1961-03-12", True),
        (Fact.BORN_ON, "12 maart 1961", True),
        (Fact.BORN_ON, "12 mars 1961", True),
        (Fact.BORN_ON, "12 maartje 1961", False),
        (Fact.BORN_ON, "3/12/1961", False),
        (Fact.BORN_ON, "12/3/1962", False),
        (Fact.BORN_ON, "maart 1961", False),
        (Fact.BORN_ON, "", False),
        (Fact.POSTAL_CODE_AND_NUMBER, "9230 18a", True),
        (Fact.POSTAL_CODE_AND_NUMBER, "18 A te 9230 Wetteren", True),
        (Fact.POSTAL_CODE_AND_NUMBER, "1011AB 7", True),
        (Fact.POSTAL_CODE_AND_NUMBER, "1011 7", False),
        (Fact.POSTAL_CODE_AND_NUMBER, "9230 18", False),
        (Fact.POSTAL_CODE_AND_NUMBER, "9230", False),
        (Fact.POSTAL_CODE_AND_NUMBER, "9231 18a", False),
        (Fact.POSTAL_CODE_AND_NUMBER, "18a", False),
        (Fact.POSTAL_CODE_AND_NUMBER, "2de laan 18a bus 3, 9230 Wetteren", True),
        (Fact.POSTAL_CODE_AND_NUMBER, "9230: 16 17 18 18a 19", False),
        (Fact.STREET, "St. Jozefsstr. 18", True),
        (Fact.STREET, "sint jozefstraat", True),
        (Fact.STREET, "Sint Josefsstraat", True),
        (Fact.STREET, "Sint-Jozéfsstraat", True),
        (Fact.STREET, "Jozefsstraat", False),
        (Fact.STREET, "Boswag", False),
        (Fact.STREET, "bosweg", True),
        (Fact.STREET, "Sint-Jacobsstraat", False),
        (Fact.STREET, "12", False),
        (Fact.EMAIL, " ANN@example.BE ", True),
        (Fact.EMAIL, "an@example.be", False),
        (Fact.PHONE, "+32470123456", True),
        (Fact.PHONE, "+32470123457", False),
    ],
)
def test_what_fits(fact, said, expected):
    assert fits(fact, said, KNOWN) is expected


@pytest.mark.parametrize("fact", Fact)
def test_nothing_fits_where_nothing_is_known(fact):
    for said in ("", "100200300", "12/3/1961", "9230 18", "Kerkstraat"):
        assert not fits(fact, said, OnFile())
        assert not fits(fact, said, OnFile(("",), None, (("", "", ""),), ("",), ("",)))


@given(said=st.text(max_size=40))
def test_whatever_is_said_is_judged(said):
    for fact in Fact:
        assert fits(fact, said, KNOWN) in (True, False)


@pytest.mark.parametrize(
    ("typed", "form"),
    [
        ("Kerkstr.", "kerkstraat"),
        ("Kerkstraat 12 bus 3", "kerkstraat"),
        ("Brusselse stwg", "brusselsesteenweg"),
        ("Gentsestwg", "gentsesteenweg"),
        ("Lindeln", "lindelaan"),
        ("Av. Louise", "avenuelouise"),
        ("", ""),
    ],
)
def test_a_street_has_one_form(typed, form):
    assert street_form(typed) == form


def test_two_facts_of_one_address_are_one_proof():
    both = {Fact.STREET: True, Fact.POSTAL_CODE_AND_NUMBER: True}
    assert proofs(both) == 1
    assert proofs(both | {Fact.EMAIL: True, Fact.PHONE: False}) == 2


@pytest.mark.parametrize(
    ("checked", "needed", "expected"),
    [
        ({Fact.EMAIL: True, Fact.PHONE: True}, 2, True),
        ({Fact.EMAIL: True, Fact.PHONE: False}, 2, False),
        ({Fact.EMAIL: True, Fact.BORN_ON: True}, 2, False),  # not on this utility's list
        ({}, 0, False),
    ],
)
def test_enough_facts_of_the_utilitys_list_are_needed(checked, needed, expected):
    allowed = [Fact.EMAIL, Fact.PHONE]
    assert is_verified(checked, allowed=allowed, needed=needed) is expected


@pytest.mark.parametrize(
    ("verified", "for_other", "note", "expected"),
    [
        (True, False, "", True),
        (True, True, " ", False),
        (True, True, "dochter", True),
        (False, True, "dochter", False),
        (False, False, "", False),
    ],
)
def test_who_calls_for_another_proves_the_same_and_is_noted(verified, for_other, note, expected):
    found = may_be_told_all(is_verified=verified, is_for_other=for_other, note=note)
    assert found is expected
