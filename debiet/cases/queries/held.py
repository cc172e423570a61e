"""Reading a message that nobody could take up, as far as it can be read."""

import json
from dataclasses import dataclass
from datetime import datetime

from debiet.core.actor import Actor
from debiet.core.reading import query
from debiet.correspondence import queries as messages
from debiet.correspondence.queries import Raw
from debiet.rules import mail
from debiet.rules.cases import Carrier


@dataclass(frozen=True, slots=True)
class Legible:
    """What can be read of a raw message; each text may be empty.

    :param may_answer: whether an automatic acknowledgement does no harm
    """

    text: str
    subject: str
    name: str
    email: str
    phone: str
    account_number: str
    language: str
    may_answer: bool


@dataclass(frozen=True, slots=True)
class HeldMessage:
    """A message in quarantine with what can be read of it."""

    raw_message_id: int
    carrier: Carrier
    received_at: datetime
    reason: str
    size: int
    compartment: str
    due_at: datetime | None
    legible: Legible


def legible(raw: Raw) -> Legible:
    """Return what can be read of a raw message, for any bytes."""
    form = _form(raw.content) if raw.carrier is Carrier.WEB_FORM else None
    if form is not None:
        return Legible(
            text=form.get("text", ""),
            subject="",
            name=form.get("name", ""),
            email=form.get("email", ""),
            phone=form.get("phone", ""),
            account_number=form.get("account_number", ""),
            language=form.get("language", ""),
            may_answer=bool(form.get("email")),
        )
    parsed = mail.parse(raw.content)
    wanted = mail.Sign.NO_AUTO_REPLY_WANTED not in parsed.signs
    is_bulk = mail.classify(parsed).kind is mail.MailKind.BULK
    return Legible(
        text=parsed.new_text or parsed.text,
        subject=parsed.subject,
        name=parsed.sender_name,
        email=parsed.sender_address,
        phone="",
        account_number="",
        language="",
        may_answer=bool(parsed.sender_address) and wanted and not is_bulk,
    )


def _form(content: bytes) -> dict[str, str] | None:
    try:
        found = json.loads(content)
    except ValueError:
        return None
    if not isinstance(found, dict):
        return None
    return {str(key): value for key, value in found.items() if isinstance(value, str)}


@query(personal=True)
def held_message(raw_message_id: int, *, viewer: Actor) -> HeldMessage | None:
    """Return a message in quarantine, or None where the viewer may not see it or it is gone."""
    raw = messages.held(raw_message_id, viewer=viewer)
    if raw is None:
        return None
    return HeldMessage(
        raw_message_id=raw.raw_message_id,
        carrier=raw.carrier,
        received_at=raw.received_at,
        reason=raw.reason,
        size=len(raw.content),
        compartment=raw.compartment,
        due_at=raw.due_at,
        legible=legible(raw),
    )
