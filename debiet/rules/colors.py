"""The utility's own color: what is derived from it, and whether people can read what it colors.

Contrast is that of WCAG 2.2 (success criterion 1.4.3): at least 4.5 : 1 for words, level AA.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

AA: Final = 4.5
_HEX: Final = re.compile(r"#[0-9a-f]{6}")
Rgb = tuple[int, int, int]


class Scheme(StrEnum):
    """What somebody's screen shows: dark words on light, or light words on dark."""

    LIGHT = "light"
    DARK = "dark"


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What stands around the color, as the style sheet has it, and how it is made stronger."""

    paper: str
    ground: str
    ink: str
    ink_soft: str
    away: str
    strength: float
    tint: float


SURROUNDINGS: Final[Mapping[Scheme, Surroundings]] = {
    Scheme.LIGHT: Surroundings("#ffffff", "#f3f6f8", "#14222e", "#4a5b6a", "#000000", 0.33, 0.9),
    Scheme.DARK: Surroundings("#131d26", "#0b1116", "#e6edf3", "#a3b3c2", "#ffffff", 0.4, 0.87),
}
_ON: Final = ("#ffffff", "#06202f")


class NoColor(ValueError):
    """This is no color such as `#0b5c8a`."""


def rgb(color: str) -> Rgb:
    """Return red, green and blue.

    :raises NoColor: for anything but six digits after a `#`
    """
    if not _HEX.fullmatch(color):
        raise NoColor(color)
    return int(color[1:3], 16), int(color[3:5], 16), int(color[5:7], 16)


def luminance(color: str) -> float:
    """Return how bright a color is, 0 for black to 1 for white."""
    parts = [part / 255 for part in rgb(color)]
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """Return the contrast of two colors, 1 for the same to 21 for black on white."""
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


def mixed(color: str, other: str, share: float) -> str:
    """Return a color with a share of another in it."""
    parts = (round(a + (b - a) * share) for a, b in zip(rgb(color), rgb(other), strict=True))
    return "#" + "".join(f"{part:02x}" for part in parts)


@dataclass(frozen=True, slots=True)
class Palette:
    """What a scheme's pages are colored with."""

    water: str
    strong: str
    tint: str
    on_water: str


def palette(color: str, scheme: Scheme) -> Palette:
    """Return what is derived from a color: stronger, a tint of the paper, and words on it.

    :raises NoColor: if it is none
    """
    around = SURROUNDINGS[scheme]
    return Palette(
        water=color,
        strong=mixed(color, around.away, around.strength),
        tint=mixed(color, around.paper, around.tint),
        on_water=max(_ON, key=lambda words: contrast(words, color)),
    )


class Pair(StrEnum):
    """Words on something, one of them in the utility's color."""

    LINK_ON_PAPER = "link-on-paper"
    LINK_ON_GROUND = "link-on-ground"
    LINK_ON_TINT = "link-on-tint"
    HOVER_ON_TINT = "hover-on-tint"
    BUTTON = "button"
    BUTTON_HOVER = "button-hover"
    WORDS_ON_TINT = "words-on-tint"
    SOFT_ON_TINT = "soft-on-tint"


def ratios(color: str, scheme: Scheme) -> dict[Pair, float]:
    """Return the contrast of every pair that a color makes.

    :raises NoColor: if it is none
    """
    made, around = palette(color, scheme), SURROUNDINGS[scheme]
    pairs = {
        Pair.LINK_ON_PAPER: (made.water, around.paper),
        Pair.LINK_ON_GROUND: (made.water, around.ground),
        Pair.LINK_ON_TINT: (made.water, made.tint),
        Pair.HOVER_ON_TINT: (made.strong, made.tint),
        Pair.BUTTON: (made.on_water, made.water),
        Pair.BUTTON_HOVER: (made.on_water, made.strong),
        Pair.WORDS_ON_TINT: (around.ink, made.tint),
        Pair.SOFT_ON_TINT: (around.ink_soft, made.tint),
    }
    return {pair: contrast(*colors) for pair, colors in pairs.items()}


def unreadable(color: str, scheme: Scheme) -> dict[Pair, float]:
    """Return the pairs that too few people can read, with their contrast."""
    return {pair: ratio for pair, ratio in ratios(color, scheme).items() if ratio < AA}
