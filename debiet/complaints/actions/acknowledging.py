"""Acknowledging a complaint, whoever registered it; the clock stops when the letter has left."""

from datetime import datetime

from debiet.cases import actions as cases
from debiet.complaints import letters
from debiet.complaints.actions.ombuds_letters import is_acknowledged
from debiet.complaints.actions.walking import handled_in, locked, note
from debiet.complaints.models import ComplaintLetter
from debiet.core.actor import Actor
from debiet.core.operations import action
from debiet.rules.access import Permission
from debiet.rules.complaints import OWED, ComplaintActor, LetterKind


@action(permission=Permission.RUN_COMPLAINTS)
def acknowledge(*, complaint_id: int, by: Actor, at: datetime) -> int | None:
    """Write the acknowledgement of a complaint and return its message's id.

    None where one is written already, no answer is owed, or nothing in writing arrives.
    """
    complaint = locked(complaint_id, by=by)
    written = ComplaintLetter.objects.filter(complaint=complaint, failed_at=None)
    is_written = written.exists() or is_acknowledged(complaint)
    if complaint.step not in OWED or complaint.acknowledged_at or is_written:
        return None
    message_id = cases.write_letter(
        case_id=handled_in(complaint).pk,
        composing=letters.acknowledgement(complaint, at=at),
        by=by,
        at=at,
    )
    if message_id is None:
        return None
    ComplaintLetter.objects.create(
        complaint=complaint,
        compartment=complaint.compartment,
        message_id=message_id,
        kind=LetterKind.ACKNOWLEDGEMENT,
        written_at=at,
    )
    noted = {"letter": LetterKind.ACKNOWLEDGEMENT, "message": message_id}
    note(complaint, start=complaint.step, actor=ComplaintActor.SYSTEM, noted=noted, by=by, at=at)
    return message_id
