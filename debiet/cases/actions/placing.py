"""Which part of the house a mail belongs to, whatever mailbox it came to.

What answers the ombuds office is not for the first line, also where nobody can say whose it is:
from an unknown address, with nothing but a number in its subject, returned, or held.
"""

from dataclasses import replace
from datetime import datetime

from debiet.cases.actions.threads import signed
from debiet.cases.models import Case
from debiet.core.actor import Actor
from debiet.core.references import parts
from debiet.correspondence import actions as correspondence
from debiet.correspondence import queries as messages
from debiet.correspondence.queries import Raw
from debiet.rules import mail
from debiet.rules.access import Compartment
from debiet.rules.cases import Carrier
from debiet.rules.mail_bounce import read_bounce
from debiet.rules.mail_loops import numbers_in

CLOSED = (Compartment.OMBUDS, Compartment.HR)
"""The parts whose mail nobody outside of them may find."""


def placed(raw: Raw, *, by: Actor, at: datetime) -> Raw:
    """Return a mail in the closed part of the case that it answers or names; note the move.

    What only quotes a number in its words stays where it came to, if it answers an open case.
    """
    if raw.carrier is not Carrier.EMAIL or raw.compartment != Compartment.ORDINARY:
        return raw
    part = _closed_part(raw)
    if not part:
        return raw
    correspondence.move_raw(raw_message_id=raw.raw_message_id, compartment=part, by=by, at=at)
    return replace(raw, compartment=part)


def _closed_part(raw: Raw) -> str:
    parsed = mail.parse(raw.content)
    returned = [parts(one.about) for one in messages.sent_as(read_bounce(raw.content).message_ids)]
    answered = [number for number, _reason in signed(parsed)]
    answered += [number for kind, number in returned if kind == "case"]
    subject, text = numbers_in(parsed.subject), numbers_in(parsed.text)
    named = {*answered, *subject, *text}
    if not named:
        return ""
    found = dict(Case.objects.filter(number__in=named).values_list("number", "compartment"))
    answers_open = any(number in found for number in answered)
    looked_at = [*answered, *subject, *([] if answers_open else text)]
    return next((found[one] for one in looked_at if found.get(one) in CLOSED), "")
