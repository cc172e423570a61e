"""Looking a legal value up by the day."""

from datetime import date

import pytest

from debiet.jurisdictions.values import Confidence, LegalValue, NoLegalValue, Unit, value_on


def days(value: int, valid_from: str, valid_to: str | None = None) -> LegalValue[int]:
    return LegalValue(
        value,
        Unit.WORKING_DAYS,
        date.fromisoformat(valid_from),
        date.fromisoformat(valid_to) if valid_to else None,
        "an invented act",
        Confidence.CERTAIN,
    )


TEN = days(10, "2020-01-01", "2024-07-01")
EIGHT = days(8, "2024-07-01")


@pytest.mark.parametrize(
    ("on", "value"),
    [
        ("2020-01-01", 10),
        ("2024-06-30", 10),
        ("2024-07-01", 8),  # the end of a period is excluded
        ("2030-01-01", 8),
    ],
)
def test_the_value_of_a_day(on, value):
    assert value_on([EIGHT, TEN], on=date.fromisoformat(on)).value == value


def test_of_two_values_that_hold_the_later_one_counts():
    assert value_on([days(10, "2020-01-01"), EIGHT], on=date(2025, 1, 1)).value == 8


@pytest.mark.parametrize("values", [[], [TEN]])
def test_a_day_that_nothing_is_known_for_is_an_error(values):
    with pytest.raises(NoLegalValue, match="2025-01-01"):
        value_on(values, on=date(2025, 1, 1))


def test_a_day_before_the_first_value_is_an_error():
    with pytest.raises(NoLegalValue):
        value_on([TEN, EIGHT], on=date(2019, 12, 31))


def test_a_value_cannot_end_before_it_begins():
    with pytest.raises(ValueError, match="ends after it begins"):
        days(10, "2020-01-01", "2020-01-01")
