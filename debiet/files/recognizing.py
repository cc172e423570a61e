"""What a file is, by its content: its name and what its sender says are not believed."""

import filetype

from debiet.rules.files import judged, media_type_from


def media_type_of(content: bytes, *, name: str = "", declared: str = "") -> str:
    """Return the media type of a file's content; what nobody knows is unknown bytes."""
    found = judged(content, signature=filetype.guess_mime(content[:8192]) or "")
    return media_type_from(found=found, declared=declared.lower(), name=name)
