"""Scans for tests: pages with words and codes on them, as a scanner would make them."""

from io import BytesIO

import segno
from PIL import Image, ImageDraw

from debiet.rules.cases import Route
from debiet.rules.scans import separator_mark

WIDTH, HEIGHT = 827, 1169
"""A4 at 100 points an inch."""


def page(words: str = "", *, mark: str = "", side: int = 120) -> Image.Image:
    """Return a page with words on it, and a code in its corner; without either it is blank."""
    image = Image.new("L", (WIDTH, HEIGHT), 255)
    draw = ImageDraw.Draw(image)
    for number, line in enumerate(words.splitlines()):
        draw.text((90, 160 + 26 * number), line, fill=0, font_size=18)
    if mark:
        drawn = BytesIO()
        segno.make(mark, error="m").save(drawn, kind="png", scale=8)
        image.paste(Image.open(drawn).convert("L").resize((side, side)), (WIDTH - side - 60, 60))
    return image


def separator(route: Route = Route.DIRECT) -> Image.Image:
    """Return a separator sheet."""
    return page("SCHEIDINGSBLAD", mark=separator_mark(route), side=300)


def pdf(*pages: Image.Image, kind: str = "PDF") -> bytes:
    """Return pages as one file."""
    made = BytesIO()
    options = {"resolution": 100} if kind == "PDF" else {}
    pages[0].save(made, kind, save_all=len(pages) > 1, append_images=pages[1:], **options)
    return made.getvalue()


def five_letters() -> bytes:
    """Return a batch of five letters between separators, one through the minister, some doubles."""
    return pdf(
        *(page("Brief een\nWaarom is mijn factuur zo hoog?"), page("vervolg van brief een")),
        *(separator(), page(), page("Brief twee"), page()),  # blank backs
        *(separator(Route.MINISTER), page("Brief drie, via de minister")),
        *(separator(), separator(), page("Brief vier", mark="message:1")),
        *(separator(), page("Brief vijf")),
    )
