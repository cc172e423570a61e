"""Reading the mail behind a contact, as it was sent and as it came."""

from dataclasses import dataclass
from datetime import datetime

from debiet.cases.models import Interaction
from debiet.core.actor import Actor
from debiet.core.reading import query
from debiet.correspondence import queries as messages
from debiet.rules import mail
from debiet.rules.mail_page import html_of
from debiet.staff.visibility import visible


@dataclass(frozen=True, slots=True)
class MailAsSent:
    """A mail with its page of HTML, which nobody has cleaned yet; without one its words."""

    sender: str
    subject: str
    sent_at: datetime | None
    html: str
    text: str


@query(personal=True)
def original_mail(contact_id: int, *, case_id: int, viewer: Actor) -> bytes | None:
    """Return the mail behind a contact byte for byte, or None where the viewer may not see it."""
    contacts = visible(Interaction.objects.filter(pk=contact_id, case_id=case_id), viewer)
    raw_message_id = contacts.values_list("raw_message_id", flat=True).first()
    return messages.raw_mail(raw_message_id, viewer=viewer) if raw_message_id else None


@query(personal=True)
def mail_as_sent(contact_id: int, *, case_id: int, viewer: Actor) -> MailAsSent | None:
    """Return the mail behind a contact, or None where the viewer may not see it."""
    content = original_mail(contact_id, case_id=case_id, viewer=viewer)
    if content is None:
        return None
    parsed = mail.parse(content)
    return MailAsSent(
        sender=" ".join(filter(None, (parsed.sender_name, f"<{parsed.sender_address}>"))),
        subject=parsed.subject,
        sent_at=parsed.sent_at,
        html=html_of(content),
        text=parsed.text,
    )
