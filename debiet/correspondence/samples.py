"""A letter as it would be printed, made of words that are sent to nobody."""

from datetime import datetime

from debiet.correspondence.channels import post
from debiet.correspondence.channels.base import Outgoing, Sender
from debiet.correspondence.letterheads import letterhead, letterhead_of
from debiet.files.logos import UsedLogo
from debiet.rules.access import Compartment


def sample_letter(
    *,
    subject: str,
    text: str,
    language: str,
    at: datetime,
    logo: UsedLogo | None = None,
    sender: Sender | None = None,
) -> bytes:
    """Return a letter as PDF, to somebody who does not exist.

    :param logo: what is tried over it; else the one that is used
    :param sender: who writes, where that is not the utility as such
    """
    return post.compose(
        Outgoing(
            message_id="<sample@localhost>",
            recipient_name="An Voorbeeld",
            recipient_address="",
            subject=subject,
            text=text,
            in_reply_to="",
            is_automatic=False,
            reference="sample:0",
            about="case:2026-000000",
            compartment=Compartment.ORDINARY,
            language=language,
            written_at=at,
            postal_lines=("An Voorbeeld", "Waterstraat 1", "9000 Gent"),
            letterhead=letterhead_of(logo) if logo else letterhead(at),
            sender=sender,
        )
    )
