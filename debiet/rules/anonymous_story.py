"""Whether a story that is published still says who it is about.

It finds what can be found by rule: numbers, addresses of mail, and names that the file knows. That
nobody can be recognized by what happened, somebody has to read.
"""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

SHORTEST_NAME: Final = 3
LONGEST: Final = 1500
"""A story is short."""
_NUMBER: Final = re.compile(r"\d(?:[ ./-]?\d){2,}")
_MAIL: Final = re.compile(r"\S+@\S+")
_WORD: Final = re.compile(r"[^\W\d_]+")
_LITTLE: Final = frozenset({"van", "der", "den", "het", "dit", "dat", "een", "les", "des", "aan"})


class StoryTrouble(StrEnum):
    """Why a story cannot be published."""

    EMPTY = "empty"
    LONG = "long"
    NUMBER = "number"  # three digits or more: of a case, a house, a phone, a meter, an account
    MAIL = "mail"
    NAME = "name"  # a person, street or municipality that the file knows


@dataclass(frozen=True, slots=True)
class FoundInStory:
    """What was found, in the words in which it stands there."""

    trouble: StoryTrouble
    words: str = ""


def story_troubles(text: str, *, known: Iterable[str], people: Iterable[str]) -> list[FoundInStory]:
    """Return what in a story says who it is about; nothing where it can be published.

    :param known: names, streets and places of the file: each word of them is looked for
    :param people: full names of people of the house, looked for as a whole
    """
    said = text.strip()
    if not said:
        return [FoundInStory(StoryTrouble.EMPTY)]
    found = [FoundInStory(StoryTrouble.LONG)] if len(said) > LONGEST else []
    found += [FoundInStory(StoryTrouble.MAIL, one) for one in _MAIL.findall(said)]
    found += [FoundInStory(StoryTrouble.NUMBER, one) for one in _NUMBER.findall(said)]
    names = {_plain(word) for name in known for word in _WORD.findall(name)}
    names = {one for one in names if len(one) >= SHORTEST_NAME and one not in _LITTLE}
    found += [
        FoundInStory(StoryTrouble.NAME, word)
        for word in dict.fromkeys(_WORD.findall(said))
        if _plain(word) in names
    ]
    whole = f" {_flat(said)} "
    found += [
        FoundInStory(StoryTrouble.NAME, name)
        for name in dict.fromkeys(people)
        if _flat(name) and f" {_flat(name)} " in whole
    ]
    return found


def _plain(word: str) -> str:
    """Return a word without capitals and accents."""
    parts = unicodedata.normalize("NFKD", word.casefold())
    return "".join(sign for sign in parts if not unicodedata.combining(sign))


def _flat(text: str) -> str:
    return " ".join(_plain(word) for word in _WORD.findall(text))
