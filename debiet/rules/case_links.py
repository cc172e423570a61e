"""What one case is to another: kinds of links, how each side reads them, what contradicts what."""

from collections.abc import Iterable, Mapping
from enum import StrEnum
from typing import Final


class LinkKind(StrEnum):
    """How a link is written down: from one case to another."""

    CAUSED_BY = "caused-by"
    SAME_SUBJECT = "same-subject"
    FOLLOWS_ON = "follows-on"
    DUPLICATE_OF = "duplicate-of"
    SPLIT_FROM = "split-from"


class LinkSide(StrEnum):
    """How a link reads from the case that one has before one."""

    CAUSED_BY = "caused-by"
    CAUSE_OF = "cause-of"
    SAME_SUBJECT = "same-subject"
    FOLLOWS_ON = "follows-on"
    FOLLOWED_BY = "followed-by"
    DUPLICATE_OF = "duplicate-of"
    HAS_DUPLICATE = "has-duplicate"
    SPLIT_FROM = "split-from"
    SPLIT_INTO = "split-into"


# The same table stands in docs/algorithms/casework.md: the kind, how it reads from the case that a
# link goes out from, and from the one that it goes to.
SIDES: Final[Mapping[LinkKind, tuple[LinkSide, LinkSide]]] = {
    LinkKind.CAUSED_BY: (LinkSide.CAUSED_BY, LinkSide.CAUSE_OF),
    LinkKind.SAME_SUBJECT: (LinkSide.SAME_SUBJECT, LinkSide.SAME_SUBJECT),
    LinkKind.FOLLOWS_ON: (LinkSide.FOLLOWS_ON, LinkSide.FOLLOWED_BY),
    LinkKind.DUPLICATE_OF: (LinkSide.DUPLICATE_OF, LinkSide.HAS_DUPLICATE),
    LinkKind.SPLIT_FROM: (LinkSide.SPLIT_FROM, LinkSide.SPLIT_INTO),
}

CHOSEN_BY_HAND: Final = tuple(side for side in LinkSide if not side.startswith("split"))
"""What an employee may say; that a case was split off is written down by splitting it."""

Link = tuple[LinkKind, int, int]
"""A kind, the case that it goes out from and the one that it goes to."""


def link_of(side: LinkSide, *, here: int, there: int) -> Link:
    """Return how a link is written down that reads so from here; one text for both directions."""
    kind = next(kind for kind, sides in SIDES.items() if side in sides)
    out, back = SIDES[kind]
    if out is back:  # reads alike from both: the older case comes first, so that it is one link
        return (kind, min(here, there), max(here, there))
    return (kind, here, there) if side is out else (kind, there, here)


def side_of(link: Link, *, here: int) -> LinkSide:
    """Return how a link reads from one of its two cases."""
    kind, start, _end = link
    return SIDES[kind][0 if start == here else 1]


def contradicts(link: Link, others: Iterable[Link]) -> bool:
    """Return whether a link says the opposite of another: each the cause of the other."""
    kind, start, end = link
    return (kind, end, start) in set(others)
