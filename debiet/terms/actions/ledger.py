"""The ledger of what matters for terms: rows are added, and the clocks follow from them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

from debiet.core import audit
from debiet.core.actor import Actor
from debiet.core.errors import NotFound, Refused
from debiet.core.operations import action, current_step
from debiet.rules.access import Permission
from debiet.rules.sla import MESSAGES, CaseFacts, ClockStatus, EntryKind, Milestone
from debiet.rules.statutory_terms import fits_kind
from debiet.terms.models import Clock, ClockEntry, PolicyVersion
from debiet.terms.projection import entries_of, fill_in, project
from debiet.terms.queries.calendars import version_ids_in_force
from debiet.terms.queries.policies import policy_for

STILL_OPEN = (ClockStatus.RUNNING, ClockStatus.PAUSED, ClockStatus.UNDETERMINED)


@dataclass(frozen=True, slots=True)
class Deadlines:
    """When something falls due: the earliest of its running clocks."""

    due_at: datetime | None
    at_risk_at: datetime | None
    is_undetermined: bool


class NoPolicy(Refused):
    """No policy promises anything for this; nothing may be opened without a term."""

    code = "terms.no-policy"
    message = _("There is no policy for this kind of case. Tell whoever sets up the terms.")


class MoveStays(Refused):
    """A move is taken back by another move."""

    code = "terms.move-stays"
    message = _("A move to another version stays in the ledger. Move the clocks back instead.")


@action(permission=Permission.RUN_CLOCKS)
def start_clocks(
    *,
    reference: str,
    compartment: str,
    facts: CaseFacts,
    occurred_at: datetime,
    by: Actor,
    at: datetime,
) -> Deadlines:
    """Start the clocks that the most specific policy promises, and return what falls due first.

    :raises NoPolicy: if no policy matches
    """
    version = policy_for(facts, at=occurred_at)
    if version is None or not _fits(version, facts):
        raise NoPolicy
    row = add_row(reference, EntryKind.OPENED, occurred_at=occurred_at, at=at)
    calendars = version_ids_in_force((target["calendar"] for target in version.targets), at=at)
    clocks = [
        Clock(
            reference=reference,
            compartment=compartment,
            milestone=target["milestone"],
            policy_version=version,
            calendar_version_id=calendars[target["calendar"]],
        )
        for target in version.targets
    ]
    entries = entries_of([row])
    for clock in clocks:
        fill_in(clock, entries)
    Clock.objects.bulk_create(clocks)
    return _earliest(clocks)


def _fits(version: PolicyVersion, facts: CaseFacts) -> bool:
    """Return whether a policy promises what this kind of thing is owed, not a question's terms."""
    return fits_kind(facts.kind, [Milestone(one["milestone"]) for one in version.targets])


@action(permission=Permission.RUN_CLOCKS)
def enter(
    *,
    reference: str,
    kind: EntryKind,
    occurred_at: datetime,
    is_substantive: bool = False,
    reason: str = "",
    source: str = "",
    by: Actor,
    at: datetime,
) -> Deadlines:
    """Add to the ledger of a thing what happened, and return what falls due first now.

    :param source: what says so, such as `message:12`; the same source and kind twice is one entry
    """
    clocks = locked_clocks(reference)
    rows = list(ClockEntry.objects.filter(reference=reference).order_by("id"))
    if not (source and any(row.source == source and row.kind == kind for row in rows)):
        rows.append(
            add_row(
                reference,
                kind,
                occurred_at=occurred_at,
                at=at,
                is_substantive=is_substantive,
                reason=reason,
                source=source,
                refers_to=_message(rows, source) if kind is EntryKind.BOUNCED else None,
            )
        )
    return project_all(clocks, rows, at=at)


def _message(rows: Sequence[ClockEntry], source: str) -> ClockEntry | None:
    return next((row for row in rows if row.source == source and row.kind in MESSAGES), None)


