"""Scans for tests: pages with words and codes on them, as a scanner would make them."""

from io import BytesIO
from random import Random

import pypdf
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


def picture(words: str, *, kind: str = "JPEG", **options: object) -> bytes:
    """Return a page as a picture of its own."""
    made = BytesIO()
    page(words).save(made, kind, **options)
    return made.getvalue()


def fax(pages: int) -> bytes:
    """Return a TIFF of many pages at 300 points an inch, black and white, as copiers make them."""
    sheet = Image.new("1", (2480, 3508), 1)
    ImageDraw.Draw(sheet).text((300, 500), "Dag", fill=0, font_size=80)
    made = BytesIO()
    sheet.save(
        made,
        "TIFF",
        compression="group4",
        save_all=True,
        append_images=[sheet] * (pages - 1),
    )
    return made.getvalue()


def heavy(pages: int, *, shared_bytes: int) -> bytes:
    """Return a PDF whose pages all show the same large image, which is in it once."""
    side = 1000
    image = pypdf.generic.StreamObject()
    image.update(
        {
            pypdf.generic.NameObject("/Type"): pypdf.generic.NameObject("/XObject"),
            pypdf.generic.NameObject("/Subtype"): pypdf.generic.NameObject("/Image"),
            pypdf.generic.NameObject("/Width"): pypdf.generic.NumberObject(side),
            pypdf.generic.NameObject("/Height"): pypdf.generic.NumberObject(shared_bytes // side),
            pypdf.generic.NameObject("/ColorSpace"): pypdf.generic.NameObject("/DeviceGray"),
            pypdf.generic.NameObject("/BitsPerComponent"): pypdf.generic.NumberObject(8),
        }
    )
    image.set_data(Random(1).randbytes(shared_bytes))  # noqa: S311 (no secret: it cannot be packed)
    writer = pypdf.PdfWriter()
    kept = writer._add_object(image)
    drawn = pypdf.generic.StreamObject()
    drawn.set_data(b"q 595 0 0 842 0 0 cm /I Do Q")
    content = writer._add_object(drawn)
    images = pypdf.generic.DictionaryObject({pypdf.generic.NameObject("/I"): kept})
    for _ in range(pages):
        made = writer.add_blank_page(595, 842)
        made[pypdf.generic.NameObject("/Resources")] = pypdf.generic.DictionaryObject(
            {pypdf.generic.NameObject("/XObject"): images}
        )
        made[pypdf.generic.NameObject("/Contents")] = content
    written = BytesIO()
    writer.write(written)
    return written.getvalue()
