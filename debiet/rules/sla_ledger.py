"""From the ledger to the runs of a clock: when it started, stood still and stopped.

The ledger only grows; a correction or a bounce is an entry about another entry. So the entries are
first put right and in order, and then walked once for one milestone.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import Enum, auto
from typing import Final

from debiet.rules.sla_values import (
    Entry,
    EntryKind,
    Milestone,
    OnReopen,
    PauseReason,
    Target,
)


class Effect(Enum):
    """What an entry does to one clock; no effect is no row in the table."""

    START = auto()
    START_ANEW = auto()  # once answered, the first unanswered message starts the next run
    REACH = auto()
    REACH_IF_SUBSTANTIVE = auto()
    PAUSE = auto()
    RESUME = auto()
    CLOSE = auto()  # ends unmet
    GIVE_AWAY = auto()  # ends unmet for good: it is another's now, whatever comes after
    REOPEN = auto()  # closed time does not count, or the run starts anew by the target
    RUN_ON = auto()  # as if it had never been closed


# The same table stands in docs/algorithms/sla.md. BOUNCED and CORRECTED act on the entry they
# refer to and MOVED on the calendar and on what is promised, for every milestone alike.
EFFECTS: Final[Mapping[Milestone, Mapping[EntryKind, Effect]]] = {
    Milestone.FIRST_REPLY: {
        EntryKind.OPENED: Effect.START,
        EntryKind.REPLIED: Effect.REACH,
        EntryKind.RESOLVED: Effect.CLOSE,
        EntryKind.REOPENED: Effect.REOPEN,
    },
    Milestone.NEXT_REPLY: {
        EntryKind.ASKED: Effect.START_ANEW,
        EntryKind.REPLIED: Effect.REACH,
        EntryKind.RESOLVED: Effect.CLOSE,
        EntryKind.REOPENED: Effect.REOPEN,
    },
    Milestone.RESOLUTION: {
        EntryKind.OPENED: Effect.START,
        EntryKind.PAUSED: Effect.PAUSE,
        EntryKind.RESUMED: Effect.RESUME,
        EntryKind.RESOLVED: Effect.REACH,
        EntryKind.REOPENED: Effect.REOPEN,
    },
    Milestone.SERVICE_GUARANTEE: {
        EntryKind.OPENED: Effect.START,
        EntryKind.REPLIED: Effect.REACH_IF_SUBSTANTIVE,
        EntryKind.RESOLVED: Effect.CLOSE,
        EntryKind.REOPENED: Effect.RUN_ON,
    },
    # The terms of a complaint know no pause.
    Milestone.COMPLAINT_ACKNOWLEDGED: {
        EntryKind.OPENED: Effect.START,
        EntryKind.ACKNOWLEDGED: Effect.REACH,
        EntryKind.REPLIED: Effect.REACH,
        EntryKind.RESOLVED: Effect.CLOSE,
        EntryKind.REOPENED: Effect.RUN_ON,
    },
    Milestone.FIRST_LINE: {
        EntryKind.OPENED: Effect.START,
        EntryKind.REPLIED: Effect.REACH_IF_SUBSTANTIVE,
        EntryKind.RESOLVED: Effect.CLOSE,
        EntryKind.REOPENED: Effect.RUN_ON,
        EntryKind.HANDED_OVER: Effect.GIVE_AWAY,
    },
    Milestone.COMPLAINT_ANSWER: {
        EntryKind.OPENED: Effect.START,
        EntryKind.REPLIED: Effect.REACH_IF_SUBSTANTIVE,
        EntryKind.RESOLVED: Effect.CLOSE,
        EntryKind.REOPENED: Effect.RUN_ON,
    },
}
MESSAGES: Final = frozenset({EntryKind.REPLIED, EntryKind.ACKNOWLEDGED})
"""What a bounce takes back: a message that did not arrive reached nobody."""

OF_COMPLAINTS: Final = frozenset(
    {Milestone.COMPLAINT_ACKNOWLEDGED, Milestone.FIRST_LINE, Milestone.COMPLAINT_ANSWER}
)
"""What is owed to a complaint: nothing that was said before it answers it."""


@dataclass(frozen=True, slots=True)
class Stop:
    """A stretch in which a clock stood still; without a reason to wait the case was closed.

    :param end: nothing while it still stands
    """

    start: datetime
    end: datetime | None
    reason: PauseReason | None
    is_closed: bool = False


@dataclass(slots=True)
class Run:
    """One run of a clock: from its start to where it was reached or ended, if it was."""

    started_at: datetime
    stops: list[Stop] = field(default_factory=list)
    ended_at: datetime | None = None
    is_reached: bool = False
    is_given_away: bool = False

    @property
    def paused_at(self) -> datetime | None:
        """Return since when it stands still, or nothing if it does not."""
        return self.stops[-1].start if self.stops and self.stops[-1].end is None else None

    def pause(self, at: datetime, reason: PauseReason | None) -> None:
        """Stand still; a pause within a pause only changes what is waited for."""
        if self.ended_at is None:
            self.resume(at)
            self.stops.append(Stop(at, None, reason))

    def resume(self, at: datetime) -> None:
        """Go on, if it stood still."""
        if self.paused_at is not None:
            self.stops[-1] = replace(self.stops[-1], end=at)

    def end(self, at: datetime, *, is_reached: bool) -> None:
        """Stop for good, unless it had; waiting ends with it."""
        if self.ended_at is None:
            self.resume(at)
            self.ended_at, self.is_reached = at, is_reached

    def give_away(self, at: datetime) -> None:
        """Stop for good, and stay stopped: neither an answer nor reopening concerns it any more."""
        self.end(at, is_reached=False)
        self.is_given_away = True

    def go_on(self, at: datetime, *, closed_time_counts: bool) -> None:
        """Take back an end."""
        if self.ended_at is not None:
            if not closed_time_counts:
                self.stops.append(Stop(self.ended_at, at, None, is_closed=True))
            self.ended_at, self.is_reached = None, False


def effective_entries(entries: Iterable[Entry], *, counts_dispatch: bool = False) -> list[Entry]:
    """Return what really happened, in order: corrected, without bounced answers.

    Order is by the moment it occurred, then by id. The latest correction of an entry holds; a
    correction can itself be taken back by a later one.
    """
    ledger = list(entries)
    happened = _corrected(ledger)
    bounced = {entry.refers_to for entry in happened if entry.kind is EntryKind.BOUNCED}
    kept = []
    for entry in happened:
        if entry.kind in MESSAGES:
            if entry.id in bounced or (counts_dispatch and entry.dispatched_at is None):
                continue
            if counts_dispatch and entry.dispatched_at is not None:
                entry = replace(entry, occurred_at=entry.dispatched_at)
        kept.append(entry)
    return sorted(kept, key=lambda entry: (entry.occurred_at, entry.id))


def _corrected(ledger: list[Entry]) -> list[Entry]:
    """Return the entries that stand, each with the moment that holds for it."""
    latest: dict[int, Entry] = {}
    for entry in sorted(ledger, key=lambda entry: (entry.recorded_at, entry.id), reverse=True):
        if entry.kind is EntryKind.CORRECTED and entry.refers_to is not None:
            own = latest.get(entry.id)
            if own is None or own.corrected_to is not None:
                latest.setdefault(entry.refers_to, entry)
    standing = []
    for entry in ledger:
        correction = latest.get(entry.id)
        if correction is None:
            standing.append(entry)
        elif correction.corrected_to is not None:
            standing.append(replace(entry, occurred_at=correction.corrected_to))
    return [entry for entry in standing if entry.kind is not EntryKind.CORRECTED]


def is_about(move: Entry, milestone: Milestone) -> bool:
    """Return whether an entry moves the clock of a milestone."""
    return move.kind is EntryKind.MOVED and move.milestone in (None, milestone)


def runs(entries: Iterable[Entry], target: Target) -> list[Run]:
    """Return the runs of one clock, in order; none if it has not started.

    :param entries: what :func:`effective_entries` returned
    :param target: what was promised at first; a move may promise something else from its moment on
    """
    found: list[Run] = []
    answered_at: datetime | None = None
    is_given_away = False
    effects = EFFECTS[target.milestone]
    for entry in entries:
        if entry.target is not None and is_about(entry, target.milestone):
            target = entry.target
        effect = effects.get(entry.kind)
        if effect is Effect.REACH_IF_SUBSTANTIVE:
            effect = Effect.REACH if entry.is_substantive else None
        if effect is Effect.REACH and answered_at is None:
            answered_at = entry.occurred_at
        is_given_away = is_given_away or effect is Effect.GIVE_AWAY
        if effect is Effect.START and not found:
            found.append(Run(entry.occurred_at))
            if is_given_away:
                found[0].give_away(entry.occurred_at)
            elif answered_at is not None and target.milestone not in OF_COMPLAINTS:
                # Answered before it was opened, such as a call that was written down as a case.
                found[0].end(entry.occurred_at, is_reached=True)
        elif effect is Effect.START_ANEW and _may_start_anew(found, answered_at):
            found.append(Run(entry.occurred_at))
        elif found and effect is not None:
            _apply(effect, entry, found, target)
    return found


def _may_start_anew(found: list[Run], answered_at: datetime | None) -> bool:
    # Until the first answer the first-reply clock covers whatever the customer writes.
    return answered_at is not None and (not found or found[-1].is_reached)


def _apply(effect: Effect, entry: Entry, found: list[Run], target: Target) -> None:
    run, at = found[-1], entry.occurred_at
    if run.is_given_away:
        return
    if effect is Effect.PAUSE:
        run.pause(at, entry.reason)
    elif effect is Effect.RESUME:
        run.resume(at)
    elif effect is Effect.CLOSE:
        run.end(at, is_reached=False)
    elif effect is Effect.GIVE_AWAY:
        run.give_away(at)
    elif effect is Effect.REACH:
        _reach(run, at, target)
    elif effect is Effect.RUN_ON and not run.is_reached:
        run.go_on(at, closed_time_counts=True)
    elif effect is Effect.REOPEN and _is_reopened(run, target):
        if target.milestone is Milestone.RESOLUTION and target.on_reopen is OnReopen.RESTART:
            found.append(Run(at))
        else:
            run.go_on(at, closed_time_counts=False)


def _reach(run: Run, at: datetime, target: Target) -> None:
    if run.ended_at is not None and not run.is_reached:
        # An answer to a closed case still keeps the promise; it is no later for the closing, but
        # where closing never stops the term it is no earlier either.
        counts = EFFECTS[target.milestone].get(EntryKind.REOPENED) is Effect.RUN_ON
        run.go_on(at, closed_time_counts=counts)
    run.end(at, is_reached=True)


def _is_reopened(run: Run, target: Target) -> bool:
    """Return whether reopening concerns this run: an answer once given stays given."""
    is_resolution = target.milestone is Milestone.RESOLUTION
    return run.ended_at is not None and (is_resolution or not run.is_reached)
