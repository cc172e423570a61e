"""Messages that nobody could take up: what came, from whom, and why it was held."""

from dataclasses import dataclass
from datetime import datetime

from django.http import HttpResponse
from django.utils.translation import gettext as _

from debiet.core.words import Words
from debiet.correspondence import queries as correspondence
from debiet.correspondence.queries import Raw
from debiet.desk import access, frame, labels
from debiet.desk.access import DeskRequest, employees
from debiet.rules import mail
from debiet.rules.access import Permission
from debiet.rules.cases import Carrier


@dataclass(frozen=True, slots=True)
class Held:
    """A message in quarantine, in words."""

    raw_message_id: int
    carrier: Carrier
    received_at: datetime
    sender: str
    subject: str
    reason: Words
    size: int


@employees(Permission.SEE_QUARANTINE)
def quarantine(request: DeskRequest) -> HttpResponse:
    """Show what is held, oldest first."""
    viewer = access.actor(request)
    found = correspondence.quarantine(viewer=viewer, limit=frame.SMALL_BOUND)
    facts = {
        "held": [_held(raw) for raw in found],
        "is_cut": len(found) == frame.SMALL_BOUND,
    }
    return frame.show(request, "desk/quarantine.html", facts, current="quarantine")


def _held(raw: Raw) -> Held:
    parsed = mail.parse(raw.content) if raw.carrier is Carrier.EMAIL else None
    return Held(
        raw_message_id=raw.raw_message_id,
        carrier=raw.carrier,
        received_at=raw.received_at,
        sender=parsed.sender_address if parsed else "",
        subject=parsed.subject if parsed else "",
        reason=_reason(raw.reason),
        size=len(raw.content),
    )


def _reason(code: str) -> Words:
    if code.startswith("error:"):
        return _("Our program stumbled over it; whoever looks after it finds it in the log.")
    return labels.word(code, "quarantine")
