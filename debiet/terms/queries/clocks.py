"""Reading clocks: how they stand, why, and what the ledger holds."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction

from django.db.models import Exists, Subquery
from django.db.models.expressions import Combinable

from debiet.core.actor import Actor
from debiet.core.reading import query
from debiet.core.together import Reading, joint_query, reading
from debiet.rules import sla
from debiet.rules.local_time import UnknownYear
from debiet.rules.sla import ClockState, ClockStatus, EntryKind, ExplainedSpan, Milestone, TermUnit
from debiet.staff.visibility import visible
from debiet.terms.models import Clock, ClockEntry, LevelMark
from debiet.terms.projection import entries_of, ledger_of, state_of, target_now
from debiet.terms.queries.policies import sentence_in


@dataclass(frozen=True, slots=True)
class ClockView:
    """A clock as the desk shows it, at one moment."""

    clock_id: int
    milestone: Milestone
    status: ClockStatus
    started_at: datetime | None
    due_at: datetime | None
    at_risk_at: datetime | None
    reached_at: datetime | None
    in_time: bool | None
    is_breached: bool
    percent_used: int
    used: Fraction
    length: Fraction
    unit: TermUnit
    policy: str
    policy_version: int
    calendar: str
    calendar_version: int
    levels: tuple[tuple[int, datetime], ...]


@joint_query(personal=True)
def clock_views(reference: str, *, viewer: Actor, at: datetime) -> Reading[list[ClockView]]:
    """Return the clocks of a thing in the order of their deadlines, those that ended at the end."""

    def made(clocks: list[Clock], rows: list[ClockEntry]) -> list[ClockView]:
        entries = entries_of(rows)
        views = [_view(clock, state_of(clock, entries), at) for clock in clocks]
        far = datetime.max.replace(tzinfo=at.tzinfo)
        return sorted(views, key=lambda view: (view.reached_at is not None, view.due_at or far))

    clocks = visible(Clock.objects.filter(reference=reference), viewer).order_by("id")
    return reading(
        clocks.select_related("policy_version__policy", "calendar_version__calendar"),
        ClockEntry.objects.filter(reference=reference).order_by("id"),
        made=made,
    )


def _view(clock: Clock, state: ClockState, at: datetime) -> ClockView:
    try:
        percent, used, length = state.percent_used(at), state.used(at), state.length
    except UnknownYear:
        percent, used, length = 0, Fraction(0), Fraction(0)
    return ClockView(
        clock_id=clock.pk,
        milestone=state.milestone,
        status=state.status,
        started_at=state.started_at,
        due_at=state.due_at,
        at_risk_at=state.at_risk_at,
        reached_at=state.reached_at,
        in_time=state.in_time,
        is_breached=state.is_breached(at),
        percent_used=percent,
        used=used,
        length=length,
        unit=target_now(clock).term.unit,
        policy=clock.policy_version.policy.title,
        policy_version=clock.policy_version.number,
        calendar=clock.calendar_version.calendar.name,
        calendar_version=clock.calendar_version.number,
        levels=tuple((level, moment) for level, moment in state.levels.items() if moment),
    )


@query(personal=True)
def explained(
    clock_id: int, *, reference: str, viewer: Actor, at: datetime
) -> tuple[ExplainedSpan, ...] | None:
    """Return each interval of a clock, counted or skipped, up to its end or to `at`.

    None where the viewer may not see the clock, it is of another thing, or its calendar does not
    know the years.
    """
    clock = (
        visible(Clock.objects.filter(pk=clock_id, reference=reference), viewer)
        .select_related("policy_version")
        .first()
    )
    if clock is None:
        return None
    entries = entries_of(ClockEntry.objects.filter(reference=reference).order_by("id"))
    ledger = ledger_of(clock, entries)
    try:
        return sla.explain(
            target=ledger.target,
            entries=ledger.entries,
            calendar=ledger.calendar,
            calendars=ledger.calendars,
            until=at,
        )
    except UnknownYear:
        return None


@dataclass(frozen=True, slots=True)
class LedgerRow:
    """One row of the ledger: what happened, when, and when it was written down."""

    entry_id: int
    kind: EntryKind
    occurred_at: datetime
    recorded_at: datetime
    is_substantive: bool
    reason: str
    refers_to_id: int | None
    corrected_to: datetime | None


@joint_query(personal=True)
def ledger(reference: str, *, viewer: Actor) -> Reading[list[LedgerRow]]:
    """Return the ledger of a thing whose clocks the viewer may see."""
    seen = Exists(visible(Clock.objects.filter(reference=reference), viewer))
    rows = ClockEntry.objects.filter(seen, reference=reference)
    return reading(rows.order_by("id"), made=_ledger)


def _ledger(rows: list[ClockEntry]) -> list[LedgerRow]:
    return [
        LedgerRow(
            entry_id=row.pk,
            kind=row.kind,
            occurred_at=row.occurred_at,
            recorded_at=row.recorded_at,
            is_substantive=row.is_substantive,
            reason=row.reason,
            refers_to_id=row.refers_to_id,
            corrected_to=row.corrected_to,
        )
        for row in rows
    ]


@dataclass(frozen=True, slots=True)
class Mark:
    """A share of a term that was used up."""

    reference: str
    milestone: Milestone
    level: int
    reached_at: datetime
    is_voided: bool


@query(personal=False)
def level_mark(mark_id: int) -> Mark:
    """Return a mark by its id."""
    row = LevelMark.objects.select_related("clock").get(pk=mark_id)
    return Mark(
        reference=row.clock.reference,
        milestone=row.clock.milestone,
        level=row.level,
        reached_at=row.reached_at,
        is_voided=row.voided_at is not None,
    )


@query(personal=False)
def entry_id(*, reference: str, source: str, kind: EntryKind) -> int | None:
    """Return the ledger's entry of what a source said, or None if it has not said it."""
    said = ClockEntry.objects.filter(reference=reference, source=source, kind=kind)
    return said.values_list("id", flat=True).first()


