"""Keys of texts, typed in an answer: `/term` stands for a whole approved text."""

import re
from collections.abc import Mapping
from typing import Final

# Only by itself: `and/or`, `km/u` and addresses of pages are no keys.
_KEY: Final = re.compile(r"(?<![^\s(])/([a-z][a-z0-9-]{1,29})(?=$|[\s.,;:!?)])")


def keys_in(text: str) -> tuple[str, ...]:
    """Return the keys that somebody typed, each once, in order."""
    return tuple(dict.fromkeys(_KEY.findall(text)))


def expanded(text: str, texts: Mapping[str, str]) -> str:
    """Return a text with each known key replaced by its text; what is unknown stays as typed.

    A key within a text that was put in is not replaced in turn.
    """
    return _KEY.sub(lambda match: texts.get(match[1], match[0]), text)
