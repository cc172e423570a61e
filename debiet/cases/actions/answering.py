"""Answering a customer, in writing or by a call that is written down afterwards."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

from debiet.cases import letters
from debiet.cases.actions.attaching import attach
from debiet.cases.actions.closing import close, come_back
from debiet.cases.actions.form_files import keep_sent_files
from debiet.cases.actions.locking import (
    about,
    check_not_frozen,
    led_by,
    locked_case,
    save,
    written,
)
from debiet.cases.actions.promising import promise_to_tell
from debiet.cases.actions.saying import confirm, heard, leave, say
from debiet.cases.events import CaseAnswered
from debiet.cases.models import Case, Interaction
from debiet.cases.ways import correspondent, recipient_by
from debiet.core.actor import Actor
from debiet.core.errors import Refused
from debiet.core.events import publish
from debiet.core.operations import action
from debiet.correspondence.actions import Recipient
from debiet.files.accepting import SentFile
from debiet.rules.access import Permission
from debiet.rules.cases import Carrier, CaseState, Direction
from debiet.rules.complaints import Regime
from debiet.rules.delivery_way import Way
from debiet.rules.sla import EntryKind
from debiet.staff import queries as staff
from debiet.terms import actions as terms


class NoAddress(Refused):
    """Nothing in writing reaches whoever asked."""

    code = "cases.no-address"
    message = _(
        "No e-mail or letter reaches the customer. Call and record the call, or fill in an address."
    )


class InTheFuture(Refused):
    """A contact cannot be recorded before it happened."""

    code = "cases.in-the-future"
    message = _("This moment has not come yet. Fill in when the contact took place.")


class BeforeOpening(Refused):
    """A contact about a case cannot be older than the case."""

    code = "cases.before-opening"
    message = _("This is before the case was opened. Fill in a later moment.")


@action(permission=Permission.ANSWER_CASE)
def answer_case(
    *,
    case_id: int,
    text: str,
    seen_version: int,
    is_substantive: bool = True,
    resolves: bool = True,
    topic_code: str | None = None,
    clause_version_ids: Sequence[int] = (),
    files: Sequence[SentFile] = (),
    by: Actor,
    at: datetime,
) -> int:
    """Answer in writing and return the message's id; it leaves by a job of this transaction.

    :param is_substantive: whether the answer deals with the matter; a holding reply does not
    :param resolves: whether the case is closed with it
    :param files: what goes along with it
    :raises ChangedMeanwhile: if the customer wrote or a colleague acted since the actor looked
    :raises NoAddress: if nothing in writing reaches the customer
    :raises AnswerWithoutReferral: if it cannot say where the customer can go next
    """
    text = written(text)
    case = locked_case(case_id, by=by, seen_version=seen_version)
    found = correspondent(case)
    way, heads_up = found.ways.written, found.ways.heads_up
    if way is None:
        raise NoAddress
    file_ids = keep_sent_files(files, compartment=case.compartment, by=by, at=at)
    kind = letters.kind_of(is_substantive=is_substantive)
    letter = letters.answer(case, text=text, closes=resolves, kind=kind, at=at)
    recipient = recipient_by(case, found, way)
    message_id = leave(
        case, letter, recipient, purpose=letters.ANSWER, file_ids=file_ids, by=by, at=at
    )
    contact = _contact(
        case,
        carrier=recipient.carrier,
        direction=Direction.OUT,
        text=heard(case, text, letter),
        happened_at=at,
        is_substantive=is_substantive,
        message_id=message_id,
        clauses=[*clause_version_ids, *letter.clause_version_ids],
        by=by,
        at=at,
    )
    contact.save()
    attach(contact, file_ids)
    if heads_up:
        _announce(case, recipient_by(case, found, Way(Carrier.SMS, heads_up)), by=by, at=at)
    _replied(case, f"message:{message_id}", at, is_substantive, resolves, topic_code, by=by, at=at)
    if found.ways.call:
        promise_to_tell(case, found.ways.call, by=by, at=at)
    return message_id


def _announce(case: Case, recipient: Recipient, *, by: Actor, at: datetime) -> None:
    """Say in a text message that the answer is ready; its words go another way."""
    letter = letters.answer_ready(case, at=at)
    say(case, letter, recipient, purpose=letters.ANSWER_READY, is_public=False, by=by, at=at).save()


@action(permission=Permission.RECORD_CONTACT)
def record_contact(
    *,
    case_id: int,
    carrier: Carrier,
    direction: Direction,
    text: str,
    happened_at: datetime,
    is_substantive: bool = True,
    resolves: bool = False,
    topic_code: str | None = None,
    is_answered_at_once: bool = False,
    is_confirmed_later: bool = False,
    by: Actor,
    at: datetime,
) -> None:
    """Write down a call or visit, at the moment it took place.

    A call made in time and recorded later mends the breach; both moments are kept. The same call
    sent twice is one. About a case that was merged into another one it is written down there. In a
    complaint an answer is confirmed in writing, where anything in writing arrives.

    :param is_confirmed_later: the caller confirms it by a letter of its own
    :raises InTheFuture: if it has not happened yet
    :raises BeforeOpening: if it is older than the case
    :raises AnswerWithoutReferral: if what confirms it cannot say where the customer can go next
    :raises CaseIsWithOmbuds: if the ombuds function has it and we said something
    """
    text = written(text)
    case = locked_case(led_by(case_id), by=by, frozen_too=True)
    if direction is Direction.OUT:
        check_not_frozen(case)
    if happened_at > at:
        raise InTheFuture
    if happened_at < case.opened_at:
        raise BeforeOpening
    contact = _contact(
        case,
        carrier=carrier,
        direction=direction,
        text=text,
        happened_at=happened_at,
        is_substantive=is_substantive and direction == Direction.OUT,
        is_answered_at_once=is_answered_at_once,
        author_name=case.contact_name if direction == Direction.IN else "",
        by=by,
        at=at,
    )
    if _is_known(contact):
        return
    contact.save()
    source = f"contact:{contact.pk}"
    if direction == Direction.OUT:
        _replied(case, source, happened_at, is_substantive, resolves, topic_code, by=by, at=at)
        is_confirmed_by_caller = is_confirmed_later or (is_answered_at_once and case.pk == case_id)
        if is_substantive and case.regime is not Regime.ORDINARY and not is_confirmed_by_caller:
            # What is said in a complaint is said in writing as well, with where to go next.
            confirm(case, asked=case.subject, answered=text, by=by, at=at)
    else:
        come_back(case, occurred_at=happened_at, source=source, by=by, at=at)


def _contact(
    case: Case,
    *,
    carrier: Carrier,
    direction: Direction,
    text: str,
    happened_at: datetime,
    is_substantive: bool,
    by: Actor,
    at: datetime,
    **facts: Any,
) -> Interaction:
    """Return what an employee said or heard as a contact of a case, not saved yet.

    :param facts: what else is kept of it
    """
    employee = staff.employee_of(by.user_id) if by.user_id else None
    return Interaction(
        case=case,
        compartment=case.compartment,
        direction=direction,
        carrier=carrier,
        happened_at=happened_at,
        recorded_at=at,
        employee_id=employee.employee_id if employee else None,
        text=text,
        topic_code=case.topic.code,
        is_substantive=is_substantive,
        **facts,
    )


def _is_known(contact: Interaction) -> bool:
    """Return whether the latest contact of a case is this one, sent before."""
    latest = Interaction.objects.filter(case=contact.case).order_by("-id").first()
    told = ("direction", "carrier", "happened_at", "employee_id", "text")
    return latest is not None and all(
        getattr(latest, name) == getattr(contact, name) for name in told
    )


def _replied(
    case: Case,
    source: str,
    occurred_at: datetime,
    is_substantive: bool,
    resolves: bool,
    topic_code: str | None,
    *,
    by: Actor,
    at: datetime,
) -> None:
    deadlines = terms.enter(
        reference=about(case),
        kind=EntryKind.REPLIED,
        occurred_at=occurred_at,
        is_substantive=is_substantive,
        source=source,
        by=by,
        at=at,
    )
    if resolves and case.state != CaseState.RESOLVED:
        deadlines = close(
            case, topic_code=topic_code, occurred_at=occurred_at, source=source, by=by, at=at
        )
    save(case, deadlines, source=source, substantive=is_substantive, resolves=resolves)
    publish(CaseAnswered(case_id=case.pk))
