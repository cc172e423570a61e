"""A complaint's file as one bundle for a body of the second line: what goes in, and what cannot."""

from enum import StrEnum
from typing import Final


class PieceKind(StrEnum):
    """What a piece of a bundle is."""

    LEDGER = "ledger"  # the steps and terms of the complaint
    MESSAGE = "message"
    CALL = "call"  # by phone, at the counter
    NOTE = "note"
    EXPLANATION = "explanation"  # that the ombuds function asked
    FINDING = "finding"
    REMEDY = "remedy"


class LeftOut(StrEnum):
    """Why a file is named in the index and not in the bundle."""

    LOST = "lost"
    NOT_SCANNED = "not-scanned"
    INFECTED = "infected"
    DANGEROUS = "dangerous"
    DAMAGED = "damaged"
    LOCKED = "locked"
    TOO_LONG = "too-long"
    TOO_LARGE = "too-large"


MOST_FILE_PAGES: Final = 300
"""A longer one is sent by itself."""
MOST_FILE_BYTES: Final = 30 * 1024 * 1024
MOST_BYTES: Final = 100 * 1024 * 1024
"""All files of a bundle together."""


def goes_along(kind: PieceKind, *, is_public: bool, is_ombuds: bool) -> bool:
    """Return whether a piece is in a bundle unless somebody takes it out.

    Nothing of the ombuds function's file is, and nothing that the customer was not told.
    """
    return not is_ombuds and (
        kind is PieceKind.LEDGER or (is_public and kind is not PieceKind.NOTE)
    )
