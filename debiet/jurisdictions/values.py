"""A value that the law or the sector sets: what, from when, by which source, how sure we are."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Generic, TypeVar

T = TypeVar("T")


class Confidence(StrEnum):
    """How sure we are of a value; what is not certain is checked before a utility relies on it."""

    CERTAIN = "certain"  # the text of the law or an official page was read
    LIKELY = "likely"  # a secondary or older official page says so, or it follows from one
    FROM_MEMORY = "from-memory"  # no source was opened yet


class Unit(StrEnum):
    """What a value is counted in."""

    WORKING_DAYS = "working_days"
    CALENDAR_DAYS = "calendar_days"
    CALENDAR_MONTHS = "calendar_months"
    MONTHS = "months"
    EURO = "euro"
    WEEKDAYS = "weekdays"
    LANGUAGES = "languages"
    DAY_OF_YEAR = "day_of_year"
    LIST = "list"


@dataclass(frozen=True, slots=True)
class LegalValue(Generic[T]):
    """One value over the period in which it holds.

    :param valid_from: the first day it holds
    :param valid_to: the first day it no longer holds, or nothing while its end is not known
    :param source: what says so: an act with its article, or who published it
    """

    value: T
    unit: Unit
    valid_from: date
    valid_to: date | None
    source: str
    confidence: Confidence

    def __post_init__(self) -> None:
        if self.valid_to is not None and self.valid_to <= self.valid_from:
            raise ValueError(f"a value ends after it begins, not {self.valid_to}")


class NoLegalValue(LookupError):
    """Nothing is known for that day."""


def value_on(values: Iterable[LegalValue[T]], *, on: date) -> LegalValue[T]:
    """Return the value that holds on a day; of two that hold, the one that began later.

    :raises NoLegalValue: if none does
    """
    holding = [
        value
        for value in values
        if value.valid_from <= on and (value.valid_to is None or on < value.valid_to)
    ]
    if not holding:
        raise NoLegalValue(f"no value is known for {on}")
    return max(holding, key=lambda value: value.valid_from)
