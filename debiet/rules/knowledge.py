"""Words as they are looked up: short forms that the parts and plurals of Dutch words share."""

import re
import unicodedata

SHORTEST, MOST = 3, 24
"""Shorter words say little; of a long question so many different words are looked up."""
FEW = 6
"""Among so many words each counts, also with a typing error; among more the others find enough."""
_WORD = re.compile(r"[^\W\d_]+")
_TWICE = re.compile(r"(.)\1+")
_ENDINGS = ("ingen", "en", "s", "e")
_COMMON = frozenset(
    [
        "het",
        "een",
        "van",
        "met",
        "dat",
        "die",
        "hij",
        "zij",
        "wij",
        "uit",
        "aan",
        "bij",
        "mag",
        "kan",
        "wil",
        "wat",
        "wie",
        "hoe",
        "als",
        "dan",
        "dus",
        "ben",
        "les",
        "des",
        "une",
        "est",
        "que",
        "qui",
        "sur",
        "pas",
        "par",
        "the",
        "and",
        "for",
        "you",
        "are",
        "not",
        "can",
        "has",
        "was",
        "how",
        "why",
        "who",
        "deze",
        "dit",
        "daar",
        "hier",
        "maar",
        "omdat",
        "wordt",
        "worden",
        "heeft",
        "hebben",
        "krijg",
        "graag",
        "waarom",
        "wanneer",
        "hoeveel",
        "welke",
        "onze",
        "jullie",
        "mijn",
        "naar",
        "over",
        "voor",
        "door",
        "niet",
        "geen",
        "veel",
        "meer",
        "nog",
        "ook",
        "zijn",
        "kunnen",
        "vous",
        "nous",
        "pour",
        "avec",
        "dans",
        "sont",
        "mais",
        "quand",
        "pourquoi",
        "comment",
        "votre",
        "notre",
        "cette",
        "plus",
        "this",
        "that",
        "have",
        "with",
        "what",
        "when",
        "where",
        "from",
        "your",
        "about",
        "which",
        "there",
        "would",
        "could",
    ]
)


def squeezed(word: str) -> str:
    """Return a word without accents, doubled letters and the ending of a plural.

    "facturen" and "factuur" become one, and "watermeters" holds "meter".
    """
    plain = unicodedata.normalize("NFKD", word.casefold())
    plain = "".join(sign for sign in plain if not unicodedata.combining(sign))
    for ending in _ENDINGS:
        if plain.endswith(ending) and len(plain) - len(ending) >= SHORTEST:
            plain = plain[: -len(ending)]
            break
    return _TWICE.sub(r"\1", plain)


def indexed(text: str) -> str:
    """Return a text as it is kept to be searched: its words, squeezed, between single spaces."""
    return f" {' '.join(map(squeezed, _WORD.findall(text)))} "


def looked_up(text: str) -> list[str]:
    """Return the words of a question that are looked up, once each, the first ones first."""
    words = (word for word in _WORD.findall(text) if len(word) >= SHORTEST)
    found = (squeezed(word) for word in words if word.casefold() not in _COMMON)
    return list(dict.fromkeys(filter(None, found)))[:MOST]
