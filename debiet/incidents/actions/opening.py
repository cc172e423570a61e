"""Opening an incident, and saying what it is."""

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext_lazy as _

from debiet.cases import actions as cases
from debiet.cases import queries as case_queries
from debiet.core import audit
from debiet.core.actor import Actor
from debiet.core.errors import NotFound, Refused
from debiet.core.operations import action
from debiet.incidents.actions.locking import about, locked_incident, place
from debiet.incidents.models import Incident
from debiet.rules.access import Permission
from debiet.rules.incidents import Area, IncidentKind
from debiet.staff import queries as staff


class EndsBeforeItBegan(Refused):
    """A time that ends before it begins."""

    code = "incidents.ends-before-it-began"
    message = _("The end lies before the beginning. Change one of them.")


@dataclass(frozen=True, slots=True)
class IncidentFacts:
    """What an employee says of an incident, all of it at once."""

    kind: IncidentKind
    title: str
    team_id: int
    topic_codes: tuple[str, ...]
    areas: tuple[Area, ...]
    began_at: datetime
    ends_at: datetime | None = None
    tells_later: bool = True


@action(permission=Permission.HANDLE_INCIDENT)
def open_incident(*, facts: IncidentFacts, by: Actor, at: datetime) -> int:
    """Open an incident and return its id."""
    incident = Incident(opened_by_id=by.user_id)
    _fill_in(incident, facts, by=by)
    incident.save()
    _record(incident)
    return incident.pk


@action(permission=Permission.HANDLE_INCIDENT)
def edit_incident(
    *, incident_id: int, facts: IncidentFacts, seen_version: int, by: Actor, at: datetime
) -> None:
    """Save what an incident is; its notice moves along with area and topic.

    :raises ChangedMeanwhile: if somebody saved it since the actor looked
    """
    incident = locked_incident(incident_id, by=by, seen_version=seen_version)
    _fill_in(incident, facts, by=by)
    incident.version += 1
    incident.save()
    cases.place_notice(about=about(incident), place=place(incident), by=by, at=at)
    _record(incident)


def _fill_in(incident: Incident, facts: IncidentFacts, *, by: Actor) -> None:
    if facts.team_id not in dict(staff.teams(viewer=by)):
        raise NotFound
    compartment = staff.team_compartment(facts.team_id)
    if compartment not in by.compartments:
        raise NotFound
    if not set(facts.topic_codes) <= set(case_queries.topic_tree()):
        raise NotFound
    if facts.ends_at is not None and facts.ends_at <= facts.began_at:
        raise EndsBeforeItBegan
    incident.kind, incident.title = facts.kind, facts.title.strip()
    incident.team_id, incident.compartment = facts.team_id, compartment
    incident.topic_codes = list(facts.topic_codes)
    incident.areas = [[area.postal_code, area.street] for area in facts.areas]
    incident.began_at, incident.ends_at = facts.began_at, facts.ends_at
    incident.tells_later = facts.tells_later


def _record(incident: Incident) -> None:
    audit.record(
        about(incident),
        compartment=incident.compartment,
        facts={"kind": incident.kind, "team": incident.team_id, "topics": incident.topic_codes},
    )
