"""Messages that nobody could take up: what came, from whom, and why it was held."""

from dataclasses import dataclass, replace
from datetime import datetime

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from debiet.cases import actions
from debiet.cases import queries as cases
from debiet.cases.actions import NotHeld, TakeOutcome
from debiet.core.errors import Refused
from debiet.core.words import Words
from debiet.correspondence import queries as correspondence
from debiet.correspondence.queries import HeldRow
from debiet.desk import access, frame, labels
from debiet.desk.access import DeskRequest, employees
from debiet.desk.forms import CloseForm, topic_options
from debiet.rules.access import Permission
from debiet.rules.cases import Carrier
from debiet.rules.quarantine import SetAside


@dataclass(frozen=True, slots=True)
class Held:
    """A message in quarantine, in words."""

    raw_message_id: int
    carrier: Carrier
    received_at: datetime
    due_at: datetime | None
    sender: str
    subject: str
    reason: Words
    size: int
    what_it_is: Words = ""


@employees(Permission.SEE_QUARANTINE)
def quarantine(request: DeskRequest) -> HttpResponse:
    """Show what is held, what falls due first, first."""
    viewer = access.actor(request)
    found = correspondence.quarantine(viewer=viewer, limit=frame.SMALL_BOUND)
    facts = {
        "held": [_held(row) for row in found],
        "is_cut": len(found) == frame.SMALL_BOUND,
    }
    return frame.show(request, "desk/quarantine.html", facts, current="quarantine")


@employees(Permission.SEE_QUARANTINE)
def held(request: DeskRequest, raw_message_id: int) -> HttpResponse:
    """Show what can be read of a held message, or open a case from it."""
    viewer = access.actor(request, purpose="quarantine")
    message = cases.held_message(raw_message_id, viewer=viewer)
    topics = [("", ""), *topic_options(cases.topic_choices(public=False))]
    form = CloseForm(request.POST or None, topics=topics)
    if form.is_valid():
        try:
            outcome = actions.open_from_quarantine(
                raw_message_id=raw_message_id,
                topic_code=form.cleaned_data["topic_code"],
                by=viewer,
                at=request.at,
            )
        except NotHeld as refusal:
            messages.warning(request, str(refusal))
            return redirect("desk:quarantine")
        except Refused as refusal:
            access.answer_hidden(refusal)
            form.add_error(None, str(refusal))
        else:
            return _released(request, outcome)
    if message is None:
        raise Http404
    access.saw_held(request, viewer, message)
    facts = {
        "message": message,
        "reason": _reason(message.reason),
        "form": form,
        "reasons": labels.SET_ASIDE,
    }
    return frame.show(request, "desk/held.html", facts, current="quarantine")


def _released(request: DeskRequest, outcome: TakeOutcome) -> HttpResponse:
    """Say what became of a released message, and lead to its case where the employee may see it."""
    said = {
        "opened": _("A case was opened from the message."),
        "continued": _("The message belongs to a case, which goes on with it."),
    }
    messages.success(request, said.get(outcome.outcome, _("No person wrote it; it was set aside.")))
    number = outcome.number
    if number and cases.case_id_of(number, viewer=access.actor(request)):
        return redirect("desk:case", number=number)
    return redirect("desk:quarantine")


@employees(Permission.SEE_QUARANTINE)
def set_aside(request: DeskRequest, raw_message_id: int) -> HttpResponse:
    """Say that a held message becomes no case, and why."""
    if request.method != "POST":
        return redirect("desk:held", raw_message_id=raw_message_id)
    reason = request.POST.get("reason", "")
    if reason not in set(SetAside):
        messages.error(request, _("Choose what it is."))
        return redirect("desk:held", raw_message_id=raw_message_id)
    try:
        actions.set_aside(
            raw_message_id=raw_message_id,
            reason=SetAside(reason),
            by=access.actor(request, purpose="quarantine"),
            at=request.at,
        )
    except Refused as refusal:
        access.answer_hidden(refusal)
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("It is set aside, and kept."))
    return redirect("desk:quarantine")


@employees(Permission.SEE_QUARANTINE)
def aside(request: DeskRequest) -> HttpResponse:
    """Show what colleagues set aside, so that a mistake can be taken back."""
    found = correspondence.put_aside(viewer=access.actor(request), limit=frame.SMALL_BOUND)
    facts = {"aside": [_aside(row) for row in found], "is_cut": len(found) == frame.SMALL_BOUND}
    return frame.show(request, "desk/aside.html", facts, current="quarantine")


@employees(Permission.SEE_QUARANTINE)
def take_back(request: DeskRequest, raw_message_id: int) -> HttpResponse:
    """Hold a message again that was set aside, and lead to it."""
    if request.method != "POST":
        return redirect("desk:aside")
    viewer = access.actor(request, purpose="quarantine")
    try:
        actions.take_back(raw_message_id=raw_message_id, by=viewer, at=request.at)
    except Refused as refusal:
        access.answer_hidden(refusal)
        messages.error(request, str(refusal))
        return redirect("desk:aside")
    messages.success(request, _("It is held again. Its term goes on."))
    return redirect("desk:held", raw_message_id=raw_message_id)


def _aside(row: HeldRow) -> Held:
    what_it_is, _colon, held_for = row.reason.partition(":")
    shown = _held(replace(row, reason=held_for))
    return replace(shown, what_it_is=labels.SET_ASIDE.get(what_it_is, what_it_is))


def _held(row: HeldRow) -> Held:
    return Held(
        raw_message_id=row.raw_message_id,
        carrier=row.carrier,
        received_at=row.received_at,
        due_at=row.due_at,
        sender=row.sender,
        subject=row.subject,
        reason=_reason(row.reason),
        size=row.size,
    )


def _reason(code: str) -> Words:
    if code.startswith("error:"):
        return _("Our program stumbled over it; whoever looks after it finds it in the log.")
    return labels.word(code, "quarantine")
