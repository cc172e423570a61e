"""What somebody types to find something: what it can be, and how well something found fits it.

Nothing is looked up here. The page `docs/algorithms/search.md` shows the same by examples.
"""

import re
import unicodedata
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from enum import IntEnum, StrEnum
from string import ascii_lowercase

from debiet.rules.cases import tidy_number
from debiet.rules.name_spelling import is_other_spelling

LONGEST = 120
"""What is typed beyond this is left out."""
LONG = 8
"""In words of so many letters two typing errors are forgiven."""
MOST_WORDS = 6
"""More words than these narrow nothing any more."""
SHORTEST_PART = 3
"""A shorter word is found as a whole word only: its letters stand in half of all words."""

_HOUSE = re.compile(r"\d{1,4}[a-z]?")
_EMAIL = re.compile(r"(?:mailto:)?<?([^@\s<>]+@[^@\s<>]+\.[^@\s<>]+?)>?")
_PHONE = re.compile(r"(\+|00?)[\d\s./()-]+|\(0\d*\)[\d\s./-]+")
_NUMBER = re.compile(r"[A-Z]{0,4}\d{5,20}")
# Belgian, without its plus, or a mobile one without its zero.
_PHONE_BARE = re.compile(r"(32[1-9]\d{7,8})|(4\d{8})", re.ASCII)
_CASE_WITHIN = re.compile(r"(?<![\w-])20\d\d-\d{6}(?![\w-])")
_SHORT_CASE = re.compile(r"(20\d\d)[-/](\d{3,5})")
_EDGES = "#[](){}<>.,:;'\"\u201c\u201d\u2018\u2019 "

_ASCII = {code: sign.lower() if (sign := chr(code)).isalnum() else " " for code in range(128)}

# Of Dutch, French and English: they stand everywhere and tell nothing apart.
_SMALL_WORDS = frozenset(
    """
    aan als bij dat de den der des die een en er het ik in is je met mijn naar niet nog of om ons
    op over te tot u uit uw van voor we wij au aux avec ce dans du est et il la le les leur mon ne
    ou par pas pour que qui sa ses son sur un une vous and at for on the to
    """.split()  # noqa: SIM905 (words are read as words)
)


# What stands before a number where it was copied from, in its plain form.
_LABELS = frozenset(
    """
    account bel call case client compte customer dossier ean email gsm kenmerk klacht klant
    klantnr klantnummer mail mijn mobile n naam nr no number numero nummer onze ons phone
    question ref reference referentie tel telefoon telefoonnummer telephone uw votre vraag your
    zaak zaaknummer
    """.split()  # noqa: SIM905 (words are read as words)
)


class Sign(StrEnum):
    """What a typed text as a whole can be: something that points to few or to one."""

    CASE = "case"
    EMAIL = "email"
    STRUCTURED = "structured"
    CONNECTION = "connection"
    PHONE = "phone"
    NUMBER = "number"


class Fit(IntEnum):
    """How a word asked for stands in a title; less is better."""

    SAME = 0
    BEGINS = 1
    WITHIN = 2
    MISSPELLED = 3
    ELSEWHERE = 4


@dataclass(frozen=True, slots=True)
class Place:
    """An address that was typed, in the plain form of its words."""

    words: tuple[str, ...]
    house_number: str


@dataclass(frozen=True, slots=True)
class Asked:
    """What was typed, read.

    :param signs: what it can be as a whole, with the value in its one form, the likeliest first
    :param words: what is looked for otherwise: all of them
    """

    typed: str
    signs: tuple[tuple[Sign, str], ...]
    place: Place | None
    words: tuple[str, ...]

    def value(self, sign: Sign) -> str:
        """Return the value of a sign, or an empty text where it cannot be one."""
        return dict(self.signs).get(sign, "")


def read(typed: str) -> Asked:
    """Return what a typed text can be."""
    tidy = " ".join(typed.replace("\x00", "").split())[:LONGEST].strip()
    bare = _without_labels(tidy)
    read_as = (bare, bare.strip(_EDGES), tidy, _case_within(tidy))
    signs = next(filter(None, map(_signs, read_as)), ())
    words = words_of(tidy)
    return Asked(tidy, signs, _place(words), words)


def _signs(typed: str) -> tuple[tuple[Sign, str], ...]:
    return tuple((sign, value) for sign, shape in SHAPES if (value := shape(typed)))


