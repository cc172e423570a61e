"""What a complaint is coded as, and when its root cause must be said."""

from collections.abc import Collection
from datetime import date
from enum import StrEnum
from typing import Final

from debiet.rules.complaint_themes import DEFAULT_ROOT_CAUSES, DEFAULT_THEMES
from debiet.rules.complaints import RIGHT, Assessment, LetterKind

THEMES: Final = frozenset(one.code for one in DEFAULT_THEMES)


class CauseAsked(StrEnum):
    """When a letter does not leave before the root cause is said: a choice of the house."""

    LATER = "later"  # never: it stands in the register as not yet coded
    FOUNDED = "founded"
    ALWAYS = "always"


class CodingTrouble(StrEnum):
    """Why a complaint cannot be coded so."""

    THEME = "theme"
    ROOT_CAUSE = "root-cause"
    FUTURE = "future"


def coding_trouble(
    *, theme: str, root_cause: str, facts_on: date | None, today: date
) -> CodingTrouble | None:
    """Return what of a coding cannot be; None where all can. Nothing said yet is no trouble."""
    if theme and theme not in THEMES:
        return CodingTrouble.THEME
    if root_cause and root_cause not in DEFAULT_ROOT_CAUSES:
        return CodingTrouble.ROOT_CAUSE
    return CodingTrouble.FUTURE if facts_on is not None and facts_on > today else None


def is_cause_missing(
    asked: CauseAsked, *, kind: LetterKind, assessment: Assessment | None, root_cause: str
) -> bool:
    """Return whether a letter has to wait until somebody says what lay behind the complaint.

    Only a final answer says what was found: nothing was looked into for the others.
    """
    if kind is not LetterKind.FINAL or root_cause:
        return False
    needed: Collection[Assessment] = {
        CauseAsked.LATER: frozenset[Assessment](),
        CauseAsked.FOUNDED: RIGHT,
        CauseAsked.ALWAYS: frozenset(Assessment),
    }[asked]
    return assessment in needed


SAME_DAYS: Final = 30
"""Two complaints of one customer that lie no further apart may be about the same facts."""


def may_be_same(*, is_owed: bool, is_same_subject: bool, days_apart: int) -> bool:
    """Return whether a customer's other complaint may be about the same facts.

    It is shown before a second one is made of what is one; whoever registers decides.
    """
    return is_owed or is_same_subject or abs(days_apart) <= SAME_DAYS
