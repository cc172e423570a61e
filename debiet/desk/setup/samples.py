"""What a text says to a customer who does not exist, with its places filled in."""

from collections.abc import Sequence
from datetime import datetime

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _

from debiet.clauses import queries as clauses
from debiet.clauses.queries import Composed
from debiet.core.dates import day_in_words
from debiet.rules.language import FormOfAddress

FAMILIAR = "-je"


def values(language: str, *, at: datetime) -> dict[str, str]:
    """Return something for every place that a text may name."""
    with translation.override(language[:2]):
        day = day_in_words(at.date(), language[:2])
        return {
            "name": "An Voorbeeld",
            "number": "2026-000000",
            "numbers": "2026-000000, 2026-000001",
            "subject": _("The subject of the question"),
            "questions": _("The questions, one a line"),
            "asked": _("What was asked"),
            "answered": _("What was answered"),
            "topic": _("The topic"),
            "term": _("by %(day)s at the latest") % {"day": day},
            "promise": _("The promise that holds for it"),
            "status_link": f"{settings.PORTAL_URL}/…",
            "rating_link": f"{settings.PORTAL_URL}/…",
            "code": "ABCDE FGHJK",
            "utility": settings.UTILITY_NAME,
            "today": day,
        }


def unknown_places(text: str, *, at: datetime) -> list[str]:
    """Return the places in a text that nothing fills in."""
    known = values("nl", at=at)
    return [place for place in clauses.places_in(text) if place not in known]


def composed(
    template: str,
    language: str,
    *,
    at: datetime,
    draft_id: int = 0,
    draft_codes: Sequence[str] = (),
) -> Composed:
    """Return a template in a language or form of address, filled in with the sample.

    :param draft_id: a version that is taken as if it were approved
    :param draft_codes: of which texts it would be made
    """
    is_familiar = language.endswith(FAMILIAR)
    return clauses.compose(
        template,
        language=language[:2],
        values=values(language, at=at),
        at=at,
        form=FormOfAddress.FAMILIAR if is_familiar else FormOfAddress.POLITE,
        draft_id=draft_id,
        draft_codes=draft_codes,
    )
