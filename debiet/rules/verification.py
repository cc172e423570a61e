"""Whether somebody on the phone is who they say: facts that only the customer knows, compared.

What was said is compared and forgotten. Two facts of the same address are one proof, and so are the
number that somebody calls from and the number that it tells.
"""

import re
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class Fact(StrEnum):
    """What a caller can be asked for."""

    CUSTOMER_NUMBER = "customer-number"
    BORN_ON = "born-on"
    POSTAL_CODE_AND_NUMBER = "postal-code-and-number"
    STREET = "street"
    EMAIL = "email"
    PHONE = "phone"


# Whoever reads an envelope knows street, number and postal code: together one proof.
SAME_PROOF = {Fact.STREET: Fact.POSTAL_CODE_AND_NUMBER}


@dataclass(frozen=True, slots=True)
class OnFile:
    """What is known of a customer; telephone numbers in their one comparable form.

    :param addresses: street, house number and postal code of each
    """

    customer_numbers: tuple[str, ...] = ()
    born_on: date | None = None
    addresses: tuple[tuple[str, str, str], ...] = ()
    emails: tuple[str, ...] = ()
    phones: tuple[str, ...] = ()


def fits(fact: Fact, said: str, on_file: OnFile) -> bool:
    """Return whether what was said fits what is known; nothing fits where nothing is known."""
    match fact:
        case Fact.CUSTOMER_NUMBER:
            return _letters(said) in _all(_letters, on_file.customer_numbers)
        case Fact.BORN_ON:
            return on_file.born_on is not None and _is_day(said, on_file.born_on)
        case Fact.POSTAL_CODE_AND_NUMBER:
            return any(_is_place(said, number, code) for _, number, code in on_file.addresses)
        case Fact.STREET:
            return any(_is_street(said, street) for street, _, _ in on_file.addresses)
        case Fact.EMAIL:
            return said.strip().casefold() in _all(str.casefold, on_file.emails)
    return said.strip() in set(on_file.phones) - {""}


def proofs(checked: Mapping[Fact, bool]) -> int:
    """Return how many facts that fit count, those of the same proof once."""
    return len({SAME_PROOF.get(fact, fact) for fact, is_fit in checked.items() if is_fit})


def is_verified(checked: Mapping[Fact, bool], *, allowed: Sequence[Fact], needed: int) -> bool:
    """Return whether enough of the facts that the utility accepts fit; none is never enough."""
    counted = {fact: is_fit for fact, is_fit in checked.items() if fact in allowed}
    return proofs(counted) >= max(1, needed)


def may_be_told_all(*, is_verified: bool, is_for_other: bool, note: str) -> bool:
    """Return whether a caller may hear more than general information.

    Somebody who calls for another proves the same, and it is noted who that is.
    """
    return is_verified and (not is_for_other or bool(note.strip()))


def _all(form: Callable[[str], str], values: Sequence[str]) -> set[str]:
    return {form(value) for value in values} - {""}


def _plain(text: str) -> str:
    """Return a text in small letters without accents."""
    apart = unicodedata.normalize("NFKD", text)
    return "".join(sign for sign in apart if not unicodedata.combining(sign)).casefold()


def _letters(text: str) -> str:
    return re.sub(r"[\W_]", "", _plain(text))


_MONTHS = {
    name: number
    for names in (
        "januari februari maart april mei juni juli augustus september oktober november december",
        "janvier fevrier mars avril mai juin juillet aout septembre octobre novembre decembre",
        "january february march april may june july august september october november december",
    )
    for number, name in enumerate(names.split(), start=1)
}


def _is_day(said: str, day: date) -> bool:
    """Return whether a day was said: `12/3/1961`, `12.03.61`, `12031961`, `12 maart 1961`."""
    parts = re.findall(r"[a-z]+|\d+", _plain(said))
    if len(parts) == 1 and len(parts[0]) == 8:
        parts = [parts[0][:2], parts[0][2:4], parts[0][4:]]
    if len(parts) != 3:
        return False
    if len(parts[0]) == 4:  # the year first, as on a form
        parts.reverse()
    number, month, year = (str(_MONTHS.get(part, part)) for part in parts)
    if not (number.isdecimal() and month.isdecimal() and year.isdecimal()):
        return False
    same_year = int(year) in ({day.year} if len(year) == 4 else {day.year % 100})
    return same_year and (int(number), int(month)) == (day.day, day.month)


_POSTAL = re.compile(r"(?<!\d)\d{4}(?:\s?[a-z]{2}(?![a-z]))?(?!\d)")
_MOST_NUMBERS = 3
"""A street's number, the house's and the box's: who says more of them is guessing."""
_HOUSE = re.compile(r"(?<!\d)(\d{1,5})\s?([a-z]?)(?![a-z])")


def _is_place(said: str, number: str, code: str) -> bool:
    """Return whether a postal code and a house number were said, in any order."""
    said, code = _plain(said), _plain(code)
    known = _HOUSE.search(_plain(number))
    for found in _POSTAL.finditer(said):
        if _letters(found[0])[: len(_letters(code))] != _letters(code) or not _letters(code):
            continue
        rest = said[: found.start()] + "," + said[found.end() :]
        numbers = [match.groups() for match in _HOUSE.finditer(rest)]
        return known is not None and len(numbers) <= _MOST_NUMBERS and known.groups() in numbers
    return False


_WORDS = {
    "st": "sint",
    "ste": "sint",
    "saint": "sint",
    "str": "straat",
    "ln": "laan",
    "stwg": "steenweg",
    "stw": "steenweg",
    "pl": "plein",
    "av": "avenue",
    "bd": "boulevard",
    "dr": "dokter",
}
_ENDS = (("str", "straat"), ("ln", "laan"), ("stwg", "steenweg"), ("pln", "plein"))


def street_form(name: str) -> str:
    """Return a street's name in the form it is compared by: `Kerkstr. 12` is `kerkstraat`."""
    words = re.findall(r"[a-z]+", re.sub(r"\d.*$", "", _plain(name)))
    words = [_WORDS.get(word, word) for word in words]
    for end, whole in _ENDS:
        if words and words[-1].endswith(end) and not words[-1].endswith(whole):
            words[-1] = words[-1].removesuffix(end) + whole
    return "".join(words)


SHORT = 7
"""Shorter names must be said exactly: one letter makes another street of them."""


def _is_street(said: str, known: str) -> bool:
    said, known = street_form(said), street_form(known)
    if not said or not known:
        return False
    return said == known or (len(known) >= SHORT and _one_slip(said, known))


def _one_slip(said: str, known: str) -> bool:
    """Return whether one letter more, less or other makes two names the same."""
    if abs(len(said) - len(known)) > 1:
        return False
    ends = zip(said + "<", known + ">", strict=False)
    same = next(place for place, (one, other) in enumerate(ends) if one != other)
    left, right = said[same:], known[same:]
    return left[1:] == right[1:] or left[1:] == right or left == right[1:]
