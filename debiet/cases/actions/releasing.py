"""Letting a held message go on, or setting it aside, by an employee who read it."""

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from debiet.cases.actions.form_files import keep_form_files
from debiet.cases.actions.handling import OtherCompartment
from debiet.cases.actions.opening import Contact, open_case
from debiet.cases.actions.settling import TakeOutcome, settled
from debiet.cases.actions.taking_mail import release_mail
from debiet.cases.queries.held import legible
from debiet.cases.queries.topics import topic_compartment
from debiet.core.actor import Actor
from debiet.core.errors import NotFound, Refused
from debiet.core.operations import action
from debiet.correspondence import actions as correspondence
from debiet.correspondence.queries import Raw
from debiet.rules.access import Compartment, Permission
from debiet.rules.cases import Carrier, CaseKind
from debiet.rules.quarantine import SET_ASIDE, SetAside


class NotHeld(Refused):
    """A colleague let it go on already, or it was never held."""

    code = "cases.not-held"
    message = _("This message is no longer held: a colleague took it up.")


class NotSetAside(Refused):
    """A colleague took it back already, or a program decided what became of it."""

    code = "cases.not-set-aside"
    message = _("This message is not set aside: a colleague took it back.")


@action(permission=Permission.SEE_QUARANTINE)
def open_from_quarantine(
    *, raw_message_id: int, topic_code: str, by: Actor, at: datetime
) -> TakeOutcome:
    """Let a held message go on as if it came now: to the case it belongs to, or a new one.

    Its term counts from when it was received. Only the reason for holding it is overruled: what is
    no question opens nothing, and without an address there is nobody to acknowledge it to.

    :param topic_code: what it is about, if it opens a case
    :raises NotFound: where the actor may not see the message
    :raises NotHeld: if it was taken up meanwhile
    :raises UnknownTopic: if the topic does not exist
    :raises OtherCompartment: if the topic is of a more open part than the message
    """
    raw = _claimed(raw_message_id, by=by, at=at)
    inside = (Compartment.ORDINARY, topic_compartment(topic_code))
    if raw.compartment not in inside:
        raise OtherCompartment
    if raw.carrier is Carrier.EMAIL:
        return release_mail(raw, topic_code, by=by, at=at)
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
        file_ids=keep_form_files(raw.content, topic_code=topic_code, by=by, at=at),
        by=by,
        at=at,
    )
    return settled(raw, "opened", "", opened, by=by, at=at)


@action(permission=Permission.SEE_QUARANTINE)
def set_aside(*, raw_message_id: int, reason: SetAside, by: Actor, at: datetime) -> TakeOutcome:
    """Say that a held message becomes no case, and why; it is kept all the same.

    :raises NotFound: where the actor may not see the message
    :raises NotHeld: if it was taken up meanwhile
    """
    raw = _claimed(raw_message_id, by=by, at=at)
    return settled(raw, SET_ASIDE, f"{reason}:{raw.reason}", by=by, at=at)


@action(permission=Permission.SEE_QUARANTINE)
def take_back(*, raw_message_id: int, by: Actor, at: datetime) -> None:
    """Hold a message again that an employee set aside, for the reason it was held for before.

    Its term counts from when it came; the time in which it lay aside does not count.

    :raises NotFound: where the actor may not see the message
    :raises NotSetAside: if no employee set it aside, or it was taken back meanwhile
    """
    raw = _seen(raw_message_id, by=by, at=at)
    if (raw.state, raw.outcome) != ("set-aside", SET_ASIDE):
        raise NotSetAside
    _what_it_is, _colon, held_for = raw.reason.partition(":")
    correspondence.settle_raw(
        raw_message_id=raw_message_id,
        state="quarantined",
        outcome="quarantined",
        reason=held_for,
        compartment=raw.compartment,
        by=by,
        at=at,
    )
    correspondence.reopen_raw_clock(raw_message_id=raw_message_id, by=by, at=at)


def _claimed(raw_message_id: int, *, by: Actor, at: datetime) -> Raw:
    raw = _seen(raw_message_id, by=by, at=at)
    if raw.state != "quarantined":
        raise NotHeld
    return raw


def _seen(raw_message_id: int, *, by: Actor, at: datetime) -> Raw:
    raw = correspondence.claim_raw(raw_message_id=raw_message_id, by=by, at=at)
    if raw.compartment not in by.compartments:
        raise NotFound
    return raw
