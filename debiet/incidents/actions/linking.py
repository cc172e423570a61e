"""Saying which cases are part of an incident."""

from collections.abc import Collection
from datetime import datetime

from debiet.cases import queries as cases
from debiet.core import audit
from debiet.core.actor import Actor
from debiet.core.errors import NotFound
from debiet.core.events import publish
from debiet.core.operations import action
from debiet.core.references import reference
from debiet.incidents.actions.locking import about, locked_incident
from debiet.incidents.events import TellingDue
from debiet.incidents.models import IncidentCase
from debiet.incidents.queries import in_force
from debiet.rules.access import Permission
from debiet.rules.incidents import LinkState, LinkWay
from debiet.staff.visibility import visible


@action(permission=Permission.HANDLE_INCIDENT)
def link_cases(
    *, incident_id: int, numbers: Collection[str], way: LinkWay, by: Actor, at: datetime
) -> int:
    """Make cases part of an incident and return how many were not yet.

    If its message is out already their askers are told by themselves, or after a confirmation.

    :raises NotFound: if the actor may not see one of them; then none is linked
    """
    incident = locked_incident(incident_id, by=by)
    message = in_force(incident.pk)
    tells = message is None or incident.tells_later
    found = _seen(numbers, by=by)
    links = {
        link.case_id: link
        for link in IncidentCase.objects.filter(
            incident=incident, case__in=[case_id for case_id, _part in found.values()]
        )
    }
    new = 0
    for case_id, compartment in found.values():
        link = links.get(case_id) or IncidentCase(incident=incident, case_id=case_id)
        if link.pk and link.state == LinkState.LINKED:
            continue
        link.compartment, link.state, link.way = compartment, LinkState.LINKED, way
        link.linked_at, link.linked_by_id = at, by.user_id
        link.may_tell_at = at if tells else None
        link.save()
        new += 1
    _record(incident.pk, found, linked=True)
    if new and message is not None and tells:
        publish(TellingDue(incident_id=incident.pk))
    return new


@action(permission=Permission.HANDLE_INCIDENT)
def part_cases(*, incident_id: int, numbers: Collection[str], by: Actor, at: datetime) -> None:
    """Say that cases are no part of an incident; they are not suggested again."""
    incident = locked_incident(incident_id, by=by, must_be_open=False)
    found = _seen(numbers, by=by)
    for case_id, compartment in found.values():
        IncidentCase.objects.update_or_create(
            incident=incident,
            case_id=case_id,
            defaults={
                "compartment": compartment,
                "state": LinkState.DISMISSED,
                "way": LinkWay.HAND,
                "linked_at": at,
                "linked_by_id": by.user_id,
                "may_tell_at": None,
            },
        )
    _record(incident.pk, found, linked=False)


@action(permission=Permission.HANDLE_INCIDENT)
def tell_later_ones(*, incident_id: int, by: Actor, at: datetime) -> int:
    """Confirm that those linked later are told as well; return how many the actor confirmed."""
    incident = locked_incident(incident_id, by=by)
    links = visible(IncidentCase.objects.filter(incident=incident, may_tell_at__isnull=True), by)
    confirmed = links.filter(state=LinkState.LINKED).update(may_tell_at=at)
    audit.record(about(incident), compartment=incident.compartment, facts={"confirmed": confirmed})
    if confirmed:
        publish(TellingDue(incident_id=incident.pk))
    return confirmed


def _seen(numbers: Collection[str], *, by: Actor) -> dict[str, tuple[int, str]]:
    found = cases.case_ids_of(numbers, viewer=by)
    if set(found) != set(numbers):
        raise NotFound
    return found


def _record(incident_id: int, found: dict[str, tuple[int, str]], *, linked: bool) -> None:
    for number, (_case_id, compartment) in found.items():
        audit.record(
            reference("case", number),
            compartment=compartment,
            facts={"incident": incident_id, "linked": linked},
        )
