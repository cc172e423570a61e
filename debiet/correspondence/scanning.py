"""Scans, read by a process of their own: what is on their pages, their letters, their pages."""

import json
import struct
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterable, Sequence
from io import BytesIO
from pathlib import Path
from typing import IO, Any
from zipfile import ZipFile, ZipInfo

from debiet.rules.scans import LARGEST_BYTES, MOST_PAGES, ScannedPage, ScanTrouble

READER = Path(__file__).with_name("scan_reader.py")
TROUBLE = 3
"""What the reader ends with when the scan is to blame."""


MOST_BYTES = 4 * LARGEST_BYTES
"""All the letters of a scan together: they are held in memory until they are written down."""


class ScanUnreadable(Exception):
    """A scan that the reader could not read.

    :param picture: which of several pictures is to blame, from 0; None where that is not known
    """

    def __init__(self, trouble: ScanTrouble, picture: int | None = None) -> None:
        self.trouble, self.picture = trouble, picture
        super().__init__(trouble)


def read(content: bytes, *, progress: Callable[[int, int], None]) -> list[ScannedPage]:
    """Return what is on the pages of a scan.

    :param progress: told after each page how many are read, and of how many
    :raises ScanUnreadable: if it is not a scan that can be read
    """
    pages: list[ScannedPage] = []

    def take(lines: IO[bytes]) -> None:
        for line in lines:
            found = json.loads(line)
            pages.append(ScannedPage(tuple(found["marks"]), found["blank"]))
            progress(len(pages), found["of"])

    _run("read", content, take, most_pages=MOST_PAGES)
    return pages


def split(content: bytes, groups: Iterable[Sequence[int]]) -> list[bytes]:
    """Return a PDF for each group of pages.

    :raises ScanUnreadable: if the reader does not manage
    """
    letters: list[bytes] = []

    def take(out: IO[bytes]) -> None:
        while head := out.read(8):
            letters.append(out.read(struct.unpack(">Q", head)[0]))

    asked = [list(group) for group in groups]
    _run("split", content, take, groups=asked, most_bytes=MOST_BYTES)
    return letters


def whole(content: bytes, *, most_pages: int) -> tuple[int, bytes]:
    """Return how many pages a PDF or picture has, and all of them as a PDF made anew.

    What else a PDF holds beside its pages does not get through.

    :raises ScanUnreadable: if the reader does not manage
    """
    found: list[tuple[int, bytes]] = []

    def take(out: IO[bytes]) -> None:
        if head := out.read(8):
            found.append((struct.unpack(">Q", head)[0], out.read()))

    _run("whole", content, take, most_pages=most_pages, most_bytes=MOST_BYTES)
    return found[0]


def page_image(content: bytes, *, page: int, side: int) -> bytes:
    """Return a page as a PNG made anew, so that nothing of the scan itself reaches a browser.

    :raises ScanUnreadable: if there is no such page
    """
    images: list[bytes] = []
    _run("show", content, lambda out: images.append(out.read()), page=page, side=side)
    return images[0]


def bundle(pictures: Sequence[tuple[str, bytes]]) -> bytes:
    """Return several pictures as one scan, each byte for byte; the same ones give the same bytes.

    :param pictures: their names and contents, in their order
    """
    made = BytesIO()
    with ZipFile(made, "w") as kept:
        for number, (name, content) in enumerate(pictures, start=1):
            kept.writestr(ZipInfo(f"{number:03d} {name}"), content)
    return made.getvalue()


def _run(does: str, content: bytes, take: Callable[[IO[bytes]], None], **options: Any) -> None:
    with tempfile.TemporaryFile() as given, tempfile.TemporaryFile() as said:
        given.write(content)
        given.seek(0)
        # No environment: what a scan might get hold of in there, it has no use for.
        arguments = [sys.executable, "-I", str(READER), does, json.dumps(options)]
        with subprocess.Popen(  # noqa: S603 (our own file, our own arguments)
            arguments, stdin=given, stdout=subprocess.PIPE, stderr=said, env={}
        ) as reader:
            assert reader.stdout is not None  # noqa: S101 (a pipe was asked for)
            take(reader.stdout)
            code = reader.wait()
        if code == 0:
            return
        said.seek(0)
        why, _, which = said.read(200).decode("ascii", "replace").partition(" ")
    if code == TROUBLE and why in set(ScanTrouble):
        raise ScanUnreadable(ScanTrouble(why), int(which) if which.isdecimal() else None)
    # Ended by its limits or by the PDF's own doing: either way too much for us.
    raise ScanUnreadable(ScanTrouble.TOO_HEAVY)
