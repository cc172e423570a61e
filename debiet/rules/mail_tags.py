"""The tag in the address that answers come back to: which case it is about, and our sign under it.

`klantendienst+2026-000123.k7f3…@utility.example`: what stands after the plus is ours, what stands
before it is the mailbox's. Mail servers may write an address in capitals, so a sign has one case.
"""

import base64
import re
from dataclasses import dataclass

# 80 bits: nobody guesses it, and it still fits into the 64 characters before an "@".
SIGN_BYTES = 10
MAX_LOCAL_CHARS = 64

_TAGGED = re.compile(r"[^@+]+\+(\d{4}-\d{6,9})\.([a-z2-7]{16})@[^@]+")


@dataclass(frozen=True, slots=True)
class Tag:
    """What an address says it is about; believed only with the right sign."""

    number: str
    sign: str


def sign_of(digest: bytes) -> str:
    """Return the sign that a keyed digest of at least 10 bytes stands for: letters and 2 to 7."""
    return base64.b32encode(digest[:SIGN_BYTES]).decode().lower()


def tagged(address: str, tag: Tag) -> str:
    """Return an address with a tag, or "" where it would get too long to be one."""
    local, at, domain = address.rpartition("@")
    local = f"{local.partition('+')[0]}+{tag.number}.{tag.sign}"
    return f"{local}{at}{domain}" if at and len(local) <= MAX_LOCAL_CHARS else ""


def read_tag(address: str) -> Tag | None:
    """Return the tag that an address carries, or None."""
    found = _TAGGED.fullmatch(address.strip().lower())
    return Tag(found[1], found[2]) if found else None


def untagged(address: str) -> str:
    """Return an address in lower case without what stands after a plus."""
    local, at, domain = address.strip().lower().rpartition("@")
    return f"{local.partition('+')[0]}{at}{domain}"
