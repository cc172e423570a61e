"""Taking up what a channel received: each raw message ends in exactly one visible state."""

import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any

import structlog
from django.db import OperationalError, transaction

from debiet.cases.actions.adding import add_said
from debiet.cases.actions.arriving import settled_by_its_way
from debiet.cases.actions.form_files import keep_form_files, sent_with
from debiet.cases.actions.opening import Contact, open_case
from debiet.cases.actions.placing import placed
from debiet.cases.actions.settling import TakeOutcome, settled
from debiet.cases.actions.taking_mail import take_mail
from debiet.cases.events import ComplaintSent
from debiet.cases.models import Case
from debiet.core.actor import Actor
from debiet.core.errors import Refused
from debiet.core.events import publish
from debiet.core.operations import action
from debiet.core.references import parts
from debiet.correspondence import actions as correspondence
from debiet.correspondence.queries import Raw
from debiet.rules.access import Permission
from debiet.rules.cases import Carrier, CaseKind

log = structlog.get_logger(__name__)


@action(permission=Permission.TAKE_IN_MESSAGE)
def take_raw_message(*, raw_message_id: int, by: Actor, at: datetime) -> TakeOutcome:
    """Take up a raw message once: open a case, go on with one, or set it aside with a reason.

    Called again for the same message it returns what became of it the first time.
    """
    raw = correspondence.claim_raw(raw_message_id=raw_message_id, by=by, at=at)
    if raw.state != "received":
        return _as_before(raw)
    if raw.carrier == Carrier.WEB_FORM:
        return _take_form(raw, by=by, at=at)
    raw = placed(raw, by=by, at=at)
    return settled_by_its_way(raw, by=by, at=at) or take_mail(raw, by=by, at=at)


@action(permission=Permission.TAKE_IN_MESSAGE, atomic=False)
def take_up(*, raw_message_id: int, by: Actor, at: datetime) -> TakeOutcome:
    """Take up a raw message, or hold it for an employee if that cannot be done, whatever the cause.

    So one bad message stops no other, and none is ever lost.
    """
    try:
        return take_raw_message(raw_message_id=raw_message_id, by=by, at=at)
    except Refused as refusal:
        return quarantine(raw_message_id=raw_message_id, reason=refusal.code, by=by, at=at)
    except OperationalError:
        raise  # then nothing can be written down either; the sweep comes back to it
    except Exception as trouble:  # noqa: BLE001 (whatever it is, the message must be kept)
        # No traceback: its values are words of the person who wrote.
        log.error("message not taken up", raw=raw_message_id, error=type(trouble).__name__)
        reason = f"error:{type(trouble).__name__}"
        return quarantine(raw_message_id=raw_message_id, reason=reason, by=by, at=at)


@action(permission=Permission.TAKE_IN_MESSAGE)
def quarantine(*, raw_message_id: int, reason: str, by: Actor, at: datetime) -> TakeOutcome:
    """Hold a raw message for an employee, with the reason."""
    raw = correspondence.claim_raw(raw_message_id=raw_message_id, by=by, at=at)
    if raw.state != "received":
        return _as_before(raw)
    raw = _placed_if_legible(raw, by=by, at=at)
    return settled(raw, "quarantined", reason, by=by, at=at)


def _placed_if_legible(raw: Raw, *, by: Actor, at: datetime) -> Raw:
    """Return a mail in the part it belongs to; one that cannot be read is held where it came."""
    try:
        with transaction.atomic():
            return placed(raw, by=by, at=at)
    except Exception as trouble:  # noqa: BLE001 (what holds it may be that it cannot be read)
        log.error("held message not placed", raw=raw.raw_message_id, error=type(trouble).__name__)
        return raw


def _as_before(raw: Raw) -> TakeOutcome:
    number = parts(raw.about)[1] if raw.about else ""
    case_id = Case.objects.filter(number=number).values_list("id", flat=True).first()
    return TakeOutcome(raw.outcome, raw.reason, case_id, number)


def _take_form(raw: Raw, *, by: Actor, at: datetime) -> TakeOutcome:
    """Open a case from the website's form, or go on with the one that a complaint is about."""
    form = json.loads(raw.content)
    complaint = form.get("complaint")
    case_id = (complaint or {}).get("case_id")
    if case_id:
        files = sent_with(raw.content)
        case = add_said(
            case_id=case_id,
            text=form["text"],
            files=files,
            received_at=raw.received_at,
            raw_message_id=raw.raw_message_id,
            by=by,
            at=at,
        )
        outcome = settled(raw, "continued", "", case, by=by, at=at)
    else:
        outcome = _opened(raw, form, acknowledge=complaint is None, by=by, at=at)
    if complaint is not None:
        assert outcome.case_id is not None  # noqa: S101 (both ways have one)
        publish(ComplaintSent(case_id=outcome.case_id, raw_message_id=raw.raw_message_id))
    return outcome


def _opened(
    raw: Raw, form: Mapping[str, Any], *, acknowledge: bool, by: Actor, at: datetime
) -> TakeOutcome:
    opened = open_case(
        kind=CaseKind.QUESTION,
        topic_code=form["topic_code"],
        carrier=Carrier.WEB_FORM,
        text=form["text"],
        contact=Contact(
            form["name"],
            form["email"],
            form["phone"],
            form["account_number"],
            form.get("address", ""),
        ),
        language=form["language"],
        received_at=raw.received_at,
        raw_message_id=raw.raw_message_id,
        file_ids=keep_form_files(raw.content, topic_code=form["topic_code"], by=by, at=at),
        acknowledge=acknowledge,
        by=by,
        at=at,
    )
    return settled(raw, "opened", "", opened, by=by, at=at)
