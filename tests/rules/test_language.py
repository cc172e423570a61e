"""In which language somebody is written to: its own choice, the form, the law, the house."""

from datetime import date

import pytest

from debiet.jurisdictions import be_flanders
from debiet.jurisdictions.values import value_on
from debiet.rules.language import (
    LanguageRule,
    allowed_languages,
    code_and_name,
    language_of,
)

TODAY = date(2026, 3, 2)


@pytest.mark.parametrize(
    ("customer", "form", "allowed", "rule", "language"),
    [
        ("fr", "nl", ("nl",), LanguageRule.ASKER, "fr"),
        ("", "en", ("nl",), LanguageRule.ASKER, "en"),
        ("", "", ("nl", "fr"), LanguageRule.ASKER, "nl"),
        ("", "", (), LanguageRule.ASKER, "default"),
        ("fr", "nl", ("nl",), LanguageRule.LAW, "nl"),
        ("fr", "en", ("nl",), LanguageRule.LAW, "nl"),
        ("fr", "nl", ("nl", "fr"), LanguageRule.LAW, "fr"),
        ("en", "fr", ("nl", "fr"), LanguageRule.LAW, "fr"),
        ("en", "en", ("nl", "fr"), LanguageRule.LAW, "nl"),
        ("fr", "", (), LanguageRule.LAW, "fr"),
        ("", "", (), LanguageRule.LAW, "default"),
    ],
)
def test_the_language_is_the_askers_own_as_far_as_the_rule_of_the_house_lets_it(
    customer, form, allowed, rule, language
):
    found = language_of(customer=customer, form=form, allowed=allowed, default="default", rule=rule)

    assert found == language


@pytest.mark.parametrize(
    ("postal_code", "name", "languages"),
    [
        ("1630", "Linkebeek", ("nl", "fr")),
        ("", "linkebeek", ("nl", "fr")),
        ("9600", "", ("nl", "fr")),
        ("3791", "Remersdaal", ("nl", "fr")),
        ("9230", "Wetteren", ("nl",)),
        ("", "", ()),
    ],
)
def test_french_is_allowed_on_request_where_the_municipality_has_facilities(
    postal_code, name, languages
):
    places = value_on(be_flanders.MUNICIPALITIES_WITH_FACILITIES, on=TODAY).value
    elsewhere = value_on(be_flanders.LANGUAGES, on=TODAY).value

    found = allowed_languages(places, postal_code=postal_code, name=name, elsewhere=elsewhere)

    assert found == languages


def test_twelve_municipalities_in_flanders_have_facilities():
    places = value_on(be_flanders.MUNICIPALITIES_WITH_FACILITIES, on=TODAY).value

    assert len(places) == 12
    assert {place.languages for place in places} == {("nl", "fr")}


@pytest.mark.parametrize(
    ("line", "found"),
    [
        ("9230 Wetteren", ("9230", "Wetteren")),
        (" B-1640  Sint-Genesius-Rode ", ("1640", "Sint-Genesius-Rode")),
        ("Kouterbaan 18", ("", "")),
        ("1012 AB Amsterdam", ("1012", "AB Amsterdam")),
    ],
)
def test_the_place_of_an_address_is_read_from_its_line(line, found):
    assert code_and_name(line) == found
