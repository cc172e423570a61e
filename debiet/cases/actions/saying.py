"""What a case writes by itself: put into the outbox, and shown as a contact."""

from collections.abc import Sequence
from datetime import datetime

from debiet.cases import letters, referral
from debiet.cases.actions.locking import about
from debiet.cases.letters import Letter
from debiet.cases.models import Case, Interaction
from debiet.cases.ways import house
from debiet.core.actor import Actor
from debiet.correspondence import actions as correspondence
from debiet.correspondence.actions import Recipient
from debiet.rules.cases import Direction
from debiet.rules.complaints import Regime


def leave(
    case: Case,
    letter: Letter,
    recipient: Recipient,
    *,
    purpose: str,
    file_ids: Sequence[int] = (),
    is_automatic: bool = False,
    by: Actor,
    at: datetime,
) -> int:
    """Put a letter about a case into the outbox, the one place where answers leave; return its id.

    Whoever wrote it, and to how many, an answer says where the customer can go next.

    :raises AnswerWithoutReferral: if it does not
    """
    if purpose in letters.ANSWERS:
        needed = referral.required(case, kind=letter.kind, house=house(at=at), at=at)
        referral.check(needed, letter.parts)
    message = correspondence.queue_message(
        about=about(case),
        compartment=case.compartment,
        purpose=purpose,
        recipient=recipient,
        subject=letter.subject,
        text=letter.text,
        file_ids=file_ids,
        is_automatic=is_automatic,
        by=by,
        at=at,
    )
    return int(message.pk)


def heard(case: Case, text: str, letter: Letter) -> str:
    """Return what is kept of an answer as a contact: the words, in a complaint where to go next.

    What is read on the status page is then no less than what was sent.
    """
    is_ordinary = case.regime is Regime.ORDINARY
    return text if is_ordinary else f"{text}\n\n{letter.referral}"


def say(
    case: Case,
    letter: Letter,
    recipient: Recipient,
    *,
    purpose: str,
    is_public: bool = True,
    by: Actor,
    at: datetime,
) -> Interaction:
    """Put a letter that nobody wrote by hand into the outbox and return its contact, not saved yet.

    :param is_public: whether the status page shows it
    """
    message_id = leave(case, letter, recipient, purpose=purpose, is_automatic=True, by=by, at=at)
    return Interaction(
        case=case,
        compartment=case.compartment,
        direction=Direction.OUT,
        carrier=recipient.carrier,
        happened_at=at,
        recorded_at=at,
        text=letter.text,
        topic_code=case.topic.code,
        is_public=is_public,
        is_automatic=True,
        message_id=message_id,
        clauses=list(letter.clause_version_ids),
    )


def confirm(case: Case, *, asked: str, answered: str, by: Actor, at: datetime) -> bool:
    """Confirm in writing what was asked and answered; return False where there is no way to."""
    recipient = letters.recipient(case)
    if recipient is None:
        return False
    letter = letters.confirmation(case, asked=asked, answered=answered, at=at)
    say(case, letter, recipient, purpose=letters.CONFIRMATION, by=by, at=at).save()
    return True
