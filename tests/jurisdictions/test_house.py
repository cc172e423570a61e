"""The law's values with the choices of the utility over them."""

from datetime import date

import pytest

from debiet.jurisdictions.house import complaint_periods, second_line
from debiet.jurisdictions.registry import JURISDICTIONS
from debiet.rules.complaint_referral import ReviewBody
from debiet.rules.complaint_subject import SETTING
from debiet.rules.complaint_terms import ComplaintPeriods, TermLonger

ON = date(2026, 3, 2)
LAW = ComplaintPeriods(
    acknowledged=10, refused=10, handled=45, first_line=10, silent=30, escalation=12
)


@pytest.mark.parametrize("code", JURISDICTIONS)
def test_every_jurisdiction_has_the_terms_of_complaints(code):
    assert complaint_periods({"jurisdiction": code}, on=ON).handled >= 1


@pytest.mark.parametrize(
    ("choices", "changes"),
    [
        ({}, {}),
        ({"jurisdiction": "be_flanders", "form_of_address": "u"}, {}),
        ({"complaint_first_line": "15", "complaint_silent": "0"}, {"first_line": 15}),
        ({"complaint_handled": "30", "complaint_refused": ""}, {"handled": 30}),
    ],
)
def test_the_utility_chooses_within_the_law(choices, changes):
    own = {name: getattr(LAW, name) for name in LAW.__slots__} | changes
    assert complaint_periods(choices, on=ON) == ComplaintPeriods(**own)


def test_a_choice_beyond_the_law_is_refused():
    with pytest.raises(TermLonger):
        complaint_periods({"complaint_acknowledged": "11"}, on=ON)


def test_the_utility_names_the_bodies_of_a_subject():
    law = second_line({}, on=ON)
    own = second_line({f"{SETTING}invoice": "vlaamse-ombudsdienst"}, on=ON)

    assert law.fallback == own.fallback
    assert own.bodies("invoice") == (ReviewBody.VLAAMSE_OMBUDSDIENST,)
