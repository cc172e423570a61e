"""Reading what a mail that came in may answer: messages of ours, and whom we wrote to."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from email.utils import parseaddr

from django.conf import settings
from django.db.models.functions import Lower

from debiet.core.reading import query
from debiet.correspondence.models import Mailbox, Message
from debiet.rules.cases import Carrier
from debiet.rules.mail_tags import untagged


@dataclass(frozen=True, slots=True)
class Sent:
    """A message of ours, without its words."""

    message_id: int
    about: str
    address: str


@dataclass(frozen=True, slots=True)
class Told:
    """That we wrote to somebody, about what, and when."""

    about: str
    purpose: str
    written_at: datetime


@query(personal=False)
def sent_as(identifiers: Sequence[str]) -> list[Sent]:
    """Return the mails of ours among some Message-IDs (without brackets), in their order."""
    named = {f"<{identifier}>": place for place, identifier in enumerate(identifiers)}
    rows = Message.objects.filter(message_id__in=named, carrier=Carrier.EMAIL)
    found = rows.values_list("message_id", "id", "about", "recipient_address")
    return [
        Sent(pk, about, address)
        for _message_id, pk, about, address in sorted(found, key=lambda row: named[row[0] or ""])
    ]


@query(personal=False)
def wrote_to(address: str, *, about: str) -> bool:
    """Return whether we sent a mail about something to an address."""
    mails = Message.objects.filter(about=about, carrier=Carrier.EMAIL)
    return mails.filter(recipient_address__iexact=address).exists()


@query(personal=False)
def told(address: str, *, since: datetime, limit: int = 50) -> list[Told]:
    """Return what we wrote to an e-mail address since a moment, the latest first."""
    mails = (
        Message.objects.filter(carrier=Carrier.EMAIL, written_at__gte=since)
        .annotate(to=Lower("recipient_address"))
        .filter(to=address.lower())
    )
    rows = mails.order_by("-written_at", "-id").values_list("about", "purpose", "written_at")
    return [Told(*row) for row in rows[:limit]]


@query(personal=False)
def is_own_address(address: str) -> bool:
    """Return whether an address is one of ours: a mailbox, or the sender of our mails."""
    bare = untagged(address)
    ours = {untagged(parseaddr(one)[1]) for one in _senders()}
    return bare in ours or Mailbox.objects.filter(address__iexact=bare).exists()


def _senders() -> tuple[str, str]:
    return settings.DEFAULT_FROM_EMAIL, settings.MAIL_REPLY_TO
