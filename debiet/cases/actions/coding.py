"""Sending a lost status code: only by the way on file, and the old one is then worthless."""

from datetime import datetime

from debiet.cases import letters
from debiet.cases.actions.answering import NoAddress
from debiet.cases.actions.locking import about, locked_case
from debiet.cases.actions.saying import say
from debiet.cases.events import CodeAsked
from debiet.cases.models import Case
from debiet.core import audit
from debiet.core.actor import Actor
from debiet.core.events import publish
from debiet.core.operations import action
from debiet.rules.access import Permission
from debiet.rules.cases import Carrier


@action(permission=Permission.ASK_CODE)
def ask_code(*, number: str, by: Actor, at: datetime) -> None:
    """Take the wish for a new code; a job looks whether there is such a case.

    So neither the answer nor the time it takes tells whether a number exists.
    """
    version = Case.objects.filter(number=number).values_list("code_version", flat=True).first()
    publish(CodeAsked(number=number, seen_version=version or 0))


@action(permission=Permission.SEND_CODE)
def send_code(
    *, number: str, seen_version: int | None = None, by: Actor, at: datetime
) -> int | None:
    """Send a new code by the way on file; return the message's id, or None where there was none.

    :param seen_version: of the code that was lost; once there is a newer one nothing is sent
    :raises NoAddress: if an employee asks it and nothing in writing reaches the customer
    """
    case_id = Case.objects.filter(number=number).values_list("id", flat=True).first()
    if case_id is None:
        return None
    case = locked_case(case_id, by=by, merged_too=True, frozen_too=True)
    if seen_version is not None and case.code_version != seen_version:
        return None
    recipient = letters.recipient(case, is_short=True)
    if recipient is None:
        if by.user_id is not None:
            raise NoAddress
        return None
    # Not by `save`: whoever writes an answer meanwhile need not look again because of this.
    case.code_version += 1
    case.save(update_fields=["code_version"])
    audit.record(
        about(case), compartment=case.compartment, facts={"code_version": case.code_version}
    )
    letter = letters.code(case, by_text=recipient.carrier is Carrier.SMS, at=at)
    contact = say(
        case, letter, recipient, purpose=letters.STATUS_CODE, is_public=False, by=by, at=at
    )
    contact.save()
    return contact.message_id
