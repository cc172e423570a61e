"""From ledger rows to clocks: the pure rules do the counting, this brings them the rows."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from debiet.rules import sla
from debiet.rules.moving import Ledger
from debiet.rules.sla import ClockState, ClockStatus, Entry, Target
from debiet.terms.definitions import AnyCalendar, calendar_version, policy_target
from debiet.terms.models import Clock, ClockEntry, LevelMark


def ledgers_of(references: Iterable[str]) -> dict[str, list[ClockEntry]]:
    """Return the ledgers of many things, in one statement; nothing for one that has none."""
    ledgers: dict[str, list[ClockEntry]] = {}
    for row in ClockEntry.objects.filter(reference__in=set(references)).order_by("id"):
        ledgers.setdefault(row.reference, []).append(row)
    return ledgers


def entries_of(rows: Iterable[ClockEntry]) -> list[Entry]:
    """Return ledger rows as the rules read them."""
    return [
        Entry(
            id=row.pk,
            kind=row.kind,
            occurred_at=row.occurred_at,
            recorded_at=row.recorded_at,
            reason=sla.PauseReason(row.reason) if row.kind == sla.EntryKind.PAUSED else None,
            is_substantive=row.is_substantive,
            refers_to=row.refers_to_id,
            corrected_to=row.corrected_to,
            calendar=str(row.facts.get("calendar_version", "")),
            milestone=row.facts.get("milestone"),
            target=_promised(row, "policy_version"),
            calendar_before=str(row.facts.get("calendar_before", "")),
            target_before=_promised(row, "policy_before"),
            months=int(row.facts.get("months", 0)),
        )
        for row in rows
    ]


def _promised(move: ClockEntry, name: str) -> Target | None:
    version_id = move.facts.get(name)
    return policy_target(version_id, move.facts["milestone"]) if version_id else None


def calendars_of(entries: Iterable[Entry]) -> dict[str, AnyCalendar]:
    """Return the calendar versions that a ledger moved its clocks to, by the name it uses."""
    moved = {entry.calendar for entry in entries if entry.kind is sla.EntryKind.MOVED}
    return {name: calendar_version(int(name)) for name in moved}


def ledger_of(clock: Clock, entries: Sequence[Entry]) -> Ledger:
    """Return a clock's ledger with what it began with, which its first move keeps."""
    moves = [one for one in entries if one.milestone == clock.milestone and one.calendar_before]
    calendar_before = moves[0].calendar_before if moves else clock.calendar_version_id
    promised = (one.target_before for one in moves if one.target_before is not None)
    return Ledger(
        target=next(promised, None) or target_now(clock),
        entries=tuple(entries),
        calendar=calendar_version(int(calendar_before)),
        calendars=calendars_of(entries),
    )


def latest_move(clock: Clock, rows: Iterable[ClockEntry]) -> ClockEntry | None:
    """Return the entry that moved a clock to the calendar it has now, or None."""
    moves = [
        row
        for row in rows
        if row.kind == sla.EntryKind.MOVED and row.facts.get("milestone") == clock.milestone
    ]
    return max(moves, key=lambda row: (row.occurred_at, row.pk), default=None)


def target_now(clock: Clock) -> Target:
    """Return what a clock's policy version promises for its milestone."""
    found = policy_target(clock.policy_version_id, clock.milestone)
    assert found is not None  # noqa: S101 (a clock is made of a target of its policy)
    return found


def cycles_of(clock: Clock, entries: Sequence[Entry]) -> tuple[ClockState, ...]:
    """Return every run of a clock by its ledger; a clock for the next reply may run often."""
    ledger = ledger_of(clock, entries)
    return sla.clock_cycles(
        target=ledger.target,
        entries=ledger.entries,
        calendar=ledger.calendar,
        calendars=ledger.calendars,
        levels=sla.LEVELS,
    )


def state_of(clock: Clock, entries: Sequence[Entry]) -> ClockState:
    """Return how the latest run of a clock stands."""
    cycles = cycles_of(clock, entries)
    return cycles[-1] if cycles else ClockState(clock.milestone, ClockStatus.NOT_STARTED)


def reached_levels(cycles: Sequence[ClockState]) -> set[tuple[datetime, int]]:
    """Return when each share of each run was or will be used up, as far as the ledger tells."""
    return {
        (moment, level)
        for state in cycles
        for level, moment in state.levels.items()
        if moment is not None
    }


def fill_in(clock: Clock, entries: Sequence[Entry]) -> set[tuple[datetime, int]]:
    """Write into a clock what its ledger gives, as if nothing were marked yet; it is not saved.

    Returns the moments and levels that its ledger gives.
    """
    cycles = cycles_of(clock, entries)
    state = cycles[-1] if cycles else ClockState(clock.milestone, ClockStatus.NOT_STARTED)
    clock.status = state.status
    clock.started_at, clock.due_at = state.started_at, state.due_at
    clock.at_risk_at, clock.reached_at = state.at_risk_at, state.reached_at
    coming = reached_levels(cycles)
    clock.next_level_at, clock.next_level = min(coming, default=(None, None))
    return coming


def project(clock: Clock, entries: Sequence[Entry], *, at: datetime) -> set[tuple[datetime, int]]:
    """Write into a clock what its ledger gives, void marks it no longer gives, and save it.

    Returns the moments and levels that are not marked yet.
    """
    coming = fill_in(clock, entries)
    for mark in settle(clock, coming, LevelMark.objects.filter(clock=clock, voided_at=None)):
        mark.voided_at = at
        mark.save(update_fields=["voided_at"])
    clock.save()
    return coming


def settle(
    clock: Clock, coming: set[tuple[datetime, int]], marks: Iterable[LevelMark]
) -> list[LevelMark]:
    """Take what is marked out of what is coming, and return the marks the ledger no longer gives.

    The clock then waits for the next level that is not marked; it is not saved.
    """
    untrue = []
    for mark in marks:
        if (mark.reached_at, mark.level) in coming:
            coming.remove((mark.reached_at, mark.level))
        else:
            untrue.append(mark)
    clock.next_level_at, clock.next_level = min(coming, default=(None, None))
    return untrue
