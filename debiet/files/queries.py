"""Reading files: what there is, and the content for whom may see it."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.core.files.storage import storages

from debiet.core.actor import Actor
from debiet.core.reading import query
from debiet.files.models import StoredFile
from debiet.rules.files import ScanState
from debiet.staff.visibility import visible


@dataclass(frozen=True, slots=True)
class FileInfo:
    """What lists show of a file."""

    file_id: int
    name: str
    size: int
    media_type: str
    scan: ScanState


@dataclass(frozen=True, slots=True)
class OpenedFile:
    """A file with its content."""

    info: FileInfo
    content: bytes


def path_of(sha256: str) -> str:
    """Return where in the storage the content with a hash lies."""
    return f"{sha256[:2]}/{sha256[2:4]}/{sha256}"


def as_info(file: StoredFile) -> FileInfo:
    """Return what lists show of a file."""
    blob = file.blob
    return FileInfo(file.pk, file.name, blob.size, blob.media_type, ScanState(blob.scan))


@query(personal=True)
def infos(file_ids: Iterable[int], *, viewer: Actor) -> dict[int, FileInfo]:
    """Return what there is to know of files that the viewer may see, by their id."""
    rows = StoredFile.objects.filter(pk__in=set(file_ids)).select_related("blob")
    return {row.pk: as_info(row) for row in visible(rows, viewer)}


@query(personal=True)
def opened(file_id: int, *, viewer: Actor) -> OpenedFile | None:
    """Return a file with its content, or None where the viewer may not see it."""
    rows = visible(StoredFile.objects.filter(pk=file_id).select_related("blob"), viewer)
    file = rows.first()
    if file is None:
        return None
    with storages["files"].open(path_of(file.blob.sha256)) as stored:
        return OpenedFile(as_info(file), stored.read())
