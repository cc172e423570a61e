"""What follows from time alone: silence, which is taken for content."""

from datetime import datetime

from debiet.complaints.actions.walking import facts_of, locked, walk
from debiet.core.actor import Actor
from debiet.core.operations import action
from debiet.rules.access import Permission
from debiet.rules.complaints import ComplaintActor, ComplaintStep


@action(permission=Permission.RUN_COMPLAINTS)
def note_silence(*, complaint_id: int, by: Actor, at: datetime) -> bool:
    """Write down that the customer said nothing to the answer in its time; return whether so.

    It may still escalate within the year. Done twice, or answered meanwhile, nothing changes.
    """
    complaint = locked(complaint_id, by=by)
    is_due = complaint.silent_at is not None and complaint.silent_at < at
    if complaint.step is not ComplaintStep.ANSWERED or not is_due:
        return False
    walk(
        complaint,
        ComplaintStep.SILENT,
        actor=ComplaintActor.SYSTEM,
        facts=facts_of(complaint, at=at),
        happened_at=complaint.silent_at,
        by=by,
        at=at,
    )
    return True
