"""The values of Flanders, as the profile of a utility takes them over."""

from datetime import date
from decimal import Decimal

import pytest

from debiet.jurisdictions import be_flanders, be_flanders_complaints
from debiet.jurisdictions.values import Confidence, LegalValue, Unit, value_on

ON = date(2026, 3, 2)


@pytest.mark.parametrize(
    ("term", "days", "unit"),
    [
        ("question_handled", 10, Unit.WORKING_DAYS),
        ("access_to_documents", 20, Unit.CALENDAR_DAYS),
        ("access_to_documents_extended", 40, Unit.CALENDAR_DAYS),
        ("complaint_acknowledged", 10, Unit.CALENDAR_DAYS),
        ("complaint_handled", 45, Unit.CALENDAR_DAYS),
    ],
)
def test_a_term_of_flanders(term, days, unit):
    found = value_on(be_flanders.TERMS[term], on=ON)
    assert (found.value, found.unit) == (days, unit)


def test_a_broken_guarantee_can_give_25_euro():
    found = value_on(be_flanders.GUARANTEE_COMPENSATION, on=ON)
    assert (found.value, found.unit) == (Decimal(25), Unit.EURO)


def test_the_law_works_from_monday_to_saturday():
    weekdays = value_on(be_flanders.WORKING_WEEKDAYS, on=ON).value
    assert weekdays == ("mon", "tue", "wed", "thu", "fri", "sat")


def every_value() -> list[LegalValue]:
    modules = (be_flanders, be_flanders_complaints)
    sequences = [
        value for module in modules for value in vars(module).values() if isinstance(value, tuple)
    ]
    return [value for sequence in sequences for value in sequence if isinstance(value, LegalValue)]


@pytest.mark.parametrize("value", every_value(), ids=lambda value: value.source[:20])
def test_every_value_names_its_source_and_none_claims_to_be_certain_unread(value):
    assert value.source
    assert value.confidence is not Confidence.CERTAIN or "; read in " in value.source
