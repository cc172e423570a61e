"""Reading which mailboxes there are, and which of them an address or a source means."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from debiet.core.reading import query
from debiet.correspondence.models import Mailbox
from debiet.correspondence.sources import mailbox_code


@dataclass(frozen=True, slots=True)
class MailboxInfo:
    """A mailbox as its reader needs it; its secret is in the settings, by its code."""

    mailbox_id: int
    code: str
    address: str
    topic_code: str
    compartment: str
    server: dict[str, Any]
    looked_at: datetime | None


def as_mailbox_info(row: Mailbox) -> MailboxInfo:
    return MailboxInfo(
        mailbox_id=row.pk,
        code=row.code,
        address=row.address,
        topic_code=row.topic_code,
        compartment=row.compartment,
        server=row.server,
        looked_at=row.looked_at,
    )


@query(personal=False)
def lmtp_mailbox(address: str) -> MailboxInfo | None:
    """Return the mailbox that takes mail for an address, with or without a tag after a plus."""
    name, at_sign, domain = address.rpartition("@")
    untagged = name.partition("+")[0] + at_sign + domain
    rows = Mailbox.objects.filter(protocol=Mailbox.Protocol.LMTP, is_active=True)
    for form in dict.fromkeys((address, untagged)):
        if row := rows.filter(address__iexact=form).first():
            return as_mailbox_info(row)
    return None


@query(personal=False)
def imap_mailboxes() -> list[MailboxInfo]:
    """Return the mailboxes that are to be looked into, by their code."""
    rows = Mailbox.objects.filter(protocol=Mailbox.Protocol.IMAP, is_active=True)
    return [as_mailbox_info(row) for row in rows.order_by("code")]


@query(personal=False)
def imap_mailbox(mailbox_id: int) -> MailboxInfo | None:
    """Return one mailbox that is to be looked into, or None where it is none any more."""
    rows = Mailbox.objects.filter(protocol=Mailbox.Protocol.IMAP, is_active=True)
    row = rows.filter(pk=mailbox_id).first()
    return as_mailbox_info(row) if row else None


@query(personal=False)
def mailbox_topic(source: str) -> str:
    """Return the topic of what came in by a source that is a mailbox, "" for any other source."""
    code = mailbox_code(source)
    if not code:
        return ""
    return Mailbox.objects.filter(code=code).values_list("topic_code", flat=True).first() or ""
