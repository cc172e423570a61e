"""Reading files: what there is, and the content for whom may see it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import structlog
from django.core.files.base import File
from django.utils.translation import gettext_lazy as _

from debiet.core.actor import Actor
from debiet.core.errors import Refused
from debiet.core.reading import query
from debiet.files import contents, waiting
from debiet.files.models import StoredFile
from debiet.files.pictures import PREVIEW_SIDE, UnreadablePicture, is_drawable, redrawn
from debiet.files.scanning import is_configured
from debiet.rules.files import FileKind, ScanState, clean_name, kind_of, may_be_handed_out
from debiet.staff.visibility import visible

log = structlog.get_logger(__name__)

MAX_PREVIEWED_BYTES = 30 * 1024 * 1024


class FileLost(Refused):
    """The row is there, the content is not: the storage lost it or is not the right one."""

    code = "files.lost"
    message = _("We cannot find this file any more. We are looking into it; try again later.")


class NotScannedYet(Refused):
    """There is a scanner, and it has not said yet that the file is clean."""

    code = "files.not-scanned-yet"
    message = _("This file is still being checked for viruses. Try again in a few minutes.")


class FileInfected(Refused):
    """The scanner found something in it."""

    code = "files.infected"
    message = _("There is a virus in this file. It stays closed.")


@dataclass(frozen=True, slots=True)
class FileInfo:
    """What lists show of a file. Who was shown it may ask for its content.

    :param is_ready: whether it is handed out now
    :param has_preview: whether it is a picture that can be shown small
    """

    file_id: int
    name: str
    size: int
    media_type: str
    scan: ScanState
    kind: FileKind
    is_ready: bool
    has_preview: bool
    sha256: str


@dataclass(frozen=True, slots=True)
class OpenedFile:
    """A file with its content."""

    info: FileInfo
    content: bytes


def as_info(file: StoredFile) -> FileInfo:
    """Return what lists show of a file."""
    blob = file.blob
    scan = ScanState(blob.scan)
    is_ready = may_be_handed_out(scan, is_scanned_for=is_configured())
    is_small = blob.size <= MAX_PREVIEWED_BYTES
    return FileInfo(
        file_id=file.pk,
        name=file.name,
        size=blob.size,
        media_type=blob.media_type,
        scan=scan,
        kind=kind_of(blob.media_type, file.name),
        is_ready=is_ready,
        has_preview=is_ready and is_small and is_drawable(blob.media_type),
        sha256=blob.sha256,
    )


@query(personal=True)
def infos(file_ids: Iterable[int], *, viewer: Actor) -> dict[int, FileInfo]:
    """Return what there is to know of files that the viewer may see, by their id."""
    rows = StoredFile.objects.filter(pk__in=set(file_ids)).select_related("blob")
    return {row.pk: as_info(row) for row in visible(rows, viewer)}


@query(personal=True)
def opened(file_id: int, *, viewer: Actor) -> OpenedFile | None:
    """Return a file with its content, or None where the viewer may not see it.

    :raises Refused: if it may not be handed out, or the storage lost it
    """
    rows = visible(StoredFile.objects.filter(pk=file_id).select_related("blob"), viewer)
    file = rows.first()
    if file is None:
        return None
    info = as_info(file)
    with handed_out(info) as stored:
        return OpenedFile(info, stored.read())


@query(personal=True)
def lost(file_ids: Iterable[int], *, viewer: Actor) -> set[int]:
    """Return those of some files, as far as the viewer sees them, whose content is not there."""
    known = infos(file_ids, viewer=viewer)
    return {file_id for file_id, info in known.items() if not contents.has(info.sha256)}


@query(personal=False)
def handed_out(info: FileInfo) -> "File[Any]":
    """Return a file to read from, piece by piece, for whom a visible list showed it.

    :raises NotScannedYet: if there is a scanner that did not say that it is clean
    :raises FileInfected: if something was found in it
    :raises FileLost: if the storage does not have it
    """
    if info.scan is ScanState.INFECTED:
        raise FileInfected
    if not info.is_ready:
        raise NotScannedYet
    try:
        return contents.opened(info.sha256)
    except contents.Lost as lost:
        log.error("file lost", file=info.file_id, sha256=info.sha256)
        raise FileLost from lost


@query(personal=False)
def preview(info: FileInfo) -> tuple[bytes, str]:
    """Return a small picture of a picture, drawn anew, and its media type.

    :raises Refused: if it is none, cannot be drawn, or may not be handed out
    """
    if not info.has_preview and info.is_ready:
        raise UnreadablePicture
    with handed_out(info) as stored:
        return redrawn(stored.read(), max_side=PREVIEW_SIDE)


@query(personal=False)
def file_ids_to_scan(*, after: int = 0, limit: int = 200) -> list[int]:
    """Return files whose content nobody has scanned, in their order."""
    waiting = StoredFile.objects.filter(blob__scan=ScanState.NOT_SCANNED, pk__gt=after)
    return list(waiting.order_by("pk").values_list("pk", flat=True)[:limit])


@query(personal=False)
def waiting_content(place: str, *, at: datetime) -> bytes | None:
    """Return what waits for a form to be sent again, for whom proved that it is the own one.

    None where its time is over.
    """
    return waiting.read(place, at=at)


def shown_name(info: FileInfo) -> str:
    """Return the name under which a file is downloaded."""
    return clean_name(info.name, media_type=info.media_type)
