"""Whether a complaint is treated as one: taken up, or called a question after all."""

from datetime import datetime

from debiet.complaints.actions.walking import end_clocks, facts_of, locked, walk
from debiet.core.actor import Actor
from debiet.core.operations import action
from debiet.rules.access import Permission
from debiet.rules.complaints import ComplaintActor, ComplaintStep


@action(permission=Permission.HANDLE_COMPLAINT)
def take_up(*, complaint_id: int, seen_version: int, by: Actor, at: datetime) -> None:
    """Find a complaint admissible: the first line treats it."""
    complaint = locked(complaint_id, by=by, seen_version=seen_version)
    walk(
        complaint,
        ComplaintStep.FIRST_LINE,
        actor=ComplaintActor.FIRST_LINE,
        facts=facts_of(complaint, at=at),
        by=by,
        at=at,
    )


@action(permission=Permission.HANDLE_COMPLAINT)
def call_question(
    *, complaint_id: int, reason: str, seen_version: int, by: Actor, at: datetime
) -> None:
    """Say that a complaint is a question after all; who said so and why is kept.

    Its case goes on under the clocks of a question, which never stood still.
    """
    complaint = locked(complaint_id, by=by, seen_version=seen_version)
    is_office = complaint.office_case_id is not None
    walk(
        complaint,
        ComplaintStep.NOT_A_COMPLAINT,
        actor=ComplaintActor.OMBUDS if is_office else ComplaintActor.FIRST_LINE,
        facts=facts_of(complaint, at=at, reason=reason),
        by=by,
        at=at,
    )
    end_clocks(complaint, occurred_at=at, by=by, at=at)
