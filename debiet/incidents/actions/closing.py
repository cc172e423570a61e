"""Saying that an incident is over, closing its cases as the preview showed, and taking it back."""

from collections.abc import Mapping
from datetime import datetime

from django.utils.translation import gettext_lazy as _

from debiet.cases import actions as cases
from debiet.cases import queries as case_queries
from debiet.core import audit
from debiet.core.actor import Actor
from debiet.core.errors import Refused
from debiet.core.events import publish
from debiet.core.operations import action
from debiet.incidents.actions.locking import about, locked_incident, place
from debiet.incidents.events import ClosingDue
from debiet.incidents.models import Incident, IncidentCase, IncidentClosing
from debiet.incidents.queries import closing_ids, closing_preview
from debiet.rules.access import Permission
from debiet.rules.cases import CaseState
from debiet.rules.incidents import Closing, ClosingState, IncidentState
from debiet.rules.sla import PauseReason
from debiet.staff.visibility import visible


class StillClosing(Refused):
    """Cases are still being closed or opened again."""

    code = "incidents.still-closing"
    message = _("Cases are still being closed or opened again. Wait until that is done.")


@action(permission=Permission.HANDLE_INCIDENT)
def resolve_incident(
    *,
    incident_id: int,
    seen_version: int,
    closes: Mapping[int, int],
    by: Actor,
    at: datetime,
) -> int:
    """Say that an incident is over; return how many cases are going to be closed with it.

    Its notice comes off the website. Of the cases that the preview showed, those are closed that
    still are as they were then; a job does so.

    :param closes: versions of cases in the preview, by their ids; empty where none is to close
    :raises StillClosing: if an earlier closing is not through yet
    """
    incident = locked_incident(incident_id, by=by, seen_version=seen_version)
    if closing_ids(incident.pk, limit=1):
        raise StillClosing
    incident.state, incident.resolved_at = IncidentState.RESOLVED, at
    incident.version += 1
    incident.save()
    cases.place_notice(about=about(incident), place=place(incident), by=by, at=at)
    planned = _plan(incident, closes, by=by, at=at)
    audit.record(
        about(incident), compartment=incident.compartment, facts={"over": True, "closes": planned}
    )
    if planned:
        publish(ClosingDue(incident_id=incident.pk))
    return planned


def _plan(incident: Incident, closes: Mapping[int, int], *, by: Actor, at: datetime) -> int:
    """Write down which cases are to close: those of the preview for which that still holds."""
    wanted = [
        one.line
        for one in closing_preview(incident.pk, viewer=by)
        if one.becomes is Closing.CLOSES and one.line.case_id in closes
    ]
    links = visible(IncidentCase.objects.filter(incident=incident), by)
    parts = dict(links.values_list("case_id", "compartment"))
    IncidentClosing.objects.bulk_create(
        IncidentClosing(
            incident=incident,
            case_id=line.case_id,
            compartment=parts[line.case_id],
            seen_version=closes[line.case_id],
            asked_by_id=by.user_id,
            asked_at=at,
        )
        for line in wanted
    )
    return len(wanted)


@action(permission=Permission.HANDLE_INCIDENT)
def reopen_incident(*, incident_id: int, seen_version: int, by: Actor, at: datetime) -> int:
    """Take back that an incident is over; return how many of its cases are going to open again.

    Only cases that nobody touched since they were closed with it open again.
    """
    incident = locked_incident(incident_id, by=by, seen_version=seen_version, must_be_open=False)
    if incident.state == IncidentState.OPEN:
        return 0
    if closing_ids(incident.pk, limit=1):
        raise StillClosing
    incident.state, incident.resolved_at = IncidentState.OPEN, None
    incident.version += 1
    incident.save()
    cases.place_notice(about=about(incident), place=place(incident), by=by, at=at)
    closed = IncidentClosing.objects.filter(incident=incident, state=ClosingState.CLOSED)
    undone = closed.update(state=ClosingState.REOPENING)
    audit.record(
        about(incident), compartment=incident.compartment, facts={"over": False, "opens": undone}
    )
    if undone:
        publish(ClosingDue(incident_id=incident.pk))
    return undone


@action(permission=Permission.TELL_INCIDENT)
def carry_out_closing(*, closing_id: int, by: Actor, at: datetime) -> None:
    """Close one case with its incident, or open it again; done before, it changes nothing."""
    rows = IncidentClosing.objects.select_for_update().filter(pk=closing_id)
    row = rows.first()
    if row is None:
        return
    if row.state == ClosingState.PLANNED:
        _close(row, by=by, at=at)
    elif row.state == ClosingState.REOPENING:
        _open_again(row, by=by, at=at)


def _close(row: IncidentClosing, *, by: Actor, at: datetime) -> None:
    (line,) = case_queries.case_lines([row.case_id], viewer=by)
    is_touched = line.version != row.seen_version or line.state == CaseState.RESOLVED
    if is_touched or case_queries.owing_complaints([row.case_id]):
        row.state = ClosingState.CHANGED
    else:
        row.waited_for = line.waiting_reason
        cases.resolve_case(
            case_id=row.case_id, topic_code=None, seen_version=row.seen_version, by=by, at=at
        )
        row.state, row.closed_version = ClosingState.CLOSED, row.seen_version + 1
    row.save()


def _open_again(row: IncidentClosing, *, by: Actor, at: datetime) -> None:
    (line,) = case_queries.case_lines([row.case_id], viewer=by)
    if line.version != row.closed_version:
        row.state = ClosingState.KEPT
    else:
        cases.reopen_case(case_id=row.case_id, seen_version=line.version, by=by, at=at)
        if row.waited_for:
            cases.pause_case(
                case_id=row.case_id,
                reason=PauseReason(row.waited_for),
                seen_version=line.version + 1,
                by=by,
                at=at,
            )
        row.state = ClosingState.REOPENED
    row.save()


@action(permission=Permission.TELL_INCIDENT)
def go_on_closing(*, incident_id: int, by: Actor, at: datetime) -> None:
    """Queue the next chunk if there is anything left to close or to open again."""
    if closing_ids(incident_id, limit=1):
        publish(ClosingDue(incident_id=incident_id))
