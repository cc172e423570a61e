"""Mailbox files in mbox form: many messages one after the other, each after a "From " line."""

import re
from collections.abc import Iterator

# The separator has an envelope sender and a time of day: a sentence that begins with "From " has
# none, and programs that write mbox put a ">" before such a sentence anyway.
_SEPARATOR = re.compile(rb"^From [^\r\n]{0,300}?\d\d:\d\d[^\r\n]{0,100}(?:\r?\n|\Z)", re.MULTILINE)
_BLANK_LINE = re.compile(rb"\n\r?\n\Z")


def looks_like_mbox(raw: bytes) -> bool:
    """Return whether a file begins with the separator line of an mbox file."""
    return _SEPARATOR.match(raw) is not None


def split_mbox(raw: bytes) -> Iterator[bytes]:
    """Yield each message of an mbox file as it stands there, without its separator line.

    A separator counts at the beginning and after a blank line, which belongs to it and not to the
    message before. A ">" before "From " inside a message stays: which of the dialects wrote it
    cannot be known, so nothing is changed. What stands before the first separator is a message.
    """
    start = 0
    for separator in _SEPARATOR.finditer(raw):
        at = separator.start()
        blank = _BLANK_LINE.search(raw, max(0, at - 3), at)
        if at == 0 or blank:
            yield from _unless_blank(raw[start : blank.start() + 1 if blank else 0])
            start = separator.end()
    yield from _unless_blank(raw[start:])


def _unless_blank(message: bytes) -> Iterator[bytes]:
    if message.strip():
        yield message
