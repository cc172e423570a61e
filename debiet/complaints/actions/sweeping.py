"""How a complaint comes to rest: silence, which is taken for content, and its end."""

from datetime import datetime

from debiet.complaints.actions.walking import facts_of, locked, walk
from debiet.core.actor import Actor
from debiet.core.operations import action
from debiet.rules.access import Permission
from debiet.rules.complaints import SETTLED, ComplaintActor, ComplaintStep


@action(permission=Permission.HANDLE_COMPLAINT)
def close_complaint(*, complaint_id: int, seen_version: int, by: Actor, at: datetime) -> None:
    """Close a complaint whose answer the customer accepted, or was silent on.

    It may still go to the ombuds function within the year.
    """
    complaint = locked(complaint_id, by=by, seen_version=seen_version)
    facts = facts_of(complaint, at=at)
    walk(
        complaint,
        ComplaintStep.CLOSED,
        actor=ComplaintActor.FIRST_LINE,
        facts=facts,
        by=by,
        at=at,
    )


@action(permission=Permission.RUN_COMPLAINTS)
def close_ended(*, complaint_id: int, by: Actor, at: datetime) -> bool:
    """Close a complaint that its customer can take further no more; return whether so.

    Done twice, or taken further in time, nothing changes.
    """
    complaint = locked(complaint_id, by=by)
    until = complaint.escalate_until
    if complaint.step not in SETTLED or until is None or at <= until:
        return False
    walk(
        complaint,
        ComplaintStep.CLOSED,
        actor=ComplaintActor.SYSTEM,
        facts=facts_of(complaint, at=at),
        happened_at=until,
        by=by,
        at=at,
    )
    return True


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
