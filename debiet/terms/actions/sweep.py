"""Marking the shares of terms that were used up, each exactly once, with its true moment."""

from datetime import datetime

from debiet.core import audit
from debiet.core.actor import Actor
from debiet.core.events import publish
from debiet.core.operations import action
from debiet.rules.access import Permission
from debiet.terms.events import LevelReached
from debiet.terms.models import Clock, ClockEntry, LevelMark
from debiet.terms.projection import entries_of, project

CHUNK = 200
"""Clocks a transaction: a killed sweep loses no more than this much work."""


@action(permission=Permission.RUN_CLOCKS)
def mark_levels(*, by: Actor, at: datetime) -> int:
    """Mark one chunk of levels that were reached by `at`; return how many clocks it took.

    Rows are claimed with SKIP LOCKED, so that two sweeps share the work and never do it twice.
    A breach follows from time; the mark only says that the lead was told.
    """
    clocks = list(
        Clock.objects.select_for_update(skip_locked=True, of=("self",))
        .select_related("policy_version")
        .filter(next_level_at__lte=at)
        .order_by("next_level_at", "id")[:CHUNK]
    )
    entries: dict[str, list[ClockEntry]] = {}
    references = {clock.reference for clock in clocks}
    for row in ClockEntry.objects.filter(reference__in=references).order_by("id"):
        entries.setdefault(row.reference, []).append(row)
    for clock in clocks:
        _mark(clock, entries.get(clock.reference, []), at=at)
    return len(clocks)


def _mark(clock: Clock, rows: list[ClockEntry], *, at: datetime) -> None:
    ledger = entries_of(rows)
    for moment, level in sorted(project(clock, ledger, at=at)):
        if moment > at:
            break
        mark = LevelMark.objects.create(clock=clock, level=level, reached_at=moment, marked_at=at)
        audit.record(
            clock.reference,
            compartment=clock.compartment,
            facts={"clock": clock.pk, "milestone": clock.milestone, "level": level},
        )
        publish(LevelReached(mark_id=mark.pk))
    project(clock, ledger, at=at)
