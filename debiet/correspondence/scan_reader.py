"""Reading a scan in a process of its own, which may take no more time and memory than it is given.

A PDF is a program's worth of foreign input: whatever it does, it does to this process, which
knows no secret and no database. It is started by `debiet.correspondence.scanning` as a file, takes
the scan on its input, and imports nothing of the house.
"""

import json
import resource
import signal
import struct
import sys
from collections.abc import Callable
from io import BytesIO
from typing import Any, BinaryIO

import pypdfium2 as pdfium
import zxingcpp
from PIL import Image, ImageSequence, UnidentifiedImageError

SECONDS = 120
MEMORY_BYTES = 2 * 1024**3
READING_PIXELS = 1400
"""Of a page's longer side while it is looked at for codes: about 120 a inch on A4."""
CODES = zxingcpp.BarcodeFormats([zxingcpp.BarcodeFormat.QRCode, zxingcpp.BarcodeFormat.Code128])
INK_SHARE = 0.000_05
"""A page with fewer dark points than this is blank: fewer than a short word in pencil has."""
DARK = 150
Image.MAX_IMAGE_PIXELS = 60_000_000
"""Pillow refuses twice as many: a page of A4 at 600 points an inch has 35 million."""


class Trouble(Exception):
    """The scan cannot be read; its first argument is the code of why."""


def document(content: bytes) -> pdfium.PdfDocument:
    """Return a scan as a PDF, whatever kind it came as."""
    if b"%PDF-" not in content[:1024]:
        content = paper(content)
    try:
        return pdfium.PdfDocument(content)
    except pdfium.PdfiumError as trouble:
        raise Trouble("encrypted" if "assword" in str(trouble) else "broken") from None


def paper(content: bytes) -> bytes:
    """Return images, a page each, as one PDF."""
    try:
        with Image.open(BytesIO(content), formats=("TIFF", "JPEG", "PNG")) as image:
            pages = [_flat(frame) for frame in ImageSequence.Iterator(image)]
    except Image.DecompressionBombError:
        raise Trouble("too-heavy") from None
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError):
        raise Trouble("broken") from None
    made = BytesIO()
    # A page of A4 whatever the resolution of the image, if it has the shape of one.
    points = max(72.0, max(pages[0].size) / 11.69)
    pages[0].save(made, "PDF", save_all=True, append_images=pages[1:], resolution=points)
    return made.getvalue()


def _flat(frame: Image.Image) -> Image.Image:
    if "A" in frame.mode or "transparency" in frame.info:
        colored = frame.convert("RGBA")
        below = Image.new("RGB", colored.size, "white")
        below.paste(colored, mask=colored.getchannel("A"))
        return below
    return frame.convert("L" if frame.mode in ("1", "L") else "RGB")


def rendered(page: pdfium.PdfPage, side: int, *, gray: bool) -> Image.Image:
    """Return a page as an image whose longer side has so many points at most."""
    longest = max(*page.get_size(), 1.0)
    image: Image.Image = page.render(scale=side / longest, grayscale=gray).to_pil()
    page.close()
    return image


def is_blank(image: Image.Image) -> bool:
    """Return whether a page shows nothing; edges, with a scanner's shadows, do not count."""
    width, height = image.size
    x, y = width // 25, height // 25
    inner = image.crop((x, y, max(width - x, x + 1), max(height - y, y + 1)))
    return sum(inner.histogram()[:DARK]) < INK_SHARE * inner.width * inner.height


def read(content: bytes, out: BinaryIO, *, most_pages: int) -> None:
    """Write a line a page: how far it is, what its codes say, and whether it is blank."""
    opened = document(content)
    count = len(opened)
    if count > most_pages:
        raise Trouble("too-many-pages")
    if not count:
        raise Trouble("no-pages")
    for number in range(count):
        image = rendered(opened[number], READING_PIXELS, gray=True)
        marks = [code.text for code in zxingcpp.read_barcodes(image, formats=CODES)]
        seen = {"of": count, "marks": marks, "blank": not marks and is_blank(image)}
        out.write(json.dumps(seen).encode() + b"\n")
        out.flush()


def split(content: bytes, out: BinaryIO, *, groups: list[list[int]]) -> None:
    """Write a PDF for each group of pages, its length in eight bytes before it."""
    opened = document(content)
    for group in groups:
        letter = pdfium.PdfDocument.new()
        letter.import_pages(opened, group)
        made = BytesIO()
        letter.save(made)
        out.write(struct.pack(">Q", made.tell()) + made.getvalue())


def show(content: bytes, out: BinaryIO, *, page: int, side: int) -> None:
    """Write one page as a PNG."""
    opened = document(content)
    if not 0 <= page < len(opened):
        raise Trouble("no-pages")
    rendered(opened[page], side, gray=False).save(out, "PNG")


DOES: dict[str, Callable[..., None]] = {"read": read, "split": split, "show": show}


def main() -> None:
    """Do what the first argument says, with the others; 3 and a code if the scan is to blame."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES, MEMORY_BYTES))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    signal.alarm(SECONDS)
    options: dict[str, Any] = json.loads(sys.argv[2])
    try:
        DOES[sys.argv[1]](sys.stdin.buffer.read(), sys.stdout.buffer, **options)
    except Trouble as trouble:
        sys.stderr.write(str(trouble))
        sys.exit(3)
    except MemoryError:
        sys.stderr.write("too-heavy")
        sys.exit(3)
    except pdfium.PdfiumError:
        sys.stderr.write("broken")
        sys.exit(3)


if __name__ == "__main__":
    main()
