"""Calls that were promised: within which window, each try, and how they ended."""

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from debiet.cases.actions.answering import record_contact
from debiet.cases.actions.locking import about, led_by, locked_case, tidy, written
from debiet.cases.actions.promising import promise
from debiet.cases.models import Callback, CallbackAttempt, Case
from debiet.core import audit
from debiet.core.actor import Actor
from debiet.core.errors import ChangedMeanwhile, NotFound, Refused
from debiet.core.operations import action
from debiet.rules.access import Permission
from debiet.rules.callbacks import may_be_promised
from debiet.rules.cases import AttemptOutcome, CallbackState, Carrier, Direction
from debiet.staff import actions as staff
from debiet.staff import queries as people
from debiet.staff.visibility import visible


class WindowOver(Refused):
    """Nobody can keep a promise that is past, ends before it begins, or lies years away."""

    code = "cases.window-over"
    message = _(
        "Choose a window that ends later than it begins, is not over yet, and lies within a year."
    )


class NoPhone(Refused):
    """There is no number to call."""

    code = "cases.no-phone"
    message = _("Fill in the telephone number that you will call.")


class CallbackEnded(Refused):
    """The call was made or withdrawn already."""

    code = "cases.callback-ended"
    message = _("This call has been made or withdrawn already.")


@action(permission=Permission.PROMISE_CALLBACK)
def promise_callback(
    *,
    case_id: int,
    phone: str,
    words: str = "",
    promised_from: datetime,
    promised_until: datetime,
    by: Actor,
    at: datetime,
) -> int:
    """Promise to call somebody back within a window; the same promise twice is one.

    :raises NoPhone: without a number
    :raises WindowOver: if the window is past, too far away or has no length
    """
    case = locked_case(led_by(case_id), by=by)
    phone = " ".join(phone.replace("\x00", "").split())[:40]
    if not any(sign.isdigit() for sign in phone):
        raise NoPhone
    if not may_be_promised(promised_from=promised_from, promised_until=promised_until, at=at):
        raise WindowOver
    callback = promise(
        case,
        phone=phone,
        words=tidy(words),
        start=promised_from,
        end=promised_until,
        by=by,
        at=at,
    )
    return callback.pk


@action(permission=Permission.PROMISE_CALLBACK)
def record_attempt(
    *,
    callback_id: int,
    outcome: AttemptOutcome,
    words: str = "",
    seen_attempts: int,
    is_substantive: bool = True,
    resolves: bool = False,
    is_confirmed_later: bool = False,
    by: Actor,
    at: datetime,
) -> None:
    """Write down a try to call somebody back.

    A try is no reply and moves no clock. Who was reached got an answer: its words become a
    contact, and the promise is kept.

    :param is_confirmed_later: the caller confirms what was told by a letter of its own
    :param seen_attempts: how many tries the actor knew of; the same try sent twice is one
    :raises CallbackEnded: if it was made or withdrawn in between
    :raises ChangedMeanwhile: if a colleague tried in between
    :raises EmptyText: if somebody was reached and nothing is said of it
    """
    callback = _locked_callback(callback_id, by=by)
    employee = people.employee_of(by.user_id) if by.user_id else None
    words = written(words) if outcome is AttemptOutcome.REACHED else tidy(words)
    new = CallbackAttempt(
        callback=callback,
        compartment=callback.compartment,
        at=at,
        outcome=outcome,
        employee_id=employee.employee_id if employee else None,
        words=words,
    )
    if _is_known(new, seen_attempts):
        return
    if callback.state != CallbackState.PROMISED:
        raise CallbackEnded
    new.save()
    callback.first_tried_at = callback.first_tried_at or at
    if outcome is AttemptOutcome.REACHED:
        callback.state, callback.ended_at = CallbackState.REACHED, at
        record_contact(
            case_id=callback.case_id,
            carrier=Carrier.PHONE,
            direction=Direction.OUT,
            text=words,
            happened_at=at,
            is_substantive=is_substantive,
            resolves=resolves,
            is_confirmed_later=is_confirmed_later,
            by=by,
            at=at,
        )
    _save(callback, outcome=outcome)


def _is_known(new: CallbackAttempt, seen_attempts: int) -> bool:
    """Return whether a try was sent before.

    :raises ChangedMeanwhile: if a colleague tried since the page was shown
    """
    tries = list(new.callback.attempts.order_by("id"))
    if len(tries) == seen_attempts:
        return False
    said = [(one.outcome, one.employee_id, one.words) for one in tries[-1:]]
    if said != [(new.outcome, new.employee_id, new.words)]:
        raise ChangedMeanwhile
    return True


@action(permission=Permission.PROMISE_CALLBACK)
def withdraw_callback(*, callback_id: int, by: Actor, at: datetime) -> None:
    """Take back the promise of a call, because the customer no longer wants it.

    :raises CallbackEnded: if it was made already
    """
    callback = _locked_callback(callback_id, by=by)
    if callback.state == CallbackState.WITHDRAWN:
        return
    if callback.state != CallbackState.PROMISED:
        raise CallbackEnded
    callback.state, callback.ended_at = CallbackState.WITHDRAWN, at
    _save(callback, withdrawn=True)


def _locked_callback(callback_id: int, *, by: Actor) -> Callback:
    # The case first, as everywhere: two who act on one case wait for each other in one order.
    case_id = (
        visible(Callback.objects.filter(pk=callback_id), by).values_list("case_id", flat=True)
    ).first()
    if case_id is None:
        raise NotFound
    locked_case(case_id, by=by, merged_too=True)
    return (
        Callback.objects.select_for_update(of=("self",)).select_related("case").get(pk=callback_id)
    )


def _save(callback: Callback, **facts: object) -> None:
    callback.save(update_fields=["state", "first_tried_at", "ended_at"])
    audit.record(
        about(callback.case),
        compartment=callback.compartment,
        facts={"callback": callback.pk, **facts},
    )


@action(permission=Permission.NOTIFY_EMPLOYEE)
def tell_missed_callback(*, callback_id: int, by: Actor, at: datetime) -> int:
    """Tell the leads of a case's team that nobody called within the promised window, once."""
    callback = Callback.objects.select_related("case").get(pk=callback_id)
    case: Case = callback.case
    return sum(
        staff.notify_employee(
            employee_id=lead,
            kind="case.callback-missed",
            about=about(case),
            compartment=callback.compartment,
            cause=f"callback:{callback_id}",
            facts={"number": case.number},
            by=by,
            at=callback.promised_until,
        )
        for lead in people.lead_ids(case.team_id)
    )
