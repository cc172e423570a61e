"""What the customer itself chooses on its status page; each time it gets a proof of receipt."""

from datetime import datetime

from debiet.cases import actions as cases
from debiet.complaints import letters
from debiet.complaints.actions.asking import ask
from debiet.complaints.actions.customers import accept_answer, withdraw_complaint
from debiet.complaints.actions.walking import locked
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
    cases.write_letter(
        case_id=complaint.case_id,
        composing=letters.receipt(complaint, choice, at=at),
        by=by,
        at=at,
    )
    if choice is Choice.ACCEPT:
        accept_answer(complaint_id=complaint_id, by=by, at=at)
    elif choice is Choice.WITHDRAW:
        withdraw_complaint(complaint_id=complaint_id, by=by, at=at)
    else:
        ask(complaint_id=complaint_id, words=words, by=by, at=at)
