"""What a case writes by itself: put into the outbox, and shown as a contact."""

from datetime import datetime

from debiet.cases.actions.locking import about
from debiet.cases.letters import Letter
from debiet.cases.models import Case, Interaction
from debiet.core.actor import Actor
from debiet.correspondence import actions as correspondence
from debiet.correspondence.actions import Recipient
from debiet.rules.cases import Direction


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
    message = correspondence.queue_message(
        about=about(case),
        compartment=case.compartment,
        purpose=purpose,
        recipient=recipient,
        subject=letter.subject,
        text=letter.text,
        is_automatic=True,
        by=by,
        at=at,
    )
    return Interaction(
        case=case,
        compartment=case.compartment,
        direction=Direction.OUT,
        carrier=message.carrier,
        happened_at=at,
        recorded_at=at,
        text=letter.text,
        topic_code=case.topic.code,
        is_public=is_public,
        is_automatic=True,
        message_id=message.pk,
        clauses=list(letter.clause_version_ids),
    )
