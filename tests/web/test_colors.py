"""The tokens of both color schemes against WCAG 2.2: text 4.5:1, edges of controls 3:1."""

import re
from pathlib import Path

import pytest

import debiet.web

STATIC = Path(debiet.web.__file__).parent / "static" / "debiet"
TONES = ("calm", "ok", "soon", "late", "ombuds")
TEXT = [
    *((ink, ground) for ink in ("ink", "ink-soft") for ground in ("paper", "ground", "well")),
    *(("ink", f"{tone}-tint") for tone in (*TONES, "water")),
    *(("ink-soft", f"{tone}-tint") for tone in ("soon", "water")),
    *((tone, f"{tone}-tint") for tone in TONES),
    *((tone, ground) for tone in TONES for ground in ("paper", "ground")),
    *((blue, ground) for blue in ("water", "water-strong") for ground in ("paper", "ground")),
    *((blue, ground) for blue in ("water", "water-strong") for ground in ("water-tint", "well")),
    ("water", "soon-tint"),
    ("on-water", "water"),
    ("on-water", "water-strong"),
]
EDGES = [
    ("line-strong", "paper"),
    ("line-strong", "ground"),
    ("water", "paper"),
    ("water", "ground"),
    ("late", "paper"),
]


def tokens(scheme: str) -> dict[str, str]:
    style = (STATIC / "debiet.css").read_text(encoding="utf-8")
    light, dark = re.findall(r":root \{(.*?)\}", style, re.DOTALL)[:2]
    found = dict(re.findall(r"--([a-z-]+): (#[0-9a-f]{6});", light))
    if scheme == "dark":
        found |= dict(re.findall(r"--([a-z-]+): (#[0-9a-f]{6});", dark))
    return found


def luminance(color: str) -> float:
    parts = (int(color[start : start + 2], 16) / 255 for start in (1, 3, 5))
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)


def test_the_measure_itself_is_right():
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#767676", "#ffffff") == pytest.approx(4.54, abs=0.01)


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize(("ink", "ground"), TEXT)
def test_text_is_legible(scheme, ink, ground):
    colors = tokens(scheme)
    assert contrast(colors[ink], colors[ground]) >= 4.5


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize(("edge", "ground"), EDGES)
def test_edges_and_the_focus_ring_can_be_seen(scheme, edge, ground):
    colors = tokens(scheme)
    assert contrast(colors[edge], colors[ground]) >= 3


def test_the_dark_scheme_has_every_color_of_the_light_one():
    style = (STATIC / "debiet.css").read_text(encoding="utf-8")
    light, dark = re.findall(r":root \{(.*?)\}", style, re.DOTALL)[:2]
    assert set(re.findall(r"--([a-z-]+): #", light)) == set(re.findall(r"--([a-z-]+): #", dark))
