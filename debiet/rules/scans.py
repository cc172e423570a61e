"""Letters out of a scanned batch: from the codes on its pages to the letters with their pages.

A page is in exactly one place: in a letter, among the separators, or among the blank sides that
nobody needs. Page numbers count from 0.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from itertools import pairwise

from debiet.rules.cases import Route, tidy_number

NEXT_LETTER = "DEBIET:NEXT-LETTER"
"""What the code on a separator sheet says; `:minister` behind it names the route of the letter."""

LARGEST_BYTES = 60 * 1024 * 1024
MOST_PAGES = 500
MOST_PICTURES = MOST_PAGES
MOST_QUESTIONS = 4
"""In one letter; who asks more gets the rest in the words of the fourth."""

_KINDS = {"message", "case"}


class SplitBy(StrEnum):
    """How a batch is to be split into letters."""

    ONE = "one"
    SEPARATORS = "separators"
    EVERY = "every"
    HAND = "hand"


class ScanTrouble(StrEnum):
    """Why a scan cannot be read by itself."""

    ENCRYPTED = "encrypted"
    BROKEN = "broken"
    NO_PAGES = "no-pages"
    TOO_MANY_PAGES = "too-many-pages"
    TOO_HEAVY = "too-heavy"
    ONLY_BLANK = "only-blank"


@dataclass(frozen=True, slots=True)
class ScannedPage:
    """What was seen on a page.

    :param marks: what its codes say
    """

    marks: tuple[str, ...] = ()
    is_blank: bool = False


@dataclass(frozen=True, slots=True)
class FoundLetter:
    """One letter of a batch.

    :param pointers: what our own letters among its pages are about, such as `message:12`
    """

    pages: tuple[int, ...]
    route: Route = Route.DIRECT
    pointers: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Split:
    """A batch, taken apart.

    :param is_unmarked: separators were expected and there is none: all of it became one letter
    """

    letters: tuple[FoundLetter, ...]
    separators: tuple[int, ...] = ()
    blanks: tuple[int, ...] = ()
    is_unmarked: bool = False


_ENDINGS = {
    b"II*\0": "tif",
    b"MM\0*": "tif",
    b"\xff\xd8\xff": "jpg",
    b"\x89PNG\r\n\x1a\n": "png",
    b"PK\x03\x04": "zip",
}
PICTURES = frozenset({"tif", "jpg", "png"})


def ending_of(beginning: bytes) -> str:
    """Return how the name of a scan ends, by at least its first KiB; "" if it is none of ours.

    What we make of several pictures is a `zip`; nobody can upload one.
    """
    if b"%PDF-" in beginning[:1024]:
        return "pdf"
    return next((end for start, end in _ENDINGS.items() if beginning.startswith(start)), "")


def looks_like_scan(beginning: bytes) -> bool:
    """Return whether a file begins like a PDF, TIFF, JPEG or PNG, by at least its first KiB."""
    return ending_of(beginning) in PICTURES | {"pdf"}


def by_name(name: str) -> tuple[list[str | int], str]:
    """Return the place of a picture among others by its name: page 2 comes before page 10."""
    parts = re.split(r"([0-9]+)", name.casefold().rpartition(".")[0] or name.casefold())
    return [int(part) if n % 2 else part for n, part in enumerate(parts)], name


def in_order(count: int, wished: Mapping[int, int]) -> list[int]:
    """Return pages in the order that somebody wished, from 1; each of them once.

    A page that is given the place of another pushes it, and those between, out of the way.
    """

    def place(page: int) -> tuple[int, int, int]:
        own = page + 1
        wish = wished.get(page, own)
        return wish, (wish > own) - (wish < own), page

    return sorted(range(count), key=place)


def separator_mark(route: Route) -> str:
    """Return what the code on a separator sheet says."""
    return NEXT_LETTER if route is Route.DIRECT else f"{NEXT_LETTER}:{route}"


def separator_route(marks: Iterable[str]) -> Route | None:
    """Return the route that a separator sheet names, or None if the page is no separator."""
    routes = [
        _route(mark.strip()[len(NEXT_LETTER) :].removeprefix(":"))
        for mark in marks
        if mark.strip() == NEXT_LETTER or mark.strip().startswith(f"{NEXT_LETTER}:")
    ]
    return next(
        (route for route in routes if route is not Route.DIRECT), routes[0] if routes else None
    )


def _route(code: str) -> Route:
    if not code:
        return Route.DIRECT
    return Route(code) if code in set(Route) else Route.OTHER


def pointer(mark: str) -> str:
    """Return what a code of ours is about, such as `case:2026-000123`; "" for any other code."""
    kind, colon, identity = mark.strip().partition(":")
    if colon and kind in _KINDS:
        if kind == "message":
            is_id = identity.isascii() and identity.isdigit() and len(identity) <= 18
            return f"message:{int(identity)}" if is_id else ""
        number = tidy_number(identity)
    else:
        number = tidy_number(mark)
    return f"case:{number}" if number else ""


def split(
    pages: Sequence[ScannedPage],
    how: SplitBy,
    *,
    every: int = 1,
    firsts: Iterable[int] = (),
) -> Split:
    """Return the letters of a batch.

    :param every: how many pages each letter has, for :attr:`SplitBy.EVERY`
    :param firsts: the first pages of letters, for :attr:`SplitBy.HAND`; what lies before the
        earliest belongs to the first letter
    """
    count = len(pages)
    match how:
        case SplitBy.SEPARATORS:
            return _by_separators(pages)
        case SplitBy.HAND:
            return _by_hand(pages, set(firsts))
        case SplitBy.EVERY:
            starts = set(range(0, count, max(every, 1)))
        case _:
            starts = set()
    edges = [0, *sorted(starts - {0}), count]
    return _collected(pages, [(Route.DIRECT, range(a, b)) for a, b in pairwise(edges)], ())


def split_in_order(pages: Sequence[ScannedPage], order: Sequence[int], firsts: set[int]) -> Split:
    """Return letters where somebody says, of pages that were put into another order."""
    placed = {number: place for place, number in enumerate(order)}
    starts = [placed[first] for first in firsts if first in placed]
    found = split([pages[number] for number in order], SplitBy.HAND, firsts=starts)
    letters = (
        replace(letter, pages=tuple(order[place] for place in letter.pages))
        for letter in found.letters
    )
    return Split(
        tuple(letters),
        tuple(order[place] for place in found.separators),
        tuple(order[place] for place in found.blanks),
        found.is_unmarked,
    )


def _by_separators(pages: Sequence[ScannedPage]) -> Split:
    groups: list[tuple[Route, list[int]]] = [(Route.DIRECT, [])]
    separators = []
    for number, page in enumerate(pages):
        route = separator_route(page.marks)
        if route is None:
            groups[-1][1].append(number)
        else:
            separators.append(number)
            groups.append((route, []))
    return _collected(pages, groups, separators)


def _by_hand(pages: Sequence[ScannedPage], firsts: set[int]) -> Split:
    """Return letters where somebody says; a separator is part of none and still names a route."""
    groups: list[tuple[Route, list[int]]] = []
    separators, is_first, route = [], True, Route.DIRECT
    for number, page in enumerate(pages):
        is_first = is_first or number in firsts
        named = separator_route(page.marks)
        if named is not None:
            separators.append(number)
            route = named
            continue
        if is_first:
            groups.append((route, []))
        groups[-1][1].append(number)
        is_first, route = False, Route.DIRECT
    return _collected(pages, groups, separators)


def _collected(
    pages: Sequence[ScannedPage],
    groups: Iterable[tuple[Route, Sequence[int]]],
    separators: Sequence[int],
) -> Split:
    letters, blanks = [], []
    for route, numbers in groups:
        kept = _without_blank_ends(pages, numbers)
        blanks += [number for number in numbers if number not in kept]
        if kept:
            marks = dict.fromkeys(pointer(mark) for number in kept for mark in pages[number].marks)
            pointers = tuple(mark for mark in marks if mark)
            letters.append(FoundLetter(tuple(kept), route, pointers))
    return Split(tuple(letters), tuple(separators), tuple(blanks), is_unmarked=not separators)


def _without_blank_ends(pages: Sequence[ScannedPage], numbers: Sequence[int]) -> Sequence[int]:
    """Return the pages of a letter without blank ones around them; one between others stays."""
    written = [position for position, number in enumerate(numbers) if not pages[number].is_blank]
    return numbers[written[0] : written[-1] + 1] if written else ()
