"""The law's values with the choices of the utility over them."""

from collections.abc import Mapping
from datetime import date
from typing import Final

from debiet.jurisdictions.registry import JURISDICTIONS
from debiet.jurisdictions.values import value_on
from debiet.rules.complaint_referral import SecondLine
from debiet.rules.complaint_subject import own_bodies, with_own
from debiet.rules.complaint_terms import ComplaintPeriods, own_periods, periods

DEFAULT_JURISDICTION: Final = "be_flanders"


def complaint_periods(choices: Mapping[str, str], *, on: date) -> ComplaintPeriods:
    """Return how long the terms of complaints are on a day.

    :param choices: the utility's own, as `debiet.staff.queries.house_settings` has them
    """
    region = JURISDICTIONS[choices.get("jurisdiction", DEFAULT_JURISDICTION)]
    law = {name: value_on(values, on=on).value for name, values in region.COMPLAINT_PERIODS.items()}
    return periods(law, own_periods(choices))


def second_line(choices: Mapping[str, str], *, on: date) -> SecondLine:
    """Return which bodies of the second line take which subject on a day.

    :param choices: the utility's own, as `debiet.staff.queries.house_settings` has them
    """
    region = JURISDICTIONS[choices.get("jurisdiction", DEFAULT_JURISDICTION)]
    return with_own(value_on(region.SECOND_LINE, on=on).value, own_bodies(choices))
