"""Contents of files whose form was not right yet: they wait for a while to be sent again."""

import re
import secrets
from collections.abc import Iterator
from datetime import datetime, timedelta

from django.core.files.base import ContentFile
from django.core.files.storage import storages

FOLDER = "waiting"
KEPT_FOR = timedelta(hours=2)
"""Long enough to look for a customer number, short enough for what nobody sent in the end."""
SPARED_FOR = timedelta(minutes=10)
"""The sweep leaves what ended just now: a form may be reading it."""
_PLACE = re.compile(r"(\d{1,12})-[0-9a-f]{32}")


def put(content: bytes, *, at: datetime) -> str:
    """Write a content and return its place, which says since when it waits."""
    place = f"{int(at.timestamp())}-{secrets.token_hex(16)}"
    storages["files"].save(f"{FOLDER}/{place}", ContentFile(content))
    return place


def read(place: str, *, at: datetime) -> bytes | None:
    """Return a content that waits, or None where its time is over or the storage lost it."""
    if has_ended(place, at=at):
        return None
    path = f"{FOLDER}/{place}"
    try:
        with storages["files"].open(path, "rb") as stored:
            return bytes(stored.read())
    except FileNotFoundError:
        return None


def has_ended(place: str, *, at: datetime) -> bool:
    """Return whether a content has waited for too long, or is none of ours."""
    since = _PLACE.fullmatch(place)
    return since is None or int(since[1]) < (at - KEPT_FOR).timestamp()


def ended(*, at: datetime) -> Iterator[str]:
    """Yield the places whose time is over; what we did not write stays."""
    try:
        names = storages["files"].listdir(FOLDER)[1]
    except FileNotFoundError:
        return
    for place in names:
        if _PLACE.fullmatch(place) and has_ended(place, at=at - SPARED_FOR):
            yield place


def delete(place: str) -> None:
    """Take a content away; one that is gone already is no trouble."""
    storages["files"].delete(f"{FOLDER}/{place}")
