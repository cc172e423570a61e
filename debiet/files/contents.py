"""Contents in the storage: any storage of Django, of which only five methods are used."""

from datetime import datetime

from django.core.files.base import ContentFile, File
from django.core.files.storage import storages

FOLDER_SIGNS = 2
"""Contents lie in 256 folders, so that each is listed at once whatever there is in all."""
FOLDERS = tuple(f"{number:02x}" for number in range(16**FOLDER_SIGNS))


class Lost(Exception):
    """The storage does not have a content that a row names."""


def path_of(sha256: str) -> str:
    """Return where in the storage the content with a hash lies."""
    return f"{sha256[:FOLDER_SIGNS]}/{sha256}"


def has(sha256: str) -> bool:
    """Return whether the storage has a content."""
    return storages["files"].exists(path_of(sha256))


def put(sha256: str, content: bytes) -> None:
    """Write a content; what lies there without a row was cut off while it was written."""
    path = path_of(sha256)
    if has(sha256):
        delete(sha256)
    saved = storages["files"].save(path, ContentFile(content))
    if saved != path:  # the storage found the name taken: nobody would find it there
        storages["files"].delete(saved)
        raise OSError("The storage keeps a file under another name.")


def opened(sha256: str) -> File:  # type: ignore[type-arg]
    """Return a content to read from, without reading it.

    :raises Lost: where the storage does not have it
    """
    if not has(sha256):
        raise Lost
    try:
        return storages["files"].open(path_of(sha256), "rb")
    except FileNotFoundError as trouble:
        raise Lost from trouble


def delete(sha256: str) -> None:
    """Take a content away; one that is gone already is no trouble."""
    storages["files"].delete(path_of(sha256))


def listed(folder: str) -> list[str]:
    """Return the names in one of the folders."""
    try:
        return storages["files"].listdir(folder)[1]
    except FileNotFoundError:
        return []


def is_written_before(sha256: str, moment: datetime) -> bool:
    """Return whether a content lies there for so long; a storage that cannot tell says yes.

    Nothing rests on it: who stores a file holds its lock until its row is there.
    """
    try:
        return storages["files"].get_modified_time(path_of(sha256)) < moment
    except NotImplementedError:
        return True
    except FileNotFoundError:
        return False
