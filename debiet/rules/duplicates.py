"""Whether two customers may be one: what they share, each with its weight; and how a merge chooses.

A pair is suspected, never merged by itself. Worked numbers: `docs/algorithms/duplicates.md`.
"""

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class Sign(StrEnum):
    """Something that two customers share, or contradict each other in."""

    SAME_NAME = "same-name"
    NEAR_NAME = "near-name"
    EMAIL = "email"
    PHONE = "phone"
    BORN_ON = "born-on"
    ADDRESS = "address"
    ACCOUNT = "account"
    OTHER_BIRTH_DATE = "other-birth-date"
    OTHER_NAME = "other-name"


WEIGHTS: Mapping[Sign, int] = {
    Sign.SAME_NAME: 40,
    Sign.NEAR_NAME: 30,
    Sign.EMAIL: 35,
    Sign.PHONE: 25,
    Sign.BORN_ON: 30,
    Sign.ADDRESS: 20,
    Sign.ACCOUNT: 40,
    Sign.OTHER_BIRTH_DATE: -60,
    Sign.OTHER_NAME: -30,
}
SUSPECTED_FROM = 60
"""From this weight on a pair stands on the worklist."""


@dataclass(frozen=True, slots=True)
class Known:
    """What is compared of a customer; telephones and e-mails in their comparable form.

    :param account_numbers: its own, and those that its askers gave in their cases
    """

    name: str
    born_on: date | None = None
    emails: frozenset[str] = frozenset()
    phones: frozenset[str] = frozenset()
    addresses: frozenset[str] = frozenset()
    account_numbers: frozenset[str] = frozenset()


def name_form(name: str) -> tuple[str, ...]:
    """Return the words of a name as they are compared: no accents, capitals, signs or order."""
    return tuple(sorted(re.findall(r"[a-z0-9]+", _plain(name).replace("'", ""))))


def address_form(street: str, house_number: str, postal_code: str) -> str:
    """Return an address as it is compared."""
    return "|".join("".join(name_form(part)) for part in (street, house_number, postal_code))


def typing_errors(one: str, other: str, *, most: int) -> int:
    """Return by how many typing errors two texts differ, counting no further than one too many.

    A letter more, less or other is one, and so are two neighbors in the wrong order.
    """
    if abs(len(one) - len(other)) > most:
        return most + 1
    before: list[int] = []
    row = list(range(len(other) + 1))
    for at, letter in enumerate(one, start=1):
        older, before, row = before, row, [at]
        for place, opposite in enumerate(other, start=1):
            changed = before[place - 1] + (letter != opposite)
            cost = min(changed, before[place] + 1, row[place - 1] + 1)
            if at > 1 and place > 1 and letter == other[place - 2] and one[at - 2] == opposite:
                cost = min(cost, older[place - 2] + 1)
            row.append(cost)
    return min(row[-1], most + 1)


def errors_allowed(length: int) -> int:
    """Return how many typing errors a name of some letters may have: one in eight, at most two."""
    return min(length // 8 + (length >= 6), 2)


def name_sign(one: str, other: str) -> Sign:
    """Return whether two names are the same, near enough, or other."""
    first, second = name_form(one), name_form(other)
    if first == second:
        return Sign.SAME_NAME
    joined = "".join(first), "".join(second)
    most = errors_allowed(min(map(len, joined)))
    # `De Smet` and `Desmet` sort their words differently: in the order typed they are the same.
    typed = ["".join(re.findall(r"[a-z0-9]", _plain(name))) for name in (one, other)]
    errors = min(typing_errors(*joined, most=most), typing_errors(typed[0], typed[1], most=most))
    return Sign.NEAR_NAME if errors <= most else Sign.OTHER_NAME


def _plain(name: str) -> str:
    apart = unicodedata.normalize("NFKD", name)
    return "".join(sign for sign in apart if not unicodedata.combining(sign)).casefold()


def signs(one: Known, other: Known) -> tuple[Sign, ...]:
    """Return what speaks for and against two customers being one."""
    found = [name_sign(one.name, other.name)]
    shared = {
        Sign.EMAIL: one.emails & other.emails,
        Sign.PHONE: one.phones & other.phones,
        Sign.ADDRESS: one.addresses & other.addresses,
        Sign.ACCOUNT: one.account_numbers & other.account_numbers,
    }
    found += [sign for sign, values in shared.items() if values]
    if one.born_on and other.born_on:
        found.append(Sign.BORN_ON if one.born_on == other.born_on else Sign.OTHER_BIRTH_DATE)
    return tuple(found)


def weight(found: Iterable[Sign]) -> int:
    """Return how much some signs weigh together, never less than nothing."""
    return max(sum(WEIGHTS[sign] for sign in found), 0)


def is_suspected(found: Iterable[Sign]) -> bool:
    """Return whether a pair is worth an employee's look."""
    return weight(found) >= SUSPECTED_FROM


FIELDS = ("name", "segment", "language", "born_on", "wants_large_print")
"""What exists once on a customer, so that a merge has to choose."""


class Taken(StrEnum):
    """Whose value a merge takes over."""

    KEPT = "kept"
    OTHER = "other"


def proposed(kept: Mapping[str, object], other: Mapping[str, object]) -> dict[str, Taken]:
    """Return for each field that differs whose value to propose: the kept one's, if it has any."""
    return {
        field: Taken.OTHER if kept[field] in (None, "") else Taken.KEPT
        for field in FIELDS
        if kept[field] != other[field]
    }


def restored(
    before: Mapping[str, object], merged: Mapping[str, object], now: Mapping[str, object]
) -> dict[str, object]:
    """Return what undoing puts back: what the merge changed, and nobody changed since."""
    return {
        field: value
        for field, value in before.items()
        if merged[field] != value and now[field] == merged[field]
    }
