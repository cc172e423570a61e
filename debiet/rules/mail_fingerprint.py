"""Knowing a message again that reached us over two sources, with other trace fields on top.

What travels with a message are its Message-ID, Date, From, Subject, what it answers to, and its
body. Servers on the way add Received, Return-Path, Delivered-To and the like, and some of them
change line ends.
"""

import hashlib
from datetime import datetime, timedelta

from debiet.rules.mail_mime import Part, PartReader

WEAK = "~"
"""Begins the fingerprint of a message that has neither Message-ID nor Date."""
WEAK_HOLDS_FOR = timedelta(hours=24)
"""How far apart two such messages may come and still be one: people ask the same thing again."""

_FIELDS = ("message-id", "date", "from", "subject", "in-reply-to", "references")
_CHUNK = 1024 * 1024
_LINE_ENDS = b"\r\n"


def fingerprint(raw: bytes) -> str:
    """Return what is the same for one message over any source, in at most 64 characters.

    "" where there is nothing to know a message by. For any bytes, in time linear in their number,
    and without a copy of the body.
    """
    if b"\n" not in raw:  # line ends of old Apple computers
        raw = raw.replace(b"\r", b"\n")
    header = PartReader(raw).read_header()
    values = [_one_line(header, name) for name in _FIELDS]
    end = _end_of_words(raw, header.start)
    if not any(values) and end == header.start:
        return ""
    digest = hashlib.sha256()
    for value in values:
        digest.update(value.encode("utf-8", "surrogatepass") + b"\n")
    for position in range(header.start, end, _CHUNK):
        digest.update(raw[position : min(position + _CHUNK, end)].replace(b"\r", b""))
    found = digest.hexdigest()
    return found if values[0] or values[1] else (WEAK + found)[:64]


def is_same_message(print_of_both: str, one_came_at: datetime, other_came_at: datetime) -> bool:
    """Return whether two messages of the same fingerprint are one message.

    Without Message-ID and Date only those that came within a day of each other are.
    """
    if not print_of_both.startswith(WEAK):
        return bool(print_of_both)
    return abs(one_came_at - other_came_at) <= WEAK_HOLDS_FOR


def _one_line(header: Part, name: str) -> str:
    return " ".join(header.first(name).split())


def _end_of_words(raw: bytes, start: int) -> int:
    """Return where the body ends without the line ends after it: an mbox file has one more."""
    end = len(raw)
    while end > start:
        chunk = raw[max(start, end - _CHUNK) : end]
        kept = len(chunk.rstrip(_LINE_ENDS))
        if kept:
            return end - len(chunk) + kept
        end -= len(chunk)
    return start
