"""Small choices of the utility's own: which there are, what holds unchosen, and what can be chosen.

How each is read stands with the rule that uses it; here is what a screen may write down.
"""

from collections.abc import Callable, Iterable, Mapping
from datetime import time
from enum import StrEnum
from typing import Final

from debiet.rules import break_glass
from debiet.rules.complaint_coding import CauseAsked
from debiet.rules.complaint_letters import Reviewed
from debiet.rules.complaint_sampling import DEFAULT_PERCENT
from debiet.rules.customer_file import NOTE_DAYS, NOTE_SETTING
from debiet.rules.delivery import DeliveryMethod, MessageKind
from debiet.rules.delivery_way import METHODS
from debiet.rules.language import FormOfAddress, LanguageRule
from debiet.rules.notices import DIGEST_AT, DIGEST_SETTING


class HouseChoice(StrEnum):
    """A choice of the house, by the code under which it is kept."""

    DIGEST_AT = DIGEST_SETTING
    EMERGENCY_MINUTES = break_glass.SETTING
    CASES_A_DAY = "cases_a_day"
    NOTE_DAYS = NOTE_SETTING
    FORM_OF_ADDRESS = "form_of_address"
    LANGUAGE_RULE = "language_rule"
    WAYS_OFFERED = "ways-offered"
    LETTER_REVIEW = "complaint-letter-review"
    ROOT_CAUSE = "complaint-root-cause"
    QUESTION_SAMPLE = "question-sample"


CASES_A_DAY: Final = 12
MOST_CASES_A_DAY: Final = 200
ALWAYS_OFFERED: Final = (DeliveryMethod.EMAIL, DeliveryMethod.POST)
"""Whoever cannot do with the one must be able to choose the other."""
MAY_BE_OFFERED: Final = (DeliveryMethod.PHONE, DeliveryMethod.SMS)

DEFAULTS: Final[Mapping[HouseChoice, str]] = {
    HouseChoice.DIGEST_AT: f"{DIGEST_AT:%H:%M}",
    HouseChoice.EMERGENCY_MINUTES: str(break_glass.MINUTES),
    HouseChoice.CASES_A_DAY: str(CASES_A_DAY),
    HouseChoice.NOTE_DAYS: str(NOTE_DAYS),
    HouseChoice.FORM_OF_ADDRESS: FormOfAddress.POLITE,
    HouseChoice.LANGUAGE_RULE: LanguageRule.ASKER,
    HouseChoice.WAYS_OFFERED: ",".join(MAY_BE_OFFERED),
    HouseChoice.LETTER_REVIEW: "",
    HouseChoice.ROOT_CAUSE: CauseAsked.LATER,
    HouseChoice.QUESTION_SAMPLE: str(DEFAULT_PERCENT),
}
"""What holds where the house chose nothing."""


def _up_to(most: int) -> Callable[[str], bool]:
    return lambda value: value.isascii() and value.isdecimal() and 1 <= int(value) <= most


def _is_time(value: str) -> bool:
    try:
        found = time.fromisoformat(value)
    except ValueError:
        return False
    return f"{found:%H:%M}" == value


def _are_of(known: Iterable[str]) -> Callable[[str], bool]:
    """Return what several of a list are kept as: in its order, with commas."""
    return lambda value: value == ",".join(one for one in known if one in value.split(","))


_POSSIBLE: Final[Mapping[HouseChoice, Callable[[str], bool]]] = {
    HouseChoice.DIGEST_AT: _is_time,
    HouseChoice.EMERGENCY_MINUTES: _up_to(break_glass.MOST_MINUTES),
    HouseChoice.CASES_A_DAY: _up_to(MOST_CASES_A_DAY),
    HouseChoice.NOTE_DAYS: _up_to(NOTE_DAYS),
    HouseChoice.FORM_OF_ADDRESS: lambda value: value in set(FormOfAddress),
    HouseChoice.LANGUAGE_RULE: lambda value: value in set(LanguageRule),
    HouseChoice.WAYS_OFFERED: _are_of(MAY_BE_OFFERED),
    HouseChoice.QUESTION_SAMPLE: _up_to(100),
    HouseChoice.LETTER_REVIEW: _are_of(Reviewed),
    HouseChoice.ROOT_CAUSE: lambda value: value in set(CauseAsked),
}


def is_possible(choice: HouseChoice, value: str) -> bool:
    """Return whether something can be chosen."""
    return _POSSIBLE[choice](value)


def chosen(held: Mapping[str, str]) -> dict[HouseChoice, str]:
    """Return what holds for every choice: what the house chose, else what holds unchosen."""
    return {
        choice: value
        if (value := held.get(choice)) is not None and is_possible(choice, value)
        else unchosen
        for choice, unchosen in DEFAULTS.items()
    }


def cases_a_day(value: str | None) -> int:
    """Return how many cases an employee is reckoned to close a day."""
    is_number = value is not None and is_possible(HouseChoice.CASES_A_DAY, value)
    return int(value or 0) if is_number else CASES_A_DAY


def offered(kind: MessageKind, value: str | None) -> tuple[DeliveryMethod, ...]:
    """Return by which ways customers can choose to get a kind of message.

    :param value: what the house offers beside e-mail and letters; nothing chosen is all
    """
    also = (DEFAULTS[HouseChoice.WAYS_OFFERED] if value is None else value).split(",")
    return tuple(one for one in METHODS[kind] if one in ALWAYS_OFFERED or one in also)
