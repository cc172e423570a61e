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
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from io import BytesIO
from typing import Any, BinaryIO
from zipfile import BadZipFile, ZipFile

import pypdfium2 as pdfium
import zxingcpp
from PIL import Image, ImageOps, UnidentifiedImageError

SECONDS = 120
MEMORY_BYTES = 2 * 1024**3
READING_PIXELS = 1400
"""Of a page's longer side while it is looked at for codes: about 120 a inch on A4."""
CODES = zxingcpp.BarcodeFormats([zxingcpp.BarcodeFormat.QRCode, zxingcpp.BarcodeFormat.Code128])
IMAGES = ("TIFF", "JPEG", "PNG")
INK_SHARE = 0.000_05
"""A page with fewer dark points than this is blank: fewer than a short word in pencil has."""
DARK = 150
Image.MAX_IMAGE_PIXELS = 60_000_000
"""Pillow refuses twice as many: a page of A4 at 600 points an inch has 35 million."""


class Trouble(Exception):
    """The scan cannot be read; its argument is the code of why, and which of its pictures it is."""


class Paper:
    """A scan that came as a PDF."""

    def __init__(self, content: bytes) -> None:
        try:
            self.pages = pdfium.PdfDocument(content)
        except pdfium.PdfiumError as trouble:
            raise Trouble("encrypted" if "assword" in str(trouble) else "broken") from None

    def __len__(self) -> int:
        return len(self.pages)

    def shown(self, number: int, side: int, *, gray: bool) -> Image.Image:
        """Return a page as an image whose longer side has so many points at most."""
        page = self.pages[number]
        longest = max(*page.get_size(), 1.0)
        image: Image.Image = page.render(scale=side / longest, grayscale=gray).to_pil()
        page.close()
        return image

    def taken(self, numbers: list[int]) -> pdfium.PdfDocument:
        """Return some of the pages."""
        letter = pdfium.PdfDocument.new()
        letter.import_pages(self.pages, numbers)
        return letter


class Pictures:
    """A scan that came as one picture or several; each is unpacked only while it is looked at."""

    def __init__(self, contents: list[bytes]) -> None:
        self.places: list[tuple[int, int]] = []
        self.contents = contents
        for number in range(len(contents)):
            with self._opened(number) as image:
                self.places += [(number, frame) for frame in range(getattr(image, "n_frames", 1))]

    def __len__(self) -> int:
        return len(self.places)

    def shown(self, number: int, side: int, *, gray: bool) -> Image.Image:
        """Return a page as an image whose longer side has so many points at most."""
        image = self._page(number).convert("L" if gray else "RGB")
        image.thumbnail((side, side))
        return image

    def taken(self, numbers: list[int]) -> pdfium.PdfDocument:
        """Return some of the pages as a PDF: A4, if they have the shape of it."""
        letter = pdfium.PdfDocument.new()
        for number in numbers:
            image, made = self._page(number), BytesIO()
            image.save(made, "PDF", resolution=max(72.0, max(image.size) / 11.69))
            letter.import_pages(pdfium.PdfDocument(made.getvalue()))
        return letter

    def _page(self, number: int) -> Image.Image:
        content, frame = self.places[number]
        with self._opened(content) as image:
            image.seek(frame)
            # A phone tells which way up it was held; a letter is read standing.
            return _flat(ImageOps.exif_transpose(image))

    @contextmanager
    def _opened(self, number: int) -> Iterator[Image.Image]:
        which = f" {number}" if len(self.contents) > 1 else ""
        try:
            with Image.open(BytesIO(self.contents[number]), formats=IMAGES) as image:
                yield image
        except Image.DecompressionBombError:
            raise Trouble("too-heavy" + which) from None
        except (UnidentifiedImageError, EOFError, OSError, ValueError, SyntaxError):
            raise Trouble("broken" + which) from None


def _flat(page: Image.Image) -> Image.Image:
    if "A" in page.mode or "transparency" in page.info:
        colored = page.convert("RGBA")
        below = Image.new("RGB", colored.size, "white")
        below.paste(colored, mask=colored.getchannel("A"))
        return below
    return page.copy() if page.mode in ("1", "L") else page.convert("RGB")


def opened(content: bytes) -> Paper | Pictures:
    """Return a scan, whatever kind it came as."""
    if b"%PDF-" in content[:1024]:
        return Paper(content)
    if not content.startswith(b"PK"):
        return Pictures([content])
    try:
        with ZipFile(BytesIO(content)) as bundle:
            return Pictures([bundle.read(name) for name in bundle.infolist()])
    except (BadZipFile, NotImplementedError):
        raise Trouble("broken") from None


def is_blank(image: Image.Image) -> bool:
    """Return whether a page shows nothing; edges, with a scanner's shadows, do not count."""
    width, height = image.size
    x, y = width // 25, height // 25
    inner = image.crop((x, y, max(width - x, x + 1), max(height - y, y + 1)))
    return sum(inner.histogram()[:DARK]) < INK_SHARE * inner.width * inner.height


def read(content: bytes, out: BinaryIO, *, most_pages: int) -> None:
    """Write a line a page: how far it is, what its codes say, and whether it is blank."""
    scan = opened(content)
    count = len(scan)
    if count > most_pages:
        raise Trouble("too-many-pages")
    if not count:
        raise Trouble("no-pages")
    for number in range(count):
        image = scan.shown(number, READING_PIXELS, gray=True)
        marks = [code.text for code in zxingcpp.read_barcodes(image, formats=CODES)]
        seen = {"of": count, "marks": marks, "blank": not marks and is_blank(image)}
        out.write(json.dumps(seen).encode() + b"\n")
        out.flush()


def split(content: bytes, out: BinaryIO, *, groups: list[list[int]], most_bytes: int) -> None:
    """Write a PDF for each group of pages, its length in eight bytes before it.

    What the pages of a scan share goes into each letter: a small scan may give very large ones.
    """
    scan, written = opened(content), 0
    for group in groups:
        letter, made = scan.taken(group), BytesIO()
        letter.save(made)
        letter.close()
        written += made.tell()
        if written > most_bytes:
            raise Trouble("too-heavy")
        out.write(struct.pack(">Q", made.tell()) + made.getvalue())


def whole(content: bytes, out: BinaryIO, *, most_pages: int, most_bytes: int) -> None:
    """Write all pages as one PDF made anew, their number in eight bytes before it."""
    scan, made = opened(content), BytesIO()
    count = len(scan)
    if count > most_pages:
        raise Trouble("too-many-pages")
    if not count:
        raise Trouble("no-pages")
    scan.taken(list(range(count))).save(made)
    if made.tell() > most_bytes:
        raise Trouble("too-heavy")
    out.write(struct.pack(">Q", count) + made.getvalue())


def show(content: bytes, out: BinaryIO, *, page: int, side: int) -> None:
    """Write one page as a PNG."""
    scan = opened(content)
    if not 0 <= page < len(scan):
        raise Trouble("no-pages")
    scan.shown(page, side, gray=False).save(out, "PNG")


DOES: dict[str, Callable[..., None]] = {
    "read": read,
    "split": split,
    "whole": whole,
    "show": show,
}


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
