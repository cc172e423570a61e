"""What every action on an incident begins with."""

from django.utils.translation import gettext_lazy as _

from debiet.cases.actions import NoticePlace
from debiet.cases.queries import areas_of
from debiet.core.actor import Actor
from debiet.core.errors import ChangedMeanwhile, NotFound, Refused
from debiet.core.references import reference
from debiet.incidents.models import Incident
from debiet.rules.incidents import IncidentState
from debiet.staff.visibility import visible


class IncidentOver(Refused):
    """An incident that is over takes nothing more."""

    code = "incidents.over"
    message = _("This incident is over. Open it again first, or open a new one.")


def locked_incident(
    incident_id: int, *, by: Actor, seen_version: int | None = None, must_be_open: bool = True
) -> Incident:
    """Return an incident with its row locked.

    :raises NotFound: where the actor may not see it, or it does not exist
    :raises ChangedMeanwhile: if somebody saved it since the actor looked
    :raises IncidentOver: if it is over
    """
    rows = visible(Incident.objects.filter(pk=incident_id), by)
    incident = rows.select_for_update(of=("self",)).first()
    if incident is None:
        raise NotFound
    if seen_version is not None and incident.version != seen_version:
        raise ChangedMeanwhile
    if must_be_open and incident.state != IncidentState.OPEN:
        raise IncidentOver
    return incident


def about(incident: Incident) -> str:
    """Return the reference of an incident."""
    return reference("incident", incident.pk)


def place(incident: Incident) -> NoticePlace:
    """Return for whom and how long an incident's notice stands: until somebody says it is over."""
    return NoticePlace(
        topic_codes=tuple(incident.topic_codes),
        areas=areas_of(incident.areas),
        valid_from=incident.began_at,
        valid_until=incident.resolved_at,
    )


__all__ = ["IncidentOver", "about", "locked_incident", "place"]
