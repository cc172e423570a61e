"""Telling each asker once: a case a transaction, a chunk a job, until nobody is left."""

from datetime import datetime

from debiet.cases import actions as cases
from debiet.cases import queries as case_queries
from debiet.core.actor import Actor
from debiet.core.events import publish
from debiet.core.operations import action
from debiet.incidents.events import TellingDue
from debiet.incidents.models import IncidentCase, IncidentDelivery, IncidentMessage
from debiet.incidents.queries import in_force, untold_ids
from debiet.rules.access import Permission
from debiet.rules.incidents import LinkState


@action(permission=Permission.TELL_INCIDENT)
def tell_one(*, link_id: int, by: Actor, at: datetime) -> bool:
    """Tell the asker of one linked case the message in force, once; return whether it was told now.

    That it was told and the message in the outbox are written together: whoever is killed in
    between did neither, and a second one waits for the link's lock and finds it done.
    """
    link = IncidentCase.objects.select_for_update().filter(pk=link_id).first()
    if link is None or link.state != LinkState.LINKED or link.may_tell_at is None:
        return False
    message = in_force(link.incident_id)
    if message is None:
        return False
    told = IncidentDelivery.objects.filter(message=message, case=link.case_id)
    if told.exists():
        return False
    # A merged case is answered in its leading one, and who asked twice hears it once.
    handled_id = case_queries.handled_as(link.case_id)
    before = IncidentDelivery.objects.filter(message=message, case=handled_id).first()
    outbox_id = before.outbox_id if before else _tell(message, handled_id, by=by, at=at)
    for case_id in {handled_id, link.case_id} - ({handled_id} if before else set()):
        IncidentDelivery.objects.create(
            message=message,
            case_id=case_id,
            compartment=link.compartment,
            outbox_id=outbox_id,
            told_at=at,
        )
    return True


def _tell(message: IncidentMessage, case_id: int, *, by: Actor, at: datetime) -> int | None:
    """Put a message into the outbox; None where nothing reaches the asker, or nobody may write."""
    if case_queries.is_frozen(case_id):  # the ombuds function has it: nobody else writes
        return None
    return cases.tell_asker(
        case_id=case_id,
        template=message.template,
        words=message.words,
        is_substantive=message.is_substantive,
        by=by,
        at=at,
    )


@action(permission=Permission.TELL_INCIDENT)
def go_on_telling(*, incident_id: int, by: Actor, at: datetime) -> None:
    """Queue the next chunk if there is anybody left to tell."""
    if untold_ids(incident_id, limit=1):
        publish(TellingDue(incident_id=incident_id))
