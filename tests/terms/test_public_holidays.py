"""What holidays are called where somebody sets up a calendar."""

from datetime import date

import pytest

from debiet.terms.public_holidays import HOLIDAYS, holiday_names

GOOD_FRIDAY, BOXING_DAY = date(2026, 4, 3), date(2026, 12, 26)


@pytest.mark.parametrize(
    ("language", "friday", "boxing_day"),
    [
        ("nl", "Goede vrijdag", "Banksluitingsdag"),
        ("fr", "Vendredi Saint", "Jour de fermeture bancaire"),
        ("en", "Good Friday", "Bank Holiday"),
    ],
)
def test_the_banks_days_are_called_in_the_readers_language(language, friday, boxing_day):
    names = holiday_names([2026], language=language)
    assert (names[GOOD_FRIDAY], names[BOXING_DAY]) == (friday, boxing_day)


def test_every_holiday_that_can_be_chosen_has_a_name():
    names = holiday_names([2026, 2027], language="nl")
    assert {day for days in HOLIDAYS.values() for day in days([2026, 2027])} <= set(names)
