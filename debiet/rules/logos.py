"""A logo of the utility's own: what is none, and how large it stands where there is room for it."""

from enum import StrEnum
from typing import Final

UPLOAD_BYTES: Final = 2 * 1024 * 1024
"""As much as is read of what somebody chose."""
STORED_BYTES: Final = 400 * 1024
"""As much as is kept once it was drawn anew: every page loads it once."""
MAX_SIDE: Final = 1000
"""Pixels: enough for a letterhead of 85 mm at 300 dots an inch."""
LEAST_HEIGHT: Final = 32
MOST_TIMES_WIDER: Final = 8
MOST_TIMES_TALLER: Final = 2
MEDIA_TYPES: Final = ("image/png", "image/jpeg")
"""No SVG: it may hold scripts and ask for other files."""

BESIDE_NAME: Final = (64, 32)
"""Pixels of a page's mark beside the name: over the rail of the desk, in the bar of the website."""
ALONE: Final = (176, 32)
"""Pixels of a page's mark where the picture holds the name."""
ON_LETTERS: Final = (60, 16)
"""Millimeters of the letterhead."""


class LogoTrouble(StrEnum):
    """Why a picture is no logo."""

    TOO_SMALL = "too-small"
    TOO_LONG = "too-long"


def logo_trouble(*, width: int, height: int) -> LogoTrouble | None:
    """Return why a picture of so many pixels is no logo."""
    if height < LEAST_HEIGHT or width < 1:
        return LogoTrouble.TOO_SMALL
    if width > MOST_TIMES_WIDER * height or height > MOST_TIMES_TALLER * width:
        return LogoTrouble.TOO_LONG
    return None


def fitted(*, width: int, height: int, room: tuple[int, int]) -> tuple[int, int]:
    """Return how large a picture stands in a room, as large as it fits, its shape kept."""
    across, up = room
    if width * up <= height * across:
        return max(1, width * up // height), up
    return across, max(1, height * across // width)


def page_size(*, width: int, height: int, has_name: bool) -> tuple[int, int]:
    """Return how large a logo stands on pages, in pixels."""
    return fitted(width=width, height=height, room=ALONE if has_name else BESIDE_NAME)
