"""Letting files go: the row at once, its content with the sweep of the night after."""

from collections import Counter
from collections.abc import Iterable

from debiet.core.actor import Actor
from debiet.core.erasing import erase, is_pointed_at
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
