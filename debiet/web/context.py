"""What every page knows without being told."""

from datetime import datetime
from typing import TypedDict

from django.conf import settings
from django.db import DatabaseError
from django.http import HttpRequest
from django.utils import timezone
from django.utils.functional import SimpleLazyObject

from debiet.core import outgoing


class Page(TypedDict):
    """The names that every template can use."""

    utility_name: str
    site: str
    now: datetime
    languages: list[tuple[str, str]]
    outgoing_off: object


LANGUAGES = [("nl", "Nederlands"), ("fr", "Français"), ("en", "English")]
"""Each language in its own words, whatever language the page is in."""


def utility_name() -> str:
    """Return the name of the utility that this installation works for."""
    return settings.UTILITY_NAME


def _is_outgoing_off() -> bool:
    try:
        return outgoing.is_off()
    except DatabaseError:  # the page may be the one that says that the database is gone
        return False


def page(request: HttpRequest) -> Page:
    """Return what every page shows; `now` is one moment for the whole page."""
    return {
        "utility_name": utility_name(),
        "site": settings.SITE,
        "now": timezone.now(),
        "languages": LANGUAGES,
        # Asked for by whole pages only; the desk knows it from its own statement.
        "outgoing_off": SimpleLazyObject(_is_outgoing_off),
    }
