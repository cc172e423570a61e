"""Reading what stands on the website while something is the matter, and whom it concerns."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q
from django.utils.translation import get_language

from debiet.cases.models import Case, PublicNotice
from debiet.cases.queries.topics import topic_path
from debiet.core.actor import Actor
from debiet.core.reading import query
from debiet.customers import queries as customers
from debiet.rules.incidents import Area, concerns
from debiet.staff.visibility import visible


@dataclass(frozen=True, slots=True)
class Notice:
    """A notice in the reader's language, and for which areas it is."""

    text: str
    areas: tuple[Area, ...]
    since: datetime


@query(personal=False)
def public_notices(*, at: datetime) -> list[Notice]:
    """Return the notices in force, the newest first."""
    return [_notice(row, get_language() or "nl") for row in _in_force(at)]


@query(personal=True)
def own_notices(*, viewer: Actor, at: datetime) -> list[Notice]:
    """Return the notices that concern the one case a visitor proved to know."""
    case = visible(Case.objects.select_related("topic"), viewer).first() if viewer.case_id else None
    if case is None:
        return []
    return notices_about(case, language=get_language() or case.language, at=at)


@query(personal=False)
def notices_about(case: Case, *, language: str, at: datetime) -> list[Notice]:
    """Return the notices that concern a case's asker, by its topic and its addresses."""
    rows = _in_force(at)
    if not rows:
        return []
    path, addresses = topic_path(case.topic.code), addresses_of(case)
    return [
        _notice(row, language)
        for row in rows
        if concerns(
            topics=row.topic_codes,
            areas=areas_of(row.areas),
            topic_path=path,
            addresses=addresses,
        )
    ]


def addresses_of(case: Case) -> list[str]:
    """Return every postal address that is known of a case's asker."""
    linked = customers.reached(case.customer_id).addresses.postal if case.customer_id else ()
    told = [case.contact_address] if case.contact_address.strip() else []
    return [*told, *("\n".join(lines) for lines in linked)]


def areas_of(stored: list[list[str]]) -> tuple[Area, ...]:
    """Return areas as a column holds them."""
    return tuple(Area(*one) for one in stored)


def _in_force(at: datetime) -> list[PublicNotice]:
    ends_later = Q(valid_until__isnull=True) | Q(valid_until__gt=at)
    return list(PublicNotice.objects.filter(ends_later, valid_from__lte=at).order_by("-id"))


def _notice(row: PublicNotice, language: str) -> Notice:
    text = row.texts.get(language[:2]) or row.texts.get("nl", "")
    return Notice(text, areas_of(row.areas), row.valid_from)
