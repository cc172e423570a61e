"""Reading the calls that were promised."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import F, Q, QuerySet, Value
from django.db.models.functions import Coalesce, NullIf

from debiet.cases.models import Callback, CallbackAttempt
from debiet.core.actor import Actor
from debiet.core.reading import query
from debiet.core.together import Reading, joint_query, reading
from debiet.rules.callbacks import CallbackStanding, is_broken, standing
from debiet.rules.cases import AttemptOutcome, CallbackState
from debiet.staff.visibility import visible

TOLD_WITHIN = timedelta(days=1)
"""A worker that stood still longer than this does not tell of windows long past."""


@dataclass(frozen=True, slots=True)
class CallbackTry:
    """One try to call somebody back."""

    at: datetime
    outcome: AttemptOutcome
    employee: str
    words: str


@dataclass(frozen=True, slots=True)
class CallbackRow:
    """A promised call as the desk shows it.

    :param is_broken: whether its window passed without a try, also when somebody tried later
    """

    callback_id: int
    number: str
    subject: str
    who: str
    phone: str
    words: str
    promised_from: datetime
    promised_until: datetime
    state: CallbackState
    standing: CallbackStanding
    is_broken: bool
    tries: tuple[CallbackTry, ...]


def promised(viewer: Actor) -> "QuerySet[Callback]":
    """Return the promised calls that still have to be made, as far as somebody may see them."""
    handled = Callback.objects.filter(case__frozen_at__isnull=True)
    return visible(handled.filter(state=CallbackState.PROMISED), viewer)


@query(personal=True)
def callbacks(*, viewer: Actor, at: datetime, limit: int = 100) -> list[CallbackRow]:
    """Return the calls to make: broken promises first, then by the end of their window."""
    first = promised(viewer).order_by("promised_until", "id")
    rows = _rows(first[:limit], at).alone()
    return sorted(rows, key=lambda row: (not row.is_broken, row.promised_until))


@joint_query(personal=True)
def callbacks_of_case(case_id: int, *, viewer: Actor, at: datetime) -> Reading[list[CallbackRow]]:
    """Return the calls that were promised in a case, oldest first."""
    return _rows(visible(Callback.objects.filter(case_id=case_id), viewer).order_by("id"), at)


@query(personal=True)
def callback(callback_id: int, *, viewer: Actor, at: datetime) -> CallbackRow | None:
    """Return one promised call, or None where the viewer may not see it."""
    found = _rows(visible(Callback.objects.filter(pk=callback_id), viewer), at).alone()
    return found[0] if found else None


def _rows(callbacks: "QuerySet[Callback]", at: datetime) -> Reading[list[CallbackRow]]:
    """Return how promised calls are read, with their tries in the order in which they were made."""

    def made(rows: list[Callback], attempts: list[CallbackAttempt]) -> list[CallbackRow]:
        tries: dict[int, list[CallbackAttempt]] = {}
        for attempt in attempts:
            tries.setdefault(attempt.callback_id, []).append(attempt)
        return [_row(row, tries.get(row.pk, []), at) for row in rows]

    attempts = CallbackAttempt.objects.filter(callback__in=callbacks.values("pk"))
    return reading(
        callbacks.annotate(
            number=F("case__number"),
            subject=F("case__subject"),
            who=Coalesce(NullIf(F("case__customer__name"), Value("")), F("case__contact_name")),
        ),
        attempts.annotate(who=F("employee__name")).order_by("id"),
        made=made,
    )


def _row(row: Any, tries: list[Any], at: datetime) -> CallbackRow:
    return CallbackRow(
        callback_id=row.pk,
        number=row.number,
        subject=row.subject,
        who=row.who,
        phone=row.phone,
        words=row.words,
        promised_from=row.promised_from,
        promised_until=row.promised_until,
        state=row.state,
        standing=standing(
            state=row.state,
            promised_from=row.promised_from,
            promised_until=row.promised_until,
            first_tried_at=row.first_tried_at,
            at=at,
        ),
        is_broken=is_broken(
            promised_until=row.promised_until,
            first_tried_at=row.first_tried_at,
            ended_at=row.ended_at,
            at=at,
        ),
        tries=tuple(CallbackTry(one.at, one.outcome, one.who or "", one.words) for one in tries),
    )


def broken(callbacks: "QuerySet[Callback]", at: datetime) -> "QuerySet[Callback]":
    """Return those whose window passed without a try, also if somebody tried later."""
    late = Q(first_tried_at__gt=F("promised_until")) | Q(first_tried_at=None)
    return callbacks.filter(late, promised_until__lt=at)


@query(personal=False)
def missed_callback_ids(*, at: datetime) -> list[int]:
    """Return the promised calls whose window passed without a try within the latest day."""
    fresh = Callback.objects.filter(
        state=CallbackState.PROMISED,
        promised_until__gt=at - TOLD_WITHIN,
        case__frozen_at__isnull=True,
    )
    return list(broken(fresh, at).order_by("promised_until", "id").values_list("id", flat=True))
