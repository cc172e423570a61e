"""Letting a held message go on, by an employee who read it."""

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from debiet.cases.actions.opening import Contact, open_case
from debiet.cases.actions.settling import TakeOutcome, settled
from debiet.cases.queries.held import legible
from debiet.core.actor import Actor
from debiet.core.errors import NotFound, Refused
from debiet.core.operations import action
from debiet.correspondence import actions as correspondence
from debiet.rules.access import Permission
from debiet.rules.cases import CaseKind


class NotHeld(Refused):
    """A colleague let it go on already, or it was never held."""

    code = "cases.not-held"
    message = _("This message is no longer held: a colleague took it up.")


@action(permission=Permission.SEE_QUARANTINE)
def open_from_quarantine(
    *, raw_message_id: int, topic_code: str, by: Actor, at: datetime
) -> TakeOutcome:
    """Open a case from a held message, as if it had been taken up the moment it came.

    Its term counts from then; without an address there is nobody to acknowledge it to.

    :raises NotFound: where the actor may not see the message
    :raises NotHeld: if it was taken up meanwhile
    :raises UnknownTopic: if the topic does not exist
    """
    raw = correspondence.claim_raw(raw_message_id=raw_message_id, by=by, at=at)
    if raw.compartment not in by.compartments:
        raise NotFound
    if raw.state != "quarantined":
        raise NotHeld
    found = legible(raw)
    opened = open_case(
        kind=CaseKind.QUESTION,
        topic_code=topic_code,
        carrier=raw.carrier,
        text=found.text or found.subject or "-",
        subject=found.subject,
        contact=Contact(found.name, found.email, found.phone, found.account_number),
        language=found.language,
        received_at=raw.received_at,
        raw_message_id=raw.raw_message_id,
        acknowledge=found.may_answer,
        by=by,
        at=at,
    )
    reason = f"released:{raw.reason}"[:120]
    return settled(raw, "opened", reason, opened.case_id, opened.number, by=by, at=at)