@query(personal=False)
def first_entry_id(*, reference: str, kind: EntryKind) -> int:
    """Return the first entry of a kind in the ledger of a thing.

    :raises ClockEntry.DoesNotExist: if there is none
    """
    rows = ClockEntry.objects.filter(reference=reference, kind=kind).order_by("id")
    return rows[:1].get().pk


@query(personal=False)
def due_by_milestone(*, reference: str) -> dict[Milestone, datetime | None]:
    """Return when each clock of a thing falls due, or fell due."""
    clocks = Clock.objects.filter(reference=reference)
    return {Milestone(name): due for name, due in clocks.values_list("milestone", "due_at")}


@query(personal=False)
def promised(*, reference: str, language: str) -> tuple[str, datetime | None]:
    """Return what a customer is promised: the sentence, and by when there is an answer.

    The moment is that of the guarantee, else of the first reply.
    """
    rows = Clock.objects.filter(reference=reference).order_by("id")
    clocks = list(rows.values_list("milestone", "due_at", "policy_version__promise"))
    sentence = sentence_in(clocks[0][2], language) if clocks else ""
    due = {milestone: due_at for milestone, due_at, _promise in clocks}
    return sentence, _leading_due(due, (Milestone.SERVICE_GUARANTEE, Milestone.FIRST_REPLY))


@query(personal=False)
def latest_entry_id(*, reference: str) -> int:
    """Return the id of the ledger's latest entry of a thing, 0 if it has none."""
    rows = ClockEntry.objects.filter(reference=reference).order_by("-id")
    return rows.values_list("id", flat=True).first() or 0


@query(personal=False)
def owed_at(*, reference: str) -> datetime | None:
    """Return by when a customer is owed our next word; None if nothing runs or none can tell.

    Until the answer it is what :func:`promised` said; after it, the term of what the customer
    asked since.
    """
    running = Clock.objects.filter(
        reference=reference,
        status__in=(ClockStatus.RUNNING, ClockStatus.PAUSED, ClockStatus.UNDETERMINED),
    )
    due = dict(running.values_list("milestone", "due_at"))
    return _leading_due(
        due, (Milestone.SERVICE_GUARANTEE, Milestone.FIRST_REPLY, Milestone.NEXT_REPLY)
    )


def _leading_due(
    due: Mapping[str, datetime | None], milestones: Sequence[Milestone]
) -> datetime | None:
    # Where the leading clock cannot tell, another one's term would be a promise nobody made.
    leading = next((milestone for milestone in milestones if milestone in due), None)
    return due[leading] if leading is not None else None


@query(personal=False)
def term_start(*, references: Sequence[Combinable], due_at: Combinable) -> Subquery:
    """Return, as part of another app's statement, when the clock that is due then was started.

    :param references: of all whose clocks count for it
    """
    clocks = Clock.objects.filter(reference__in=references, due_at=due_at, reached_at__isnull=True)
    return Subquery(clocks.order_by("-started_at").values("started_at")[:1])


@query(personal=False)
def has_clock(*, reference: Combinable) -> Exists:
    """Return, as part of another app's statement, whether a thing has a term at all."""
    return Exists(Clock.objects.filter(reference=reference))


@query(personal=False)
def has_entry(*, source: Combinable) -> Exists:
    """Return, as part of another app's statement, whether something moved the ledger."""
    return Exists(ClockEntry.objects.filter(source=source))
