"""Letting files go: the row at once, its content with the sweep of the night after."""

from collections import Counter
from collections.abc import Iterable

from django.db import models

from debiet.core.actor import Actor
from debiet.core.erasing import belonging_to, erase, is_pointed_at
from debiet.core.operations import action
from debiet.files.models import Blob, StoredFile
from debiet.rules.access import Permission


@action(permission=Permission.ERASE)
def erase_files(*, file_ids: Iterable[int], by: Actor) -> Counter[str]:
    """Let files go that nothing names any more; return how many rows of each table went.

    A content that no other file has loses its row here, and the sweep then finds it without one.
    """
    wanted = set(file_ids)
    free = wanted - is_pointed_at(StoredFile, wanted)
    blobs = set(StoredFile.objects.filter(pk__in=free).values_list("blob_id", flat=True))
    gone = erase(StoredFile, free)
    return gone + erase(Blob, blobs - is_pointed_at(Blob, blobs))


def files_below(model: type[models.Model], ids: Iterable[int]) -> set[int]:
    """Return the files of some rows and of all that goes along with them, whatever table it is."""
    found: set[int] = set()
    for child, rows in belonging_to(model, ids):
        for field in child._meta.concrete_fields:
            if field.related_model is StoredFile:
                pointing = child._base_manager.filter(pk__in=rows).exclude(**{field.name: None})
                found |= set(pointing.values_list(field.attname, flat=True))
    return found