@action(permission=Permission.CORRECT_CLOCK)
def correct(
    *,
    reference: str,
    entry_id: int,
    corrected_to: datetime | None,
    reason: str,
    by: Actor,
    at: datetime,
) -> Deadlines:
    """Say when something in the ledger really happened, or that it never did (`None`).

    :raises NotFound: if the entry is not about this thing
    :raises MoveStays: if it is a move to another version of policy or calendar
    """
    clocks = locked_clocks(reference)
    rows = list(ClockEntry.objects.filter(reference=reference).order_by("id"))
    wrong = next((row for row in rows if row.pk == entry_id), None)
    if wrong is None or wrong.kind == EntryKind.CORRECTED:
        raise NotFound
    if wrong.kind == EntryKind.MOVED:
        raise MoveStays
    rows.append(
        add_row(
            reference,
            EntryKind.CORRECTED,
            occurred_at=wrong.occurred_at,
            at=at,
            reason=reason[:60],
            refers_to=wrong,
            corrected_to=corrected_to,
        )
    )
    audit.record(reference, facts={"entry": entry_id})
    return project_all(clocks, rows, at=at)


@action(permission=Permission.RUN_CLOCKS)
def extend(
    *, reference: str, months: int, reason: str, source: str, by: Actor, at: datetime
) -> Deadlines:
    """Make the terms in months of a thing longer, and return what falls due first now.

    :param reason: the code of why
    :param source: what says so; the same twice is one extension
    """
    clocks = locked_clocks(reference)
    rows = list(ClockEntry.objects.filter(reference=reference).order_by("id"))
    if not any(row.source == source and row.kind == EntryKind.EXTENDED for row in rows):
        rows.append(
            add_row(
                reference,
                EntryKind.EXTENDED,
                occurred_at=at,
                at=at,
                reason=reason[:60],
                source=source,
                facts={"months": months},
            )
        )
    return project_all(clocks, rows, at=at)


def deadlines(reference: str) -> Deadlines:
    """Return what falls due first of a thing, as its clocks stand now."""
    return _earliest(Clock.objects.filter(reference=reference))


def deadlines_of(references: Iterable[str]) -> dict[str, Deadlines]:
    """Return what falls due first of many things, in one statement."""
    rows = Clock.objects.filter(reference__in=set(references)).values_list(
        "reference", "status", "due_at", "at_risk_at", named=True
    )
    clocks: dict[str, list[Any]] = {}
    for row in rows:
        clocks.setdefault(row.reference, []).append(row)
    return {about: _earliest(found) for about, found in clocks.items()}


def locked_clocks(reference: str) -> list[Clock]:
    """Return the clocks of a thing with their rows locked."""
    clocks = Clock.objects.select_for_update(of=("self",)).select_related("policy_version")
    return list(clocks.filter(reference=reference).order_by("id"))


def add_row(
    reference: str,
    kind: EntryKind,
    *,
    occurred_at: datetime,
    at: datetime,
    is_substantive: bool = False,
    reason: str = "",
    source: str = "",
    refers_to: ClockEntry | None = None,
    corrected_to: datetime | None = None,
    facts: dict[str, int] | None = None,
) -> ClockEntry:
    """Add a row to a ledger, for the operation that is running."""
    return ClockEntry.objects.create(
        reference=reference,
        kind=kind,
        occurred_at=occurred_at,
        recorded_at=at,
        is_substantive=is_substantive,
        reason=reason,
        source=source,
        refers_to=refers_to,
        corrected_to=corrected_to,
        facts=facts or {},
        operation_id=current_step().operation_id,
    )


def project_all(clocks: Sequence[Clock], rows: Sequence[ClockEntry], *, at: datetime) -> Deadlines:
    """Write into clocks what their ledger gives, and return what falls due first."""
    entries = entries_of(rows)
    for clock in clocks:
        project(clock, entries, at=at)
    return _earliest(clocks)


def _earliest(clocks: Iterable[Clock]) -> Deadlines:
    running = [clock for clock in clocks if clock.status in STILL_OPEN]
    due = [clock.due_at for clock in running if clock.due_at is not None]
    risk = [clock.at_risk_at for clock in running if clock.at_risk_at is not None]
    return Deadlines(
        due_at=min(due, default=None),
        at_risk_at=min(risk, default=None),
        is_undetermined=any(clock.status == ClockStatus.UNDETERMINED for clock in running),
    )
