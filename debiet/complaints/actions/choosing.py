"""What the customer itself chooses on its status page; each time it gets a proof of receipt."""

from datetime import datetime

from debiet.cases import actions as cases
from debiet.complaints import letters
from debiet.complaints.actions.customers import accept_answer, withdraw_complaint
from debiet.complaints.actions.escalating import ask_for_ombuds
from debiet.complaints.actions.taking_over import office
from debiet.complaints.actions.walking import handled_in, locked
from debiet.complaints.letters import Choice
from debiet.core.actor import Actor
from debiet.core.operations import action
from debiet.rules.access import Permission


@action(permission=Permission.NOTE_WISH)
def choose(*, complaint_id: int, choice: Choice, words: str = "", by: Actor, at: datetime) -> None:
    """Do what the customer chooses in its complaint, and confirm in writing that it did.

    :param words: what it says with it to the ombuds function
    :raises Refused: if the table of steps does not allow it
    """
    complaint = locked(complaint_id, by=by)
    # Written first: whoever has the case after this may be another one.
    where = handled_in(complaint).pk
    cases.write_letter(
        case_id=where,
        composing=letters.receipt(complaint, choice, at=at),
        by=by if where == by.case_id else office(),
        at=at,
    )
    if by.case_id == complaint.office_case_id:
        by = Actor.visitor(complaint.case_id)  # the same customer, by the code of the other case
    if choice is Choice.ACCEPT:
        accept_answer(complaint_id=complaint_id, by=by, at=at)
    elif choice is Choice.WITHDRAW:
        withdraw_complaint(complaint_id=complaint_id, by=by, at=at)
    else:
        ask_for_ombuds(complaint_id=complaint_id, words=words, by=by, at=at)
