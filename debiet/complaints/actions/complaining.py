"""Complaining on the website, by an open form that needs neither code nor account."""

import json
from dataclasses import dataclass
from datetime import date, datetime

import structlog
from django.conf import settings
from django.db import OperationalError
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from debiet.cases import actions as cases
from debiet.cases import queries as case_queries
from debiet.cases.actions import Question
from debiet.complaints.actions.registering import Said, register_complaint
from debiet.complaints.models import Complaint
from debiet.core.actor import Actor
from debiet.core.errors import Refused
from debiet.core.operations import action
from debiet.correspondence import actions as correspondence
from debiet.rules.access import Permission
from debiet.rules.cases import Direction
from debiet.rules.complaints import ComplaintStep, Component

log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Sent:
    """What somebody fills in of a complaint beside what a question has.

    :param case_id: its own case that it is about, which it proved to know
    :param facts_on: when what it is about happened
    """

    component: Component = Component.DRINKING_WATER
    facts_on: date | None = None
    case_id: int | None = None


@action(permission=Permission.REGISTER_COMPLAINT, atomic=False)
def complain(*, question: Question, sent: Sent, by: Actor, at: datetime) -> int | None:
    """Keep what a visitor sent, then open its case as a complaint, and return the case's id.

    Case and complaint are one transaction. Whatever goes wrong in it, what was kept goes the way
    of any form, and a job registers the complaint; None where an employee has to look at it first.
    """
    raw_message_id = cases.keep_question(question=question, complaint=_as_kept(sent), by=by, at=at)
    try:
        return take_sent(raw_message_id=raw_message_id, by=by, at=at)
    except OperationalError:
        raise  # nothing can be written down either; the sweep comes back to it
    except Refused as refusal:
        trouble = refusal.code
    except Exception as error:  # noqa: BLE001 (whatever it is, what was sent must be taken up)
        trouble = type(error).__name__
    log.error("complaint not registered at once", raw=raw_message_id, error=trouble)
    return cases.take_up(raw_message_id=raw_message_id, by=by, at=at).case_id


@action(permission=Permission.REGISTER_COMPLAINT)
def take_sent(*, raw_message_id: int, by: Actor, at: datetime) -> int | None:
    """Open the case of a form in which somebody complains, and register it; return its id.

    Called again it returns the same. None where the form is held.
    """
    outcome = cases.take_raw_message(raw_message_id=raw_message_id, by=by, at=at)
    if outcome.case_id is not None:
        whose = by if by.case_id else Actor.visitor(outcome.case_id)
        register_sent(case_id=outcome.case_id, raw_message_id=raw_message_id, by=whose, at=at)
    return outcome.case_id


@action(permission=Permission.REGISTER_COMPLAINT)
def register_sent(*, case_id: int, raw_message_id: int, by: Actor, at: datetime) -> None:
    """Register the complaint of a form whose case is there; one that is registered stays as it is.

    What is added to a complaint is an addition, and makes no second one of it.
    """
    known = Complaint.objects.filter(case_id=case_id).first()
    if known is not None and known.step is not ComplaintStep.NOT_A_COMPLAINT:
        return
    raw = correspondence.claim_raw(raw_message_id=raw_message_id, by=by, at=at)
    kept = json.loads(raw.content)["complaint"]
    said = _said_now(case_id, by=by)
    facts_on = kept["facts_on"]
    register_complaint(
        case_id=case_id,
        said=Said(
            wish_id=said.wish_id,
            expressed_at=said.expressed_at,
            moment_reason=said.moment_reason,
            facts_on=date.fromisoformat(facts_on) if facts_on else None,
            component=Component(kept["component"]),
        ),
        by=by,
        at=at,
    )


@action(permission=Permission.REGISTER_COMPLAINT)
def make_complaint(*, case_id: int, text: str, by: Actor, at: datetime) -> int:
    """Make a complaint of the visitor's own question, with what it says about it; return its id.

    :raises EmptyText: if nothing was written
    :raises IsComplaint: if it is one already
    """
    cases.add_words(case_id=case_id, text=text, by=by, at=at)
    return register_complaint(case_id=case_id, said=_said_now(case_id, by=by), by=by, at=at)


SAID_ON_WEBSITE = _("Said on the website, after our answer")
"""Why the moment is later than the first message."""


def _said_now(case_id: int, *, by: Actor) -> Said:
    """Return since when a customer who complains on the website does, and in which contact.

    It was content with what it asked until we answered: the first thing it said after that counts,
    and before an answer its first message, as for everybody.
    """
    page = case_queries.case_page(case_id, viewer=by)
    lines = page.timeline if page else ()
    said = [one for one in lines if one.direction is Direction.IN]
    answers = [one for one in lines if one.direction is Direction.OUT and one.is_substantive]
    wish_id = said[-1].contact_id if said else None
    if not answers:
        return Said(wish_id=wish_id)
    after = [one for one in said if one.happened_at > answers[0].happened_at]
    if not after:
        return Said(wish_id=wish_id)
    with translation.override(settings.LANGUAGE_CODE):  # the register is in the house's language
        reason = str(SAID_ON_WEBSITE)
    return Said(wish_id=wish_id, expressed_at=after[0].happened_at, moment_reason=reason)


def _as_kept(sent: Sent) -> dict[str, object]:
    return {
        "component": sent.component,
        "facts_on": sent.facts_on.isoformat() if sent.facts_on else "",
        "case_id": sent.case_id,
    }