def _without_labels(typed: str) -> str:
    """Return what was typed without the words before a number that was copied."""
    words = typed.split()
    while len(words) > 1 and plain(words[0]).replace(" ", "") in _LABELS:
        words = words[1:]
    return " ".join(words)


def _case_within(typed: str) -> str:
    """Return the one case number that stands in a longer text, such as the subject of a mail."""
    found = set(_CASE_WITHIN.findall(typed))
    return found.pop() if len(found) == 1 else ""


def plain(text: str) -> str:
    """Return a text as it is compared: small letters without accents, a space between words."""
    if text.isascii():  # nearly all there is, and without accents: a table says it all
        return " ".join(text.translate(_ASCII).split())
    parted = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", text).casefold())
    letters = (" " if not sign.isalnum() else sign for sign in parted if not _is_accent(sign))
    return " ".join("".join(letters).split())


def words_of(text: str) -> tuple[str, ...]:
    """Return the words to look for: each once; small ones and letters left out next to others."""
    words = tuple(dict.fromkeys(plain(text).split()))
    telling = tuple(word for word in words if word not in _SMALL_WORDS and not _is_letter(word))
    return (telling or words)[:MOST_WORDS]


def _is_letter(word: str) -> bool:
    """Return whether a word is one letter: of d'Hondt, O'Neil, foto's."""
    return len(word) == 1 and word.isalpha()


def _is_accent(sign: str) -> bool:
    return bool(unicodedata.combining(sign))


def _place(words: Sequence[str]) -> Place | None:
    """Return the address that words can be: a street or postal code, with a house number."""
    numbers = [word for word in words if _HOUSE.fullmatch(word)]
    codes = [word for word in numbers if len(word) == 4 and word.isdecimal() and word >= "1000"]
    houses = [word for word in numbers if word not in codes]
    named = [word for word in words if word.isalpha() and len(word) >= SHORTEST_PART]
    if not houses or not (codes or named):
        return None
    return Place(tuple(word for word in words if word != houses[-1]), houses[-1])


def _digits(typed: str, between: str) -> str:
    found = "".join(sign for sign in typed if sign not in between)
    return found if found.isascii() and found.isdecimal() else ""


def _case(typed: str) -> str:
    """Return a case number, also without its zeros."""
    short = _SHORT_CASE.fullmatch(typed)
    return f"{short[1]}-{short[2]:0>6}" if short else tidy_number(typed)


def _email(typed: str) -> str:
    found = _EMAIL.fullmatch(typed)
    return found[1].casefold() if found else ""


def _structured(typed: str) -> str:
    """Return a structured message of a transfer: ten digits and their rest by 97."""
    digits = _digits(typed, "+*/ .")
    if len(digits) != 12:
        return ""
    return digits if (int(digits[:10]) % 97 or 97) == int(digits[10:]) else ""


def _connection(typed: str) -> str:
    """Return the number of a connection (EAN, 18 digits) whose check digit is right."""
    digits = _digits(typed, " .")
    if len(digits) != 18:
        return ""
    weighed = sum(int(digit) * (3, 1)[place % 2] for place, digit in enumerate(digits[:17]))
    return digits if -weighed % 10 == int(digits[17]) else ""


def _phone(typed: str) -> str:
    if bare := _PHONE_BARE.fullmatch(re.sub(r"[\s./-]", "", typed)):
        return f"+{bare[1]}" if bare[1] else f"0{bare[2]}"
    abroad = typed.startswith(("+", "00"))
    digits = re.sub(r"\D", "", typed.replace("(0)", "") if abroad else typed)
    if not 8 <= len(digits) <= 15 or not _PHONE.fullmatch(typed):
        return ""
    return f"+{digits}" if typed.startswith("+") else digits


def _number(typed: str) -> str:
    found = re.sub(r"[\s.\-/]", "", typed).upper()
    return found if _NUMBER.fullmatch(found) else ""


SHAPES: tuple[tuple[Sign, Callable[[str], str]], ...] = (
    (Sign.CASE, _case),
    (Sign.EMAIL, _email),
    (Sign.STRUCTURED, _structured),
    (Sign.CONNECTION, _connection),
    (Sign.PHONE, _phone),
    (Sign.NUMBER, _number),
)
"""What a text can be, the likeliest first; each gives the value in its one form, or nothing."""


