"""Keeping files: the content once, by its hash, and a row for each place it came from."""

import hashlib
import re
from collections.abc import Iterable
from datetime import datetime, timedelta

import structlog
from django.db import connection

from debiet.core import audit
from debiet.core.actor import Actor
from debiet.core.events import publish
from debiet.core.operations import action
from debiet.core.references import reference
from debiet.files import contents, scanning, waiting
from debiet.files.events import FileStored
from debiet.files.models import Blob, StoredFile
from debiet.files.recognizing import media_type_of
from debiet.rules.access import Permission
from debiet.rules.files import ScanState, clean_name

log = structlog.get_logger(__name__)

ORPHAN_AGE = timedelta(days=1)
ORPHAN_CHUNK = 500
_HASH = re.compile(r"[0-9a-f]{64}")


@action(permission=Permission.STORE_FILE)
def store_file(
    *,
    content: bytes,
    name: str,
    media_type: str = "",
    compartment: str,
    is_made_here: bool = False,
    by: Actor,
    at: datetime,
) -> int:
    """Keep a file and return its id; the same content is stored once, whoever sends it.

    The content lies in the storage before its row does: what a transaction that failed leaves
    there is found and deleted by the sweep.

    :param media_type: what its sender says it is; its content says what it is
    :param is_made_here: made by this installation: nobody need look for malware in it
    """
    found = media_type_of(content, name=name, declared=media_type)
    blob = _blob(content, found, is_made_here=is_made_here, at=at)
    file = StoredFile.objects.create(
        blob=blob,
        name=clean_name(name, media_type=found),
        compartment=compartment,
        stored_at=at,
    )
    audit.record(reference("file", file.pk), compartment=compartment)
    if blob.scan == ScanState.NOT_SCANNED and scanning.is_configured():
        publish(FileStored(file_id=file.pk))
    return file.pk


@action(permission=Permission.STORE_FILE)
def copy_file(*, file_id: int, compartment: str, by: Actor, at: datetime) -> int:
    """Keep a file in another part of the house as well, and return its id there.

    The content is stored once and was looked at, or will be, for both.
    """
    file = StoredFile.objects.get(pk=file_id)
    copied = StoredFile.objects.create(
        blob_id=file.blob_id, name=file.name, compartment=compartment, stored_at=at
    )
    audit.record(reference("file", copied.pk), compartment=compartment)
    return copied.pk


def _blob(content: bytes, media_type: str, *, is_made_here: bool, at: datetime) -> Blob:
    sha256 = hashlib.sha256(content).hexdigest()
    lock(sha256)
    found = Blob.objects.filter(sha256=sha256).first()
    if found is not None:
        if not contents.has(sha256):  # the storage lost it, and here it is again
            contents.put(sha256, content)
        return found
    contents.put(sha256, content)
    return Blob.objects.create(
        sha256=sha256,
        size=len(content),
        media_type=media_type,
        scan=ScanState.MADE_HERE if is_made_here else ScanState.NOT_SCANNED,
        stored_at=at,
    )


def lock(sha256: str) -> None:
    """Keep others from storing or deleting this content until the transaction ends."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [sha256])


def lock_contents(many: Iterable[bytes]) -> None:
    """Lock several contents that are about to be stored, in one order whoever stores them.

    Two mails with the same two files would else wait for each other until one of them fails.
    """
    hashes = {hashlib.sha256(content).hexdigest() for content in many}
    for sha256 in sorted(hashes) if len(hashes) > 1 else ():
        lock(sha256)


@action(permission=Permission.SCAN_FILE)
def scan_file(*, file_id: int, by: Actor, at: datetime) -> ScanState:
    """Have a file's content looked at for malware, once for all files that share it.

    Where the scanner says nothing it stays "not scanned", to be asked again.
    """
    file = StoredFile.objects.select_related("blob").get(pk=file_id)
    blob = file.blob
    if blob.scan != ScanState.NOT_SCANNED or not scanning.is_configured():
        return ScanState(blob.scan)
    try:
        with contents.opened(blob.sha256) as stored:
            scan = scanning.judgment(stored)  # type: ignore[arg-type]
    except contents.Lost:
        log.error("file lost", file=file_id, sha256=blob.sha256)
        return ScanState.NOT_SCANNED
    if scan is not ScanState.NOT_SCANNED:
        Blob.objects.filter(pk=blob.pk, scan=ScanState.NOT_SCANNED).update(scan=scan, scanned_at=at)
        audit.record(reference("file", file_id), compartment=file.compartment, facts={"scan": scan})
    if scan is ScanState.INFECTED:
        log.warning("file infected", file=file_id)
    return scan


@action(permission=Permission.SWEEP_FILES)
def sweep_folder(*, folder: str, begin: int = 0, by: Actor, at: datetime) -> int | None:
    """Delete what lies in a folder of the storage without a row, a chunk of it.

    Return where the next chunk begins, or None when the folder is done. Somebody who stores the
    same content just now holds its lock until the row is there, and then it stays.
    """
    # Only what we could have written: somebody's own files beside them stay.
    ours = sorted(name for name in contents.listed(folder) if _HASH.fullmatch(name))
    names = ours[begin : begin + ORPHAN_CHUNK]
    kept = set(Blob.objects.filter(sha256__in=names).values_list("sha256", flat=True))
    deleted = 0
    for sha256 in names:
        if sha256 not in kept and contents.is_written_before(sha256, at - ORPHAN_AGE):
            deleted += _delete_orphan(sha256)
    if deleted:
        log.info("contents without a row deleted", count=deleted)
    return begin + len(names) - deleted if len(names) == ORPHAN_CHUNK else None


def _delete_orphan(sha256: str) -> int:
    lock(sha256)
    if Blob.objects.filter(sha256=sha256).exists():
        return 0
    contents.delete(sha256)
    return 1


@action(permission=Permission.STORE_FILE)
def keep_waiting(*, content: bytes, by: Actor, at: datetime) -> str:
    """Keep a file of a form that was not right yet for two hours, and return its place.

    Not audited: it belongs to nothing and is shown to nobody. Who is given the place must be
    somebody who had the content anyway.
    """
    return waiting.put(content, at=at)


@action(permission=Permission.SWEEP_FILES)
def sweep_waiting(*, by: Actor, at: datetime) -> int:
    """Delete what waited for longer than it may; return how much that was."""
    count = 0
    for place in waiting.ended(at=at):
        waiting.delete(place)
        count += 1
    return count
