"""Keeping files: the content once, by its hash, and a row for each place it came from."""

import hashlib
from datetime import datetime

from django.core.files.base import ContentFile
from django.core.files.storage import storages
from django.db import connection

from debiet.core import audit
from debiet.core.actor import Actor
from debiet.core.operations import action
from debiet.core.references import reference
from debiet.files.models import Blob, StoredFile
from debiet.files.queries import path_of
from debiet.rules.access import Permission


@action(permission=Permission.STORE_FILE)
def store_file(
    *, content: bytes, name: str, media_type: str, compartment: str, by: Actor, at: datetime
) -> int:
    """Keep a file and return its id; the same content is stored once, whoever sends it.

    The content lies in the storage before its row does: what a transaction that failed leaves
    there is found and deleted by the sweep.
    """
    blob = _blob(content, media_type, at=at)
    file = StoredFile.objects.create(
        blob=blob, name=name[:200], compartment=compartment, stored_at=at
    )
    audit.record(reference("file", file.pk), compartment=compartment)
    return file.pk


def _blob(content: bytes, media_type: str, *, at: datetime) -> Blob:
    sha256 = hashlib.sha256(content).hexdigest()
    lock(sha256)
    found = Blob.objects.filter(sha256=sha256).first()
    if found is not None:
        return found
    storage, path = storages["files"], path_of(sha256)
    if not storage.exists(path):
        storage.save(path, ContentFile(content))
    return Blob.objects.create(
        sha256=sha256, size=len(content), media_type=media_type[:100], stored_at=at
    )


def lock(sha256: str) -> None:
    """Keep others from storing or deleting this content until the transaction ends."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [sha256])