def may_mean(asked: str, found: str) -> bool:
    """Return whether a word is another one with a typing error: one, or two in a long word.

    Short words and those with a digit are never taken for others: a number is right or wrong.
    """
    if len(asked) < 4 or not (asked.isalpha() and found.isalpha()):
        return False
    allowed = 1 if len(asked) < LONG else 2
    return abs(len(asked) - len(found)) <= allowed and _errors(asked, found) <= allowed


def with_one_error(asked: str) -> list[str]:
    """Return all words that a short one may be with its one typing error, each once.

    In a short word one error leaves few groups of letters alike, by which words are found.
    """
    if not 4 <= len(asked) < LONG or not asked.isalpha():
        return []
    parted = [(asked[:place], asked[place:]) for place in range(len(asked) + 1)]
    found = [start + end[1:] for start, end in parted if end]
    found += [start + end[1] + end[0] + end[2:] for start, end in parted if len(end) > 1]
    found += [
        start + letter + end[1:] for start, end in parted if end for letter in ascii_lowercase
    ]
    found += [start + letter + end for start, end in parted for letter in ascii_lowercase]
    return [word for word in dict.fromkeys(found) if word != asked]


def _errors(asked: str, found: str) -> int:
    """Return how many letters are left out, added, other or swapped with the next one."""
    asked, found = _apart(asked, found)
    before: list[int] = []
    row = list(range(len(found) + 1))
    for place, letter in enumerate(asked, start=1):
        older, before, row = before, row, [place]
        for other, sign in enumerate(found, start=1):
            step = min(before[other] + 1, row[other - 1] + 1, before[other - 1] + (letter != sign))
            swapped = (
                place > 1 and other > 1 and asked[place - 2 : place] == sign + found[other - 2]
            )
            row.append(min(step, older[other - 2] + 1) if swapped else step)
    return row[-1]


def _apart(one: str, other: str) -> tuple[str, str]:
    """Return two words without what both begin and end with, which is most of words alike."""
    start, shorter = 0, min(len(one), len(other))
    while start < shorter and one[start] == other[start]:
        start += 1
    end = 0
    while end < shorter - start and one[-1 - end] == other[-1 - end]:
        end += 1
    return one[start : len(one) - end], other[start : len(other) - end]


def fit(word: str, title: Sequence[str]) -> Fit:
    """Return how a word stands among the plain words of a title."""
    if word in title:
        return Fit.SAME
    if len(word) >= SHORTEST_PART and not word.isdecimal():
        if any(other.startswith(word) for other in title):
            return Fit.BEGINS
        if is_other_spelling(word, title):
            return Fit.BEGINS
        if any(word in other for other in title):
            return Fit.WITHIN
    return Fit.MISSPELLED if any(may_mean(word, other) for other in title) else Fit.ELSEWHERE


def fitness(words: Iterable[str], title: str) -> tuple[int, int]:
    """Return how well a title fits all words, for sorting: by the worst of them, then together."""
    parts = plain(title).split()
    fits = [fit(word, parts) for word in words] or [Fit.SAME]
    return max(fits), sum(fits)


@dataclass(frozen=True, slots=True)
class Excerpt:
    """The piece of a text in which something was found."""

    before: str
    found: str
    after: str


def excerpt(text: str, parts: Iterable[str], *, around: int = 70) -> Excerpt:
    """Return the words around the first that holds one of the parts; else the text's beginning."""
    wanted = [part for part in parts if part]
    for match in re.finditer(r"[^\W_]+", text):
        word = plain(match[0])
        if any(part in word for part in wanted):
            before, after = text[: match.start()], text[match.end() :]
            return Excerpt(_latest(before, around), match[0], _first(after, around))
    return Excerpt("", "", _first(text, 2 * around))


def _first(text: str, length: int) -> str:
    space = " " if text[:1].isspace() else ""
    line = " ".join(text[: 4 * length].split())
    cut = line if len(line) <= length else line[:length].rpartition(" ")[0] + " …"
    return space + cut


def _latest(text: str, length: int) -> str:
    space = " " if text[-1:].isspace() else ""
    line = " ".join(text[-4 * length :].split())
    cut = line if len(line) <= length else "… " + line[-length:].partition(" ")[2]
    return cut + space
