"""Mails that come in, the way every channel takes them: kept first, then taken up."""

from datetime import datetime
from typing import Any

from debiet.cases import actions as cases
from debiet.cases.actions import TakeOutcome
from debiet.core.actor import Actor
from debiet.correspondence import actions as correspondence
from debiet.rules.access import Compartment
from debiet.rules.cases import Carrier
from tests import make

IMPORT = Actor.system("mail.import")


def written(text: str = "Een vraag.", *, sender: str = "ann@example.be", **fields: str) -> bytes:
    """Return a mail; fields are header fields, `in_reply_to` for In-Reply-To."""
    fields = {"subject": "Vraag"} | fields
    head = [f"From: {sender}"]
    head += [f"{name.replace('_', '-').title()}: {value}" for name, value in fields.items()]
    return ("\n".join(head) + f"\n\n{text}\n").encode()


def keep(content: bytes, *, at: datetime = make.MONDAY, **changes: Any) -> int:
    """Keep a mail as it came and return its id."""
    values = {"source": "import-mail", "compartment": Compartment.ORDINARY} | changes
    return correspondence.take_in(
        carrier=Carrier.EMAIL, content=content, received_at=at, by=IMPORT, at=at, **values
    ).raw_message_id


def take(content: bytes, *, at: datetime = make.MONDAY, **changes: Any) -> TakeOutcome:
    """Keep a mail and take it up."""
    raw_message_id = keep(content, at=at, **changes)
    return cases.take_up(raw_message_id=raw_message_id, by=IMPORT, at=at)
