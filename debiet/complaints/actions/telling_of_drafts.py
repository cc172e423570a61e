"""Telling who can read a letter that it waits, and its writer that it came back."""

from datetime import datetime

from debiet.complaints.models import ComplaintDraft
from debiet.core.actor import Actor
from debiet.core.operations import action
from debiet.core.references import reference
from debiet.rules.access import Permission
from debiet.rules.complaint_letters import DraftState
from debiet.rules.notices import NoticeKind
from debiet.staff import actions as staff
from debiet.staff import queries as people
from debiet.staff.house_notices import who_may


@action(permission=Permission.NOTIFY_EMPLOYEE)
def tell_of_draft(*, draft_id: int, by: Actor, at: datetime) -> int:
    """Tell of a draft as it stands now, and return how many are told; each is told once.

    One that waits is told to whoever can read it and did not write it, one that came back to
    whoever saved it last. Of any other there is nothing to tell.
    """
    draft = ComplaintDraft.objects.select_related("complaint__case").filter(pk=draft_id).first()
    if draft is None:
        return 0
    if draft.state is DraftState.WAITING:
        kind = NoticeKind.LETTER_WAITS
        told = [
            employee_id
            for employee_id, user_id in who_may(Permission.APPROVE_COMPLAINT_LETTER)
            if user_id not in draft.writers
        ]
    elif draft.state is DraftState.SENT_BACK:
        kind = NoticeKind.LETTER_BACK
        writer = None if draft.saved_by_id is None else people.employee_of(draft.saved_by_id)
        told = [writer.employee_id] if writer else []
    else:
        return 0
    number = draft.complaint.case.number
    return sum(
        staff.notify_employee(
            employee_id=one,
            kind=kind,
            about=reference("case", number),
            compartment=draft.compartment,
            cause=f"complaint-draft:{draft_id}:{draft.version}",
            facts={"number": number},
            by=by,
            at=at,
        )
        for one in told
    )
