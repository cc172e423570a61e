"""Reading which mailboxes there are, and which of them an address or a source means."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.conf import settings

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


@query(personal=False)
def mailboxes_about(topic_codes: Iterable[str]) -> list[str]:
    """Return the addresses of the mailboxes whose mail is about one of these topics at first."""
    rows = Mailbox.objects.filter(topic_code__in=list(topic_codes), is_active=True)
    return list(rows.order_by("address").values_list("address", flat=True))


@dataclass(frozen=True, slots=True)
class MailboxSetUp:
    """A mailbox as it is set up; of its password only whether the installation has one."""

    code: str
    address: str
    protocol: str
    topic_code: str
    compartment: str
    is_active: bool
    server: dict[str, Any]
    looked_at: datetime | None
    trouble: str
    has_secret: bool

    @property
    def is_imap(self) -> bool:
        """Return whether it is looked into; else mail is brought to us."""
        return self.protocol == Mailbox.Protocol.IMAP


@query(personal=False)
def mailboxes_set_up(*, code: str = "") -> list[MailboxSetUp]:
    """Return every mailbox, those in use first; or the one of a code."""
    rows = Mailbox.objects.filter(code=code) if code else Mailbox.objects.all()
    return [
        MailboxSetUp(
            code=row.code,
            address=row.address,
            protocol=row.protocol,
            topic_code=row.topic_code,
            compartment=row.compartment,
            is_active=row.is_active,
            server=row.server,
            looked_at=row.looked_at,
            trouble=row.trouble,
            has_secret=row.code in settings.MAILBOX_SECRETS,
        )
        for row in rows.order_by("-is_active", "address", "id")
    ]
