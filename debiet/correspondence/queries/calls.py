"""Reading phone calls: the one that rings, those nobody wrote down, and how long people waited."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Aggregate, Count, F, FloatField, Q, QuerySet
from django.db.models.functions import Cast, Coalesce, Extract, TruncDate
from django.utils import timezone

from debiet.core.actor import Actor
from debiet.core.reading import query
from debiet.correspondence.models import Call
from debiet.staff.visibility import visible

IN_HAND_FOR = timedelta(hours=2)
"""An exchange that never tells of a call's end: after this it is over."""
WRAP_UP = timedelta(minutes=3)
"""So long after its end a call is still offered to be written down."""


@dataclass(frozen=True, slots=True)
class CallRow:
    """A call as the desk shows it."""

    call_id: int
    caller: str
    called: str
    employee: str
    started_at: datetime
    answered_at: datetime | None
    ended_at: datetime | None
    is_abandoned: bool
    waiting: timedelta | None


@query(personal=True)
def call_in_hand(employee_id: int, *, viewer: Actor, at: datetime) -> CallRow | None:
    """Return the call that rings at an employee, that it speaks in, or that just ended."""
    mine = visible(Call.objects.filter(employee_id=employee_id, about=""), viewer)
    mine = mine.filter(started_at__gt=at - IN_HAND_FOR)
    mine = mine.filter(Q(ended_at=None) | Q(ended_at__gt=at - WRAP_UP, is_abandoned=False))
    row = mine.select_related("employee").order_by("-started_at").first()
    return _row(row) if row else None


@query(personal=True)
def call(call_id: int, *, viewer: Actor, settled_too: bool = False) -> CallRow | None:
    """Return a call that nothing became of yet, or None where the viewer may not see it.

    :param settled_too: also one of which somebody said what became of it
    """
    found = visible(Call.objects.filter(pk=call_id), viewer)
    if not settled_too:
        found = found.filter(about="")
    row = found.select_related("employee").first()
    return _row(row) if row else None


@query(personal=True)
def calls_without_contact(*, viewer: Actor, at: datetime, limit: int = 100) -> list[CallRow]:
    """Return the calls that are over and of which nobody said what became of them, newest first."""
    rows = visible(without_contact(at), viewer).select_related("employee")
    return [_row(row) for row in rows.order_by("-started_at", "-id")[:limit]]


def without_contact(at: datetime) -> "QuerySet[Call]":
    over = Q(ended_at__isnull=False) | Q(started_at__lt=at - IN_HAND_FOR)
    return Call.objects.filter(over, about="")


def _row(row: Call) -> CallRow:
    until = row.answered_at or row.ended_at
    return CallRow(
        call_id=row.pk,
        caller=row.caller,
        called=row.called,
        employee=row.employee.name if row.employee else "",
        started_at=row.started_at,
        answered_at=row.answered_at,
        ended_at=row.ended_at,
        is_abandoned=row.is_abandoned,
        waiting=until - row.started_at if until else None,
    )


@dataclass(frozen=True, slots=True)
class WaitingFigures:
    """How many called and how long they waited, in seconds; `day` is None for all days together."""

    day: date | None
    calls: int
    abandoned: int
    median: float
    p90: float

    @property
    def abandoned_percent(self) -> int:
        """Return the share that hung up before anybody answered."""
        return round(100 * self.abandoned / self.calls) if self.calls else 0


class _Percentile(Aggregate):
    """PostgreSQL's percentile of a group."""

    function = "percentile_cont"
    template = "%(function)s(%(share)s) WITHIN GROUP (ORDER BY %(expressions)s)"
    output_field = FloatField()


_FIGURES = {
    "calls": Count("id"),
    "abandoned": Count("id", filter=Q(is_abandoned=True)),
    "median": _Percentile("seconds", share="0.5"),
    "p90": _Percentile("seconds", share="0.9"),
}


@query(personal=True)
def waiting_figures(
    *, viewer: Actor, since: datetime, at: datetime
) -> tuple[WaitingFigures, list[WaitingFigures]]:
    """Return how long callers waited, of all days together and by local day, oldest first."""
    until = Coalesce("answered_at", "ended_at")
    calls = (
        visible(Call.objects.filter(started_at__gte=since, started_at__lte=at), viewer)
        .exclude(answered_at=None, ended_at=None)
        .annotate(
            seconds=Cast(Extract(until - F("started_at"), "epoch"), FloatField()),
            day=TruncDate("started_at", tzinfo=timezone.get_current_timezone()),
        )
    )
    together = calls.aggregate(**_FIGURES)
    days = calls.values("day").annotate(**_FIGURES).order_by("day")
    return (
        _figures(None, together),
        [_figures(row["day"], row) for row in days],
    )


def _figures(day: date | None, row: Mapping[str, Any]) -> WaitingFigures:
    return WaitingFigures(
        day=day,
        calls=row["calls"],
        abandoned=row["abandoned"],
        median=row["median"] or 0.0,
        p90=row["p90"] or 0.0,
    )
