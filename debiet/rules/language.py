"""In which language, and in which form of address, somebody is written to."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum


class LanguageRule(StrEnum):
    """What decides the language of what the utility writes: its own choice."""

    ASKER = "asker"
    """The language the asker chose, wherever it lives."""
    LAW = "law"
    """What the law on languages allows where the asker lives."""


class FormOfAddress(StrEnum):
    """How letters address people in Dutch."""

    POLITE = "u"
    FAMILIAR = "je"


@dataclass(frozen=True, slots=True)
class Municipality:
    """A municipality as its address names it, with the languages the law allows there.

    :param languages: the one of the area first; the others only for who asks for them
    """

    name: str
    postal_codes: frozenset[str]
    languages: tuple[str, ...]


_CODE_AND_NAME = re.compile(r"\s*(?:B-?)?(\d{4})\s+(.+?)\s*", re.IGNORECASE)


def code_and_name(line: str) -> tuple[str, str]:
    """Return the postal code and the place of an address's line, empty where it has none."""
    found = _CODE_AND_NAME.fullmatch(line)
    return (found[1], found[2]) if found else ("", "")


def allowed_languages(
    municipalities: Sequence[Municipality],
    *,
    postal_code: str,
    name: str,
    elsewhere: tuple[str, ...],
) -> tuple[str, ...]:
    """Return the languages the law allows at an address; nothing where the address is not known.

    :param elsewhere: those of every municipality that is not named
    """
    if not postal_code and not name:
        return ()
    wanted = name.strip().casefold()
    for place in municipalities:
        if postal_code in place.postal_codes or wanted == place.name.casefold():
            return place.languages
    return elsewhere


def language_of(
    *,
    customer: str,
    form: str,
    allowed: tuple[str, ...],
    default: str,
    rule: LanguageRule,
) -> str:
    """Return the language that somebody is written to in.

    Its own choice as a customer goes before that of the form it filled in, and both before the
    language of its municipality. Where the law decides, a choice that it does not allow there is
    passed over.

    :param customer: the language a linked customer chose, or ""
    :param form: the language of the page or letter that it asked with, or ""
    :param allowed: what the law allows where it lives; nothing where that is not known
    """
    wanted = [language for language in (customer, form) if language]
    if rule is LanguageRule.LAW and allowed:
        wanted = [language for language in wanted if language in allowed]
    return next(iter([*wanted, *allowed]), default)
