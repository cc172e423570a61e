"""Phone calls as the exchange tells of them, and what became of each."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext_lazy as _

from debiet.core import audit
from debiet.core.actor import Actor
from debiet.core.errors import NotFound, Refused
from debiet.core.operations import action
from debiet.core.references import reference
from debiet.correspondence.models import Call
from debiet.rules.access import Compartment, Permission
from debiet.rules.calls import CallEvent, CallReason, CallTimes, heard
from debiet.staff import queries as staff
from debiet.staff.parts_of_work import compartment_of_calls
from debiet.staff.visibility import visible


class CallSettled(Refused):
    """What became of a call is said once."""

    code = "correspondence.call-settled"
    message = _("Somebody has said already what became of this call.")


@dataclass(frozen=True, slots=True)
class Sign:
    """One thing an exchange tells of a call.

    :param employee: the sign-in address of whoever is called or answers
    """

    event: CallEvent
    at: datetime
    employee: str = ""


@action(permission=Permission.RECORD_CALL)
def record_call(
    *,
    source: str,
    call_id: str,
    signs: Sequence[Sign],
    caller: str = "",
    called: str = "",
    by: Actor,
    at: datetime,
) -> int:
    """Write down what is told of a call and return its id.

    Signs may come in any order and more than once; with the source the call's id is its key.
    """
    first = min(sign.at for sign in signs)
    call, created = Call.objects.get_or_create(
        source=source,
        call_id=call_id,
        defaults={"compartment": Compartment.ORDINARY, "started_at": first},
    )
    call = Call.objects.select_for_update().get(pk=call.pk)
    before = (call.started_at, call.answered_at, call.ended_at, call.employee_id)
    for sign in signs:
        _hear(call, sign, is_first=created and sign is signs[0])
    call.caller = call.caller or caller[:40]
    call.called = call.called or called[:40]
    call.save()
    if created or before != (call.started_at, call.answered_at, call.ended_at, call.employee_id):
        audit.record(reference("call", call.pk), compartment=call.compartment)
    return call.pk


def _hear(call: Call, sign: Sign, *, is_first: bool) -> None:
    known = None if is_first else CallTimes(call.started_at, call.answered_at, call.ended_at)
    times = heard(known, sign.event, sign.at)
    employee_id = staff.employee_id_at(sign.employee) if sign.employee else None
    answers = sign.event is CallEvent.ANSWERED and times.answered_at == sign.at
    if employee_id and (answers or call.employee_id is None):
        # Whoever answers has the call, whoever it rang at before.
        call.employee_id = employee_id
        if not call.about:
            call.compartment = compartment_of_calls(employee_id)
    call.started_at, call.answered_at, call.ended_at = (
        times.started_at,
        times.answered_at,
        times.ended_at,
    )
    call.is_abandoned = times.is_abandoned


@action(permission=Permission.RECORD_CALL)
def tie_call(*, call_id: int, about: str, compartment: str, by: Actor, at: datetime) -> None:
    """Say which case a call was about; it moves to where the case is seen.

    :raises CallSettled: if something else became of it
    """
    call = _locked(call_id, by)
    if call.about == about:
        return
    _settle(call, about, compartment)


@action(permission=Permission.RECORD_CALL)
def put_call_away(*, call_id: int, reason: CallReason, by: Actor, at: datetime) -> None:
    """Say why a call needs no contact.

    :raises CallSettled: if something else became of it
    """
    call = _locked(call_id, by)
    if call.about == reason:
        return
    _settle(call, reason, call.compartment)


def _locked(call_id: int, by: Actor) -> Call:
    call = visible(Call.objects.filter(pk=call_id), by).select_for_update(of=("self",)).first()
    if call is None:
        raise NotFound
    return call


def _settle(call: Call, about: str, compartment: str) -> None:
    if call.about:
        raise CallSettled
    call.about, call.compartment = about, compartment
    call.save(update_fields=["about", "compartment"])
    audit.record(reference("call", call.pk), compartment=compartment, facts={"became": about})
