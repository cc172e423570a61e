"""How raw messages on paper are named: where they came from, and what becomes of them."""

from typing import Any

from django.db.models import CharField, OuterRef, Value
from django.db.models.expressions import Combinable
from django.db.models.functions import Cast, Concat

from debiet.rules.scans import ScannedPage

SCAN = "scan"
"""The source of a scan as it came; its letters have `scan:<its id>:<their number in it>`."""
TO_REGISTER = "to-register"
CHOOSE_PAGES = "choose-pages"
UNREADABLE = "unreadable"
SPLIT = "split"


def letter_source(batch_id: int, number: int) -> str:
    """Return the source of a letter: its scan and its number in there."""
    return f"{SCAN}:{batch_id}:{number}"


def scan_source(compartment: str) -> str:
    """Return the source of scans; those of a closed part are no doubles of any other's."""
    return f"{SCAN}@{compartment}"


def page_facts(reading: dict[str, Any]) -> tuple[ScannedPage, ...]:
    """Return what was seen on each page, as it was written down."""
    return tuple(
        ScannedPage(tuple(page["marks"]), page["blank"]) for page in reading.get("pages", ())
    )


def raw_reference() -> Combinable:
    """Return the reference of a raw message as a part of a statement about raw messages."""
    return Concat(Value("raw:"), Cast(OuterRef("pk"), CharField()))
