"""Reading the mail behind a contact, as it was sent and as it came."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from debiet.cases.models import Interaction, InteractionFile
from debiet.core.actor import Actor
from debiet.core.reading import query
from debiet.correspondence import queries as messages
from debiet.files import queries as files
from debiet.files.queries import FileInfo
from debiet.rules import mail
from debiet.rules.mail_page import html_of, pictures_of
from debiet.staff.visibility import visible


@dataclass(frozen=True, slots=True)
class MailAsSent:
    """A mail with its page of HTML, which nobody has cleaned yet; without one its words.

    :param pictures: the kept files of this very mail that its page may show, by their name there
    """

    sender: str
    subject: str
    sent_at: datetime | None
    html: str
    text: str
    pictures: Mapping[str, FileInfo]


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
    parsed, html = mail.parse(content), html_of(content)
    return MailAsSent(
        sender=" ".join(filter(None, (parsed.sender_name, f"<{parsed.sender_address}>"))),
        subject=parsed.subject,
        sent_at=parsed.sent_at,
        html=html,
        text=parsed.text,
        pictures=_pictures(content, contact_id, viewer) if "cid:" in html.lower() else {},
    )


def _pictures(content: bytes, contact_id: int, viewer: Actor) -> dict[str, FileInfo]:
    """Return what was kept of the pictures of a mail's page, told by their content."""
    held = visible(InteractionFile.objects.filter(interaction_id=contact_id), viewer)
    kept = files.infos(held.values_list("file_id", flat=True), viewer=viewer).values()
    by_content = {info.sha256: info for info in kept if info.has_preview}
    named = ((name, hashlib.sha256(data).hexdigest()) for name, data in pictures_of(content))
    return {name: by_content[sha256] for name, sha256 in named if sha256 in by_content}
