"""Public holidays by the `holidays` package: which days, and what they are called."""

from collections.abc import Callable, Iterable, Mapping
from datetime import date

import holidays

# Sundays anyway, and none of the ten public holidays, though the library lists them.
_NO_PUBLIC_HOLIDAYS = {"Easter Sunday", "Pentecost"}
_LANGUAGES = {"nl": "nl", "fr": "fr", "en": "en_US"}


def belgian_holidays(years: Iterable[int]) -> set[date]:
    """Return the ten Belgian public holidays of each year."""
    days = holidays.country_holidays(
        "BE", years=years, language="en_US", categories=(holidays.PUBLIC,)
    )
    return {day for day, name in days.items() if name not in _NO_PUBLIC_HOLIDAYS}


def bank_holidays(years: Iterable[int]) -> set[date]:
    """Return the days on which the euro's banks settle no payments."""
    return set(holidays.financial_holidays("XECB", years=years))


HOLIDAYS: Mapping[str, Callable[[Iterable[int]], set[date]]] = {
    "BE": belgian_holidays,
    "ECB": bank_holidays,
}
"""The holidays by the name that `calendars.toml` calls them."""


def holiday_names(years: Iterable[int], *, language: str) -> dict[date, str]:
    """Return what the holidays of some years are called, the Belgian names before the bank's."""
    wanted = list(years)
    spoken = _LANGUAGES.get(language[:2], "nl")
    # The European bank's own names are English only; Belgian banks close on the same days.
    banks = holidays.financial_holidays("XECB", years=wanted)
    closed = holidays.country_holidays(
        "BE", years=wanted, language=spoken, categories=(holidays.BANK,)
    )
    belgian = holidays.country_holidays(
        "BE", years=wanted, language=spoken, categories=(holidays.PUBLIC,)
    )
    return {
        **{day: closed.get(day) or name for day, name in banks.items()},
        **dict(belgian.items()),
    }
