"""What programs send: delivery reports and automatic replies. They never open or reopen a case."""

from datetime import datetime

from debiet.cases.actions.locking import about
from debiet.cases.actions.mail_contacts import add_mail
from debiet.cases.actions.settling import TakeOutcome, settled
from debiet.cases.actions.threads import may_hold, thread_of
from debiet.cases.models import Case
from debiet.core import audit
from debiet.core.actor import Actor
from debiet.core.references import parts
from debiet.correspondence import actions as correspondence
from debiet.correspondence import queries as messages
from debiet.correspondence.queries import Raw, Sent
from debiet.rules.mail import ParsedMail
from debiet.rules.mail_bounce import Fate, Returned, marks_address, read_bounce

UNTOLD = "undelivered"
"""The reason of a bounce that names no code."""


def take_bounce(
    raw: Raw, parsed: ParsedMail, reason: str, *, by: Actor, at: datetime
) -> TakeOutcome:
    """Tie a delivery report to the message of ours that it is about, and take up what it says.

    It must name our message and, where it names recipients, the one we wrote to: whoever invents
    a report about somebody else's address changes nothing.
    """
    found = _sent_and_fate(raw)
    if found is None:
        return settled(raw, "bounce", reason, by=by, at=at)
    sent, returned = found
    if returned.fate is Fate.FAILED:
        correspondence.note_bounced(
            message_id=sent.message_id,
            reason=returned.status or UNTOLD,
            marks_address=marks_address(returned.status),
            by=by,
            at=at,
        )
    kind, number = parts(sent.about)
    case = Case.objects.filter(number=number).first() if kind == "case" else None
    if case is None or not may_hold(case, raw):
        return settled(raw, "bounce", reason, by=by, at=at)
    _show(case, raw, parsed, at=at)
    return settled(raw, "bounce", reason, case, by=by, at=at)


def _sent_and_fate(raw: Raw) -> tuple[Sent, Returned] | None:
    bounce = read_bounce(raw.content)
    for sent in messages.sent_as(bounce.message_ids):
        returned = bounce.fate_of(sent.address)
        if returned is not None:
            return sent, returned
    return None


def take_auto_reply(
    raw: Raw, parsed: ParsedMail, reason: str, *, by: Actor, at: datetime
) -> TakeOutcome:
    """Show an automatic reply with the case it answers, or set it aside; no clock moves."""
    case = thread_of(raw, parsed).case
    if case is not None:
        _show(case, raw, parsed, at=at)
    return settled(raw, "auto-reply", reason, case, by=by, at=at)


def _show(case: Case, raw: Raw, parsed: ParsedMail, *, at: datetime) -> None:
    """Put what a program wrote into a case's timeline; customers' pages do not show it."""
    contact = add_mail(
        case, raw, parsed, text=parsed.text, is_public=False, is_automatic=True, at=at
    )
    audit.record(about(case), compartment=case.compartment, facts={"automatic": contact.pk})
