"""Requests about one's own data (GDPR, art. 15 to 21): their steps, and what is hidden.

`docs/algorithms/rights.md` has the month, the steps and what is hidden, with worked examples.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Final


class RightsKind(StrEnum):
    """What somebody asks about the data that is kept about it."""

    ACCESS = "access"  # art. 15
    CORRECTION = "correction"  # art. 16
    ERASURE = "erasure"  # art. 17
    OBJECTION = "objection"  # art. 21


class RightsState(StrEnum):
    """Where a request stands."""

    RECEIVED = "received"  # who asks is not checked yet
    IDENTIFIED = "identified"
    PREPARED = "prepared"  # what would be given is made
    REVIEWED = "reviewed"  # a person looked at it
    DONE = "done"
    REFUSED = "refused"


STEPS: Final[dict[RightsState, frozenset[RightsState]]] = {
    RightsState.RECEIVED: frozenset({RightsState.IDENTIFIED, RightsState.REFUSED}),
    RightsState.IDENTIFIED: frozenset(
        {RightsState.PREPARED, RightsState.DONE, RightsState.REFUSED}
    ),
    RightsState.PREPARED: frozenset(
        {RightsState.PREPARED, RightsState.REVIEWED, RightsState.REFUSED}
    ),
    RightsState.REVIEWED: frozenset({RightsState.PREPARED, RightsState.DONE, RightsState.REFUSED}),
    RightsState.DONE: frozenset(),
    RightsState.REFUSED: frozenset(),
}


class Proof(StrEnum):
    """How somebody proved to be who asks. No copy of an identity card is kept."""

    KNOWN_FACTS = "known-facts"
    AT_COUNTER = "at-counter"
    ADDRESS_ON_FILE = "address-on-file"
    SIGNED_IN = "signed-in"
    REPRESENTATIVE = "representative"


class LongerReason(StrEnum):
    """Why a month is not enough: the only reasons of art. 12(3)."""

    COMPLEX = "complex"
    MANY_REQUESTS = "many-requests"


MONTHS: Final = 1
MORE_MONTHS: Final = 2


def may_step(start: RightsState, end: RightsState, *, kind: RightsKind) -> bool:
    """Return whether a request may go from one state to another.

    Access is given only of what was prepared and looked at by a person.
    """
    if kind is RightsKind.ACCESS and (start, end) == (RightsState.IDENTIFIED, RightsState.DONE):
        return False
    return end in STEPS[start]


def may_extend(*, at: datetime, due_at: datetime | None, is_extended: bool) -> bool:
    """Return whether the month may still be made longer: once, and told before it is over."""
    return not is_extended and due_at is not None and at <= due_at


@dataclass(frozen=True, slots=True)
class Hidden:
    """A name or address of somebody else, and what stands in its place."""

    words: str
    instead: str


_OTHERS = re.compile(
    r"(?P<mail>[\w.+-]+@[\w-]+(?:\.[\w-]+)+)"
    r"|(?P<account>\b[A-Z]{2}\d{2}(?: ?[A-Z0-9]{4}){3,7}(?: ?[A-Z0-9]{1,3})?\b)"
    r"|(?P<phone>(?<![\w/.-])(?:\+|0)\d(?:[ ./-]?\d){7,13}(?![\w-]))"
)
INSTEAD: Final = {"mail": "[e-mail]", "account": "[account]", "phone": "[phone]"}


def redacted(text: str, *, hidden: Sequence[Hidden], own: Iterable[str]) -> str:
    """Return a text without what it says of others.

    Names that are known are replaced by what their bearer is; any e-mail address, phone number and
    bank account that is not the asker's own goes as well. What only a person can see (a neighbor
    whose name nobody typed in) a person must hide: that is why somebody looks before it is given.

    :param hidden: names of others, with what stands in their place
    :param own: the asker's own name, addresses and numbers, which stay
    """
    mine = {_plain(words) for words in own if words}
    longest_first = sorted(
        (one for one in hidden if one.words.strip() and _plain(one.words) not in mine),
        key=lambda one: -len(one.words),
    )
    for one in longest_first:
        words = r"\s+".join(re.escape(word) for word in one.words.split())
        text = re.sub(rf"(?<!\w){words}(?!\w)", one.instead, text, flags=re.IGNORECASE)
    return _OTHERS.sub(lambda found: _kept(found, mine), text)


def _kept(found: re.Match[str], mine: set[str]) -> str:
    return found[0] if _plain(found[0]) in mine else INSTEAD[str(found.lastgroup)]


def _plain(words: str) -> str:
    """Return words or a number in the one form in which they are compared."""
    return plain_number(words) or " ".join(words.casefold().split())


def plain_number(words: str) -> str:
    """Return a number without what may stand in front of it, or "" for what is no phone number."""
    digits = re.sub(r"\D", "", words)
    if len(digits) < 8 or re.search(r"[A-Za-z@]", words):
        return ""
    return digits.removeprefix("00").removeprefix("32").removeprefix("0")
