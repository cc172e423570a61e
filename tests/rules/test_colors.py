"""The utility's own color: what is derived from it, and whether people can read it."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from debiet.rules.colors import (
    AA,
    SURROUNDINGS,
    NoColor,
    Pair,
    Scheme,
    contrast,
    luminance,
    mixed,
    palette,
    ratios,
    rgb,
    unreadable,
)

LIGHT, DARK = Scheme
COLORS = st.integers(0, 0xFFFFFF).map(lambda number: f"#{number:06x}")


@pytest.mark.parametrize(
    ("one", "other", "ratio"),
    [
        ("#000000", "#ffffff", 21.0),
        ("#ffffff", "#ffffff", 1.0),
        ("#777777", "#ffffff", 4.48),  # the gray that is known to fail by a hair
        ("#767676", "#ffffff", 4.54),
        ("#ff0000", "#ffffff", 4.0),
        ("#0000ff", "#ffffff", 8.59),
    ],
)
def test_contrast_is_that_of_wcag(one, other, ratio):
    assert round(contrast(one, other), 2) == ratio
    assert contrast(one, other) == contrast(other, one)


@pytest.mark.parametrize("text", ["", "#fff", "0b5c8a", "#0B5C8A", "#0b5c8g", "#0b5c8a;", "red"])
def test_anything_but_six_digits_is_no_color(text):
    with pytest.raises(NoColor):
        rgb(text)


@pytest.mark.parametrize(("color", "scheme"), [("#0b5c8a", LIGHT), ("#6cc0ee", DARK)])
def test_the_houses_own_colors_can_be_read(color, scheme):
    assert unreadable(color, scheme) == {}


@pytest.mark.parametrize(
    ("color", "scheme", "pairs"),
    [
        ("#6cc0ee", LIGHT, {Pair.LINK_ON_PAPER, Pair.LINK_ON_GROUND, Pair.LINK_ON_TINT}),
        ("#0b5c8a", DARK, {Pair.LINK_ON_PAPER, Pair.LINK_ON_GROUND, Pair.LINK_ON_TINT}),
        ("#767676", LIGHT, {Pair.LINK_ON_GROUND, Pair.LINK_ON_TINT}),  # on white alone it can
    ],
)
def test_what_cannot_be_read_is_named(color, scheme, pairs):
    assert pairs <= set(unreadable(color, scheme))


def test_the_surroundings_are_those_of_the_style_sheet():
    light, _start, dark = (
        Path("debiet/web/static/debiet/debiet.css")
        .read_text()
        .partition("@media (prefers-color-scheme: dark)")
    )
    for scheme, source in ((LIGHT, light), (DARK, dark)):
        around = SURROUNDINGS[scheme]
        for name in ("paper", "ground", "ink", "ink_soft"):
            assert f"--{name.replace('_', '-')}: {getattr(around, name)};" in source


@given(COLORS, COLORS)
def test_contrast_lies_between_one_and_twenty_one(one, other):
    assert 1 <= contrast(one, other) <= 21
    assert 0 <= luminance(one) <= 1
    assert mixed(one, other, 0) == one
    assert mixed(one, other, 1) == other


@given(COLORS, st.sampled_from(Scheme))
def test_whatever_the_color_the_numbers_agree(color, scheme):
    found = ratios(color, scheme)
    assert set(found) == set(Pair)
    assert unreadable(color, scheme) == {p: r for p, r in found.items() if r < AA}
    assert found[Pair.BUTTON] > 4  # white or the dark one always nearly fits
    assert palette(color, scheme).water == color
