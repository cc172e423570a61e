"""Saying the same thing to the askers of many cases: of each, once, by its own way."""

from collections.abc import Mapping
from datetime import datetime

from debiet.cases import letters
from debiet.cases.actions.locking import about, locked_case, save
from debiet.cases.actions.promising import promise_to_tell
from debiet.cases.actions.saying import heard, leave, say
from debiet.cases.events import CaseAnswered
from debiet.cases.models import Case, Interaction
from debiet.cases.ways import Correspondent, correspondent, recipient_by
from debiet.core.actor import Actor
from debiet.core.events import publish
from debiet.core.operations import action
from debiet.correspondence import queries as messages
from debiet.rules.access import Permission
from debiet.rules.cases import Carrier, Direction
from debiet.rules.delivery_way import Way
from debiet.rules.sla import EntryKind
from debiet.terms import actions as terms


@action(permission=Permission.ANSWER_CASE)
def tell_asker(
    *,
    case_id: int,
    template: str,
    words: Mapping[str, str],
    is_substantive: bool,
    by: Actor,
    at: datetime,
) -> int | None:
    """Tell the asker of a case what is told to all of an incident; return the message's id.

    It goes by the way an answer would go; where nothing in writing arrives but a phone number is
    known, a text message says where to read it. None where nothing reaches the asker at all.
    Whoever calls this keeps, in the same transaction, that it was done.

    :param is_substantive: whether it deals with the matter, and so stops the term to answer
    """
    case = locked_case(case_id, by=by)
    found = correspondent(case)
    way = found.ways.written or _by_text(case)
    if way is None:
        return None
    message = _send(case, found, way, template, words, is_substantive, by=by, at=at)
    if found.ways.heads_up and way.carrier is not Carrier.SMS:
        _announce(case, found, found.ways.heads_up, at_once=False, by=by, at=at)
    deadlines = None
    if is_substantive:  # what only says that we know of it answers nobody, and stops no clock
        deadlines = terms.enter(
            reference=about(case),
            kind=EntryKind.REPLIED,
            occurred_at=at,
            is_substantive=True,
            source=f"message:{message}",
            by=by,
            at=at,
        )
    save(case, deadlines, source=f"message:{message}", substantive=is_substantive)
    publish(CaseAnswered(case_id=case.pk))
    if found.ways.call and way.carrier is not Carrier.SMS:
        promise_to_tell(case, found.ways.call, by=by, at=at)
    return message


def _send(
    case: Case,
    found: Correspondent,
    way: Way,
    template: str,
    words: Mapping[str, str],
    is_substantive: bool,
    *,
    by: Actor,
    at: datetime,
) -> int:
    """Put the message into the outbox, keep it as a contact and return its id."""
    body, clause_ids = letters.told_to_many(case, template=template, words=words, at=at)
    kind = letters.kind_of(is_substantive=is_substantive)
    letter = letters.answer(case, text=body, kind=kind, at=at)
    if way.carrier is Carrier.SMS:
        message = _announce(case, found, way.address, at_once=True, by=by, at=at)
    else:
        recipient = recipient_by(case, found, way)
        message = leave(
            case, letter, recipient, purpose=letters.ANSWER, is_automatic=True, by=by, at=at
        )
    Interaction.objects.create(
        case=case,
        compartment=case.compartment,
        direction=Direction.OUT,
        carrier=way.carrier,
        happened_at=at,
        recorded_at=at,
        text=heard(case, body, letter),
        topic_code=case.topic.code,
        is_substantive=is_substantive,
        message_id=message,
        clauses=[*clause_ids, *letter.clause_version_ids],
    )
    return message


def _by_text(case: Case) -> Way | None:
    """Return the number that a text message can go to, for whoever has no other way in writing."""
    short = correspondent(case, is_short=True).ways
    if short.written is not None:
        return short.written
    return (
        Way(Carrier.SMS, short.call)
        if short.call and Carrier.SMS in messages.sending_carriers()
        else None
    )


def _announce(
    case: Case, found: Correspondent, phone: str, *, at_once: bool, by: Actor, at: datetime
) -> int:
    """Say in a text message where our words can be read.

    :param at_once: it is all that goes out: its contact is the one with the words
    """
    recipient = recipient_by(case, found, Way(Carrier.SMS, phone))
    letter = letters.answer_ready(case, at=at)
    contact = say(
        case, letter, recipient, purpose=letters.ANSWER_READY, is_public=False, by=by, at=at
    )
    if not at_once:
        contact.save()
    return int(contact.message_id or 0)
