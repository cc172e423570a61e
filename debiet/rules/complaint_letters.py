"""Letters in a complaint: what their writer ticks, where a draft stands, who must read it first."""

from collections.abc import Collection
from enum import StrEnum
from typing import Final

from debiet.rules.complaints import (
    LETTER_PARTS,
    RIGHT,
    Assessment,
    LetterKind,
    LetterPart,
    missing_parts,
)


class DraftState(StrEnum):
    """Where the draft of a letter stands."""

    OPEN = "open"
    WAITING = "waiting"  # for a second person
    SENT_BACK = "sent-back"
    LEFT = "left"
    DROPPED = "dropped"


UNFINISHED: Final = frozenset({DraftState.OPEN, DraftState.WAITING, DraftState.SENT_BACK})
"""Where somebody still writes, or waits."""


class Reviewed(StrEnum):
    """What a second person reads before it leaves, where the house chose so."""

    REFUSAL = "refusal"
    REFERRAL = "referral"
    UNFOUNDED = "unfounded"
    FOUNDED = "founded"
    COMPENSATION = "compensation"


BY_HAND: Final = frozenset(
    {
        LetterPart.WHY_LATER,
        LetterPart.FINDINGS,
        LetterPart.ASSESSMENT,
        LetterPart.SOLUTION,
        LetterPart.GROUND,
        LetterPart.REASONS,
        LetterPart.REFERRED_TO,
    }
)
"""What only the writer can say; the house adds the others, or they stand in every letter."""


def to_tick(kind: LetterKind) -> tuple[LetterPart, ...]:
    """Return what the writer of a letter of a kind says by hand, and ticks that it is said."""
    return tuple(part for part in LetterPart if part in LETTER_PARTS[kind] & BY_HAND)


def added(kind: LetterKind) -> tuple[LetterPart, ...]:
    """Return what a letter of a kind says without its writer."""
    return tuple(part for part in LetterPart if part in LETTER_PARTS[kind] - BY_HAND)


def unsaid(kind: LetterKind, said: Collection[LetterPart]) -> tuple[LetterPart, ...]:
    """Return what a letter still has to say before it leaves."""
    return missing_parts(kind, frozenset(said) | frozenset(added(kind)))


def reviewed(text: str) -> frozenset[Reviewed]:
    """Return what a house lets a second person read, from its choice as it is kept."""
    known = {str(one): one for one in Reviewed}
    return frozenset(known[one] for one in text.split(",") if one in known)


def needs_review(
    kind: LetterKind,
    *,
    assessment: Assessment | None,
    pays: bool,
    chosen: Collection[Reviewed],
) -> bool:
    """Return whether a letter leaves only after a second person read it.

    :param pays: it promises money: a refund or a compensation
    """
    is_final = kind is LetterKind.FINAL
    found = {
        Reviewed.REFUSAL: kind is LetterKind.REFUSAL,
        Reviewed.REFERRAL: kind is LetterKind.REFERRAL,
        Reviewed.UNFOUNDED: is_final and assessment is Assessment.UNFOUNDED,
        Reviewed.FOUNDED: is_final and assessment in RIGHT,
        Reviewed.COMPENSATION: pays,
    }
    return any(found[one] for one in chosen)
