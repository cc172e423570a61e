"""The contact that an e-mail becomes in a case."""

from datetime import datetime
from typing import Any

from debiet.cases.models import Case, Interaction
from debiet.correspondence.queries import Raw
from debiet.rules.cases import Direction
from debiet.rules.mail import ParsedMail

MAX_NAME_CHARS = 160
"""A name that a record holds; senders may write longer ones."""


def add_mail(
    case: Case, raw: Raw, parsed: ParsedMail, *, text: str, at: datetime, **facts: Any
) -> Interaction:
    """Add an e-mail to a case, as of its receipt, and return the contact.

    :param text: its words, where it has any; else its subject says what it is about
    :param facts: what else is kept of it
    """
    return Interaction.objects.create(
        case=case,
        compartment=case.compartment,
        direction=Direction.IN,
        carrier=raw.carrier,
        happened_at=raw.received_at,
        recorded_at=at,
        author_name=(parsed.sender_name or parsed.sender_address)[:MAX_NAME_CHARS],
        text=text or parsed.subject or "-",
        topic_code=case.topic.code,
        raw_message_id=raw.raw_message_id,
        **facts,
    )
