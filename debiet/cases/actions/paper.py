"""Falling back to paper: what an e-mail did not bring, a letter does."""

from datetime import datetime

from debiet.cases import letters
from debiet.cases.models import Case, Interaction
from debiet.core.actor import Actor
from debiet.correspondence import actions as correspondence
from debiet.rules.cases import Carrier

ON_PAPER = frozenset({letters.ANSWER, letters.ACKNOWLEDGEMENT})
"""What customers must have in hands: their answer, and their number with its code."""


def send_on_paper(case: Case, message_id: int, *, by: Actor, at: datetime) -> Interaction | None:
    """Send the words of an e-mail that did not arrive as a letter, once, and return the contact.

    None where no postal address is known to work, or where it was done before.
    """
    recipient = letters.on_paper(case)
    contact = Interaction.objects.filter(message_id=message_id, case=case).first()
    if recipient is None or contact is None:
        return None
    message = correspondence.replace_message(
        message_id=message_id, recipient=recipient, by=by, at=at
    )
    if message is None:
        return None
    return Interaction.objects.create(
        case=case,
        compartment=case.compartment,
        direction=contact.direction,
        carrier=Carrier.POST,
        happened_at=at,
        recorded_at=at,
        employee_id=contact.employee_id,
        text=contact.text,
        topic_code=contact.topic_code,
        is_substantive=contact.is_substantive,
        is_automatic=contact.is_automatic,
        message_id=message.pk,
        clauses=contact.clauses,
    )
