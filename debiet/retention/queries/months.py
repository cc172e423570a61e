"""Other numbers of months: what each kind had, what waits, and what a change would do."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.utils import timezone

from debiet.core.reading import query
from debiet.retention.kinds import HANDLERS, Held, Page
from debiet.retention.models import MonthsProposal, RetentionMonths
from debiet.retention.queries.holds import held_on
from debiet.retention.queries.terms import months_on
from debiet.rules.retention import RecordKind, goes_if_before
from debiet.staff.visibility import CLOSED

COUNTED_AT_ONCE = 10_000
MOST_COUNTED = 200_000
"""So that a preview of a large house is there in seconds; it then says "at least"."""


@dataclass(frozen=True, slots=True)
class MonthsEffect:
    """What another number of months would do to what is kept today.

    :param running: records whose term runs or is over, of which each would end at another day
    :param due_now: of those, may go today; holds and what else stops them left out
    :param due_then: would may go today
    :param is_all: False where there are more than were counted
    """

    months_now: int
    months_then: int
    running: int
    due_now: int
    due_then: int
    is_all: bool


@query(personal=False)
def months_effect(kind: RecordKind, months: int, *, at: datetime) -> MonthsEffect:
    """Count which records would fall due earlier or later with another number of months.

    Closed parts fall due as well. A number of them would tell how much there is.
    """
    today = timezone.localtime(at).date()
    held = held_on(today)
    now = months_on(at=at)[kind].months
    running = _count(kind, today + timedelta(days=1), held)
    due_now = _count(kind, goes_if_before(today, now), held)
    due_then = _count(kind, goes_if_before(today, months), held)
    is_all = running < MOST_COUNTED
    return MonthsEffect(now, months, running, due_now, due_then, is_all)


def _count(kind: RecordKind, before: date, held: Held) -> int:
    total, after = 0, 0
    while total < MOST_COUNTED:
        page = Page(before, held, after=after, limit=COUNTED_AT_ONCE, without=CLOSED)
        ids = HANDLERS[kind].find(page)
        total += len(ids)
        if len(ids) < COUNTED_AT_ONCE:
            break
        after = ids[-1]
    return total


@dataclass(frozen=True, slots=True)
class MonthsAsked:
    """A number of months that waits for a second person, or was decided."""

    proposal_id: int
    kind: RecordKind
    months: int
    source: str
    asked_by: int
    asked_at: datetime
    decided_by: int | None
    decided_at: datetime | None
    is_agreed: bool | None


@query(personal=False)
def months_asked(*, kind: RecordKind | None = None, limit: int = 30) -> list[MonthsAsked]:
    """Return what waits, of every kind; or all that was ever asked of one, the latest first."""
    rows = MonthsProposal.objects.order_by("-pk")
    rows = rows.filter(kind=kind) if kind else rows.filter(decided_at=None)
    return [
        MonthsAsked(
            row.pk,
            RecordKind(row.kind),
            row.months,
            row.source,
            row.asked_by_id,
            row.asked_at,
            row.decided_by_id,
            row.decided_at,
            row.is_agreed,
        )
        for row in rows[:limit]
    ]


@dataclass(frozen=True, slots=True)
class MonthsVersion:
    """For how many months a kind was kept from a moment on, by the utility's own choice."""

    number: int
    months: int
    source: str
    valid_from: datetime
    user_id: int | None


@query(personal=False)
def months_versions(kind: RecordKind) -> list[MonthsVersion]:
    """Return the utility's own numbers for a kind, the latest first."""
    rows = RetentionMonths.objects.filter(kind=kind).order_by("valid_from", "pk")
    found = [
        MonthsVersion(number, row.months, row.source, row.valid_from, row.user_id)
        for number, row in enumerate(rows, start=1)
    ]
    return found[::-1]
