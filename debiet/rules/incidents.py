"""Incidents: which cases may be part of one, whom a notice concerns, which cases close with it.

`docs/algorithms/incidents.md` has the same tables in words.
"""

import re
import unicodedata
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

_LINE = re.compile(r"(?P<code>\d{4})(?:[\s,;]+(?P<street>.+))?", re.ASCII)
_WORD = re.compile(r"[^\W_]+")


class IncidentKind(StrEnum):
    """What happened."""

    MAIN_BURST = "main-burst"
    PLANNED_WORKS = "planned-works"
    WATER_QUALITY = "water-quality"
    BILLING_ERROR = "billing-error"
    SYSTEM_DOWN = "system-down"
    OTHER = "other"


class IncidentState(StrEnum):
    """Where an incident stands."""

    OPEN = "open"
    RESOLVED = "resolved"


class LinkState(StrEnum):
    """What was said of a case beside an incident."""

    LINKED = "linked"
    DISMISSED = "dismissed"


class LinkWay(StrEnum):
    """How a case came to an incident."""

    HAND = "hand"
    SELECTION = "selection"
    SUGGESTION = "suggestion"


class ClosingState(StrEnum):
    """What became of a case that was to close with its incident."""

    PLANNED = "planned"
    CLOSED = "closed"
    CHANGED = "changed"
    """Somebody did something with it since the preview: it was left alone."""
    REOPENING = "reopening"
    REOPENED = "reopened"
    KEPT = "kept"
    """It changed after it was closed, so undoing left it alone."""


class Fit(StrEnum):
    """How well a case fits an incident."""

    LIKELY = "likely"
    POSSIBLE = "possible"


class Closing(StrEnum):
    """What closing an incident means for one of its cases."""

    CLOSES = "closes"
    NOT_TOLD = "not-told"
    WROTE_SINCE = "wrote-since"
    CLOSED_ALREADY = "closed-already"


@dataclass(frozen=True, slots=True)
class Area:
    """A postal code, or a street (or place) within it."""

    postal_code: str
    street: str = ""

    def __str__(self) -> str:
        return f"{self.postal_code} {self.street}".strip()


def read_areas(text: str) -> tuple[list[Area], list[str]]:
    """Return the areas that lines name, once each, and the lines that name none.

    A line is a postal code, with a street after it where only that one is meant.
    """
    areas: dict[Area, None] = {}
    wrong = []
    for line in filter(None, map(str.strip, text.splitlines())):
        found = _LINE.fullmatch(line)
        if found:
            areas[Area(found["code"], (found["street"] or "").strip())] = None
        else:
            wrong.append(line)
    return list(areas), wrong


def folded(text: str) -> str:
    """Return a text as words between single spaces, without capitals, accents and signs."""
    # Before as well: a letter of another form, such as a bold one, has a capital only then.
    plain = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", text).casefold())
    kept = "".join(sign for sign in plain if not unicodedata.combining(sign))
    return f" {' '.join(_WORD.findall(kept))} "


def lies_in(addresses: Iterable[str], areas: Iterable[Area]) -> bool:
    """Return whether one of the addresses lies in one of the areas."""
    places = [folded(address) for address in addresses]
    return any(
        f" {area.postal_code} " in place and (not area.street or folded(area.street) in place)
        for area in areas
        for place in places
    )


def names_area(text: str, areas: Iterable[Area]) -> bool:
    """Return whether free words name one of the areas: its street, else its postal code."""
    words = folded(text)
    return any(
        (folded(area.street) if area.street else f" {area.postal_code} ") in words for area in areas
    )


def fit(
    *,
    topics: Collection[str],
    areas: Collection[Area],
    topic_path: Sequence[str],
    addresses: Sequence[str],
    words: str = "",
) -> Fit | None:
    """Return how well a case of the right time fits an incident, None where it does not.

    :param topics: of the incident; none means any
    :param areas: of the incident; none means everywhere
    :param topic_path: the case's, from the root of the tree
    :param addresses: that are known of its asker
    :param words: what it asked
    """
    if topics and not set(topics) & set(topic_path):
        return None
    if not areas:
        return Fit.LIKELY if topics else Fit.POSSIBLE
    if lies_in(addresses, areas) or names_area(words, areas):
        return Fit.LIKELY
    return None if addresses else Fit.POSSIBLE


def concerns(
    *,
    topics: Collection[str],
    areas: Collection[Area],
    topic_path: Sequence[str],
    addresses: Sequence[str],
) -> bool:
    """Return whether an asker is told of a notice.

    Whoever asks about its topic from an address that is not known is told: better once too many.
    """
    found = fit(topics=topics, areas=areas, topic_path=topic_path, addresses=addresses)
    everyone = not topics and not areas
    return found is Fit.LIKELY or everyone or (found is Fit.POSSIBLE and bool(topics))


def closing_of(*, is_open: bool, is_told: bool, wrote_since: bool) -> Closing:
    """Return what closing an incident means for one of its cases.

    :param is_told: whether the message in force reached its asker
    :param wrote_since: whether the asker said something after that
    """
    if not is_open:
        return Closing.CLOSED_ALREADY
    if not is_told:
        return Closing.NOT_TOLD
    return Closing.WROTE_SINCE if wrote_since else Closing.CLOSES
