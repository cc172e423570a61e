"""Reading what customers thought of how their cases went."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet

from debiet.cases.models import Rating
from debiet.core.actor import Actor
from debiet.core.reading import query
from debiet.rules.rating import LOW, may_change
from debiet.staff.visibility import visible


@dataclass(frozen=True, slots=True)
class OwnRating:
    """What the asker of a case said of how it went."""

    score: int
    words: str
    may_change: bool


@query(personal=True)
def own_rating(*, closed_at: datetime, viewer: Actor, at: datetime) -> OwnRating | None:
    """Return what a visitor said of its case's closing, if it did."""
    found = visible(Rating.objects.filter(closed_at=closed_at), viewer).first()
    if found is None:
        return None
    return OwnRating(
        score=found.score,
        words=found.words,
        may_change=may_change(rated_at=found.rated_at, is_settled=bool(found.settled_as), at=at),
    )


@dataclass(frozen=True, slots=True)
class LowRating:
    """A low score that nobody looked at yet: perhaps a complaint."""

    rating_id: int
    case_number: str
    subject: str
    team: str
    score: int
    words: str
    rated_at: datetime


@query(personal=True)
def low_ratings(*, viewer: Actor, limit: int = 100) -> list[LowRating]:
    """Return the low scores that nobody settled, oldest first."""
    rows = unsettled(viewer)
    found = rows.select_related("case__team").order_by("id")[:limit]
    return [
        LowRating(
            rating_id=row.pk,
            case_number=row.case.number,
            subject=row.case.subject,
            team=row.case.team.name,
            score=row.score,
            words=row.words,
            rated_at=row.rated_at,
        )
        for row in found
    ]


def unsettled(viewer: Actor) -> "QuerySet[Rating]":
    """Return the low scores that nobody settled."""
    handled = Rating.objects.filter(case__frozen_at__isnull=True)
    return visible(handled.filter(score__lte=LOW, settled_at__isnull=True), viewer)
