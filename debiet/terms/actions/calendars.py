"""Writing calendars: each wording is a new version, and a running clock keeps its own."""

from datetime import datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

from debiet.core import audit
from debiet.core.actor import Actor
from debiet.core.errors import Refused
from debiet.core.events import publish
from debiet.core.operations import action, current_step
from debiet.core.references import reference
from debiet.rules.access import Permission
from debiet.rules.sla import ClockStatus, EntryKind
from debiet.terms.definitions import UnreadableDefinition, calendar_from, only_adds_years
from debiet.terms.events import TermsMoved
from debiet.terms.models import Calendar, CalendarVersion, Clock, ClockEntry
from debiet.terms.projection import entries_of, latest_move, project


class CalendarUnreadable(Refused):
    """The calendar's definition cannot be meant, or it is never open."""

    code = "terms.calendar-unreadable"
    message = _("This calendar cannot be used: %(trouble)s")


@action(permission=Permission.EDIT_TERMS)
def save_calendar_version(
    *,
    code: str,
    name: str,
    definition: dict[str, Any],
    valid_from: datetime,
    by: Actor,
    at: datetime,
) -> CalendarVersion:
    """Add a wording of a calendar; the same wording again is no new version.

    A version that only adds years says nothing else about the days its predecessor knew: all open
    clocks adopt it by themselves. Any other leaves running clocks alone.

    :raises CalendarUnreadable: if the definition is wrong or never open
    """
    try:
        calendar_from(definition)
    except UnreadableDefinition as trouble:
        raise CalendarUnreadable(trouble=str(trouble)) from trouble
    calendar, _created = Calendar.objects.get_or_create(code=code, defaults={"name": name})
    Calendar.objects.select_for_update().get(pk=calendar.pk)
    newest = calendar.versions.order_by("-number").first()
    if newest is not None and newest.definition == definition:
        return newest
    version = CalendarVersion.objects.create(
        calendar=calendar,
        number=newest.number + 1 if newest else 1,
        definition=definition,
        adds_years_only=bool(newest and only_adds_years(newest.definition, definition)),
        valid_from=valid_from,
    )
    audit.record(reference("calendar", code), facts={"version": version.pk})
    if version.adds_years_only and newest is not None:
        adopt_years(version_id=version.pk, by=by, at=at)
    return version


@action(permission=Permission.EDIT_TERMS)
def adopt_years(*, version_id: int, by: Actor, at: datetime) -> int:
    """Let the open clocks of the version before go on with one that only adds years.

    Nothing that was determined changes; what was undetermined gets its deadline.
    """
    version = CalendarVersion.objects.get(pk=version_id)
    before = CalendarVersion.objects.get(calendar=version.calendar_id, number=version.number - 1)
    waiting = (ClockStatus.RUNNING, ClockStatus.PAUSED, ClockStatus.UNDETERMINED)
    clocks = list(
        Clock.objects.select_for_update(of=("self",))
        .select_related("policy_version")
        .filter(calendar_version=before, status__in=waiting)
        .order_by("id")
    )
    for clock in clocks:
        was = clock.due_at
        clock.calendar_version = version
        rows = list(ClockEntry.objects.filter(reference=clock.reference).order_by("id"))
        if move := latest_move(clock, rows):
            rows.append(_moved_on(move, version, before, at=at))
        project(clock, entries_of(rows), at=at)
        if clock.due_at != was:
            publish(TermsMoved(reference=clock.reference))
    audit.record(reference("calendar-version", version_id), facts={"clocks": len(clocks)})
    return len(clocks)


def _moved_on(
    move: ClockEntry, version: CalendarVersion, before: CalendarVersion, *, at: datetime
) -> ClockEntry:
    """Let the version that knows more years hold from where the one before it was moved to.

    From that moment and not from now: by now the years may be over that the one before knew.
    """
    milestone = move.facts["milestone"]
    facts = {
        "milestone": milestone,
        "calendar_version": version.pk,
        "calendar_before": before.pk,
    }
    return ClockEntry.objects.create(
        reference=move.reference,
        kind=EntryKind.MOVED,
        occurred_at=move.occurred_at,
        recorded_at=at,
        facts=facts,
        source=f"calendar-version:{version.pk}:{milestone}",
        operation_id=current_step().operation_id,
    )
