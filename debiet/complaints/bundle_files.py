"""The files of a bundle: as pages behind it, inside it, or named as left out.

PDFs and pictures came from outside, so they are read by the process of their own that reads scans:
what one of them makes of its reader costs that file its place in the bundle, and nothing else.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from debiet.complaints.queries.bundling import Piece
from debiet.core.actor import Actor
from debiet.correspondence import scanning
from debiet.correspondence.scanning import ScanUnreadable
from debiet.files import queries as files
from debiet.files.pictures import PictureTooLarge, UnreadablePicture, is_drawable, redrawn
from debiet.files.queries import FileInfected, FileInfo, FileLost, NotScannedYet
from debiet.rules.complaint_bundle import MOST_BYTES, MOST_FILE_BYTES, MOST_FILE_PAGES, LeftOut
from debiet.rules.files import FileKind
from debiet.rules.scans import ScanTrouble

PDF = "application/pdf"

_TROUBLES = {
    ScanTrouble.ENCRYPTED: LeftOut.LOCKED,
    ScanTrouble.TOO_MANY_PAGES: LeftOut.TOO_LONG,
    ScanTrouble.TOO_HEAVY: LeftOut.TOO_LARGE,
}


@dataclass(frozen=True, slots=True)
class Annex:
    """A file of a piece: one of its pages, its content as it is, or why it is left out."""

    info: FileInfo
    pages: bytes = b""
    page_count: int = 0
    content: bytes = b""
    left_out: LeftOut | None = None


def annexes_of(pieces: Sequence[Piece], *, viewer: Actor) -> dict[str, tuple[Annex, ...]]:
    """Return the files of each piece by its code, each as it goes into the bundle."""
    room, found = MOST_BYTES, dict[str, tuple[Annex, ...]]()
    for piece in pieces:
        annexes = []
        for info in piece.files:
            annex = Annex(info, left_out=LeftOut.TOO_LARGE)
            if info.size <= room:
                annex = _annex(info, viewer)
                room -= len(annex.pages) + len(annex.content)
            annexes.append(annex)
        found[piece.code] = tuple(annexes)
    return found


def _annex(info: FileInfo, viewer: Actor) -> Annex:
    if info.kind is FileKind.DANGEROUS:
        return Annex(info, left_out=LeftOut.DANGEROUS)
    if info.size > MOST_FILE_BYTES:
        return Annex(info, left_out=LeftOut.TOO_LARGE)
    try:
        opened = files.opened(info.file_id, viewer=viewer)
    except FileInfected:
        return Annex(info, left_out=LeftOut.INFECTED)
    except NotScannedYet:
        return Annex(info, left_out=LeftOut.NOT_SCANNED)
    except FileLost:
        return Annex(info, left_out=LeftOut.LOST)
    if opened is None:
        return Annex(info, left_out=LeftOut.LOST)
    if info.media_type != PDF and not is_drawable(info.media_type):
        return Annex(info, content=opened.content)
    return _as_pages(info, opened.content)


def _as_pages(info: FileInfo, content: bytes) -> Annex:
    try:
        drawn = content if info.media_type == PDF else redrawn(content)[0]
        count, pages = scanning.whole(drawn, most_pages=MOST_FILE_PAGES)
    except ScanUnreadable as unreadable:
        return Annex(info, left_out=_TROUBLES.get(unreadable.trouble, LeftOut.DAMAGED))
    except PictureTooLarge:
        return Annex(info, left_out=LeftOut.TOO_LARGE)
    except UnreadablePicture:
        return Annex(info, left_out=LeftOut.DAMAGED)
    return Annex(info, pages=pages, page_count=count)
