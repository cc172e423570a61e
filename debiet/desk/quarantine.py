"""Messages that nobody could take up: what came, from whom, and why it was held."""

from dataclasses import dataclass
from datetime import datetime

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from debiet.cases import actions
from debiet.cases import queries as cases
from debiet.core.errors import Refused
from debiet.core.words import Words
from debiet.correspondence import queries as correspondence
from debiet.correspondence.queries import Raw
from debiet.desk import access, frame, labels
from debiet.desk.access import DeskRequest, employees
from debiet.desk.forms import CloseForm, topic_options
from debiet.rules import mail
from debiet.rules.access import Permission
from debiet.rules.cases import Carrier


@dataclass(frozen=True, slots=True)
class Held:
    """A message in quarantine, in words."""

    raw_message_id: int
    carrier: Carrier
    received_at: datetime
    sender: str
    subject: str
    reason: Words
    size: int


@employees(Permission.SEE_QUARANTINE)
def quarantine(request: DeskRequest) -> HttpResponse:
    """Show what is held, oldest first."""
    viewer = access.actor(request)
    found = correspondence.quarantine(viewer=viewer, limit=frame.SMALL_BOUND)
    facts = {
        "held": [_held(raw) for raw in found],
        "is_cut": len(found) == frame.SMALL_BOUND,
    }
    return frame.show(request, "desk/quarantine.html", facts, current="quarantine")


@employees(Permission.SEE_QUARANTINE)
def held(request: DeskRequest, raw_message_id: int) -> HttpResponse:
    """Show what can be read of a held message, or open a case from it."""
    viewer = access.actor(request, purpose="quarantine")
    message = cases.held_message(raw_message_id, viewer=viewer)
    if message is None:
        raise Http404
    access.saw_held(request, viewer, message)
    topics = topic_options(cases.topic_choices(public=False))
    form = CloseForm(request.POST or None, topics=topics)
    if form.is_valid():
        try:
            outcome = actions.open_from_quarantine(
                raw_message_id=raw_message_id,
                topic_code=form.cleaned_data["topic_code"],
                by=viewer,
                at=request.at,
            )
        except Refused as refusal:
            access.answer_hidden(refusal)
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("A case was opened from the message."))
            return redirect("desk:case", number=outcome.number)
    facts = {"message": message, "reason": _reason(message.reason), "form": form}
    return frame.show(request, "desk/held.html", facts, current="quarantine")


def _held(raw: Raw) -> Held:
    parsed = mail.parse(raw.content) if raw.carrier is Carrier.EMAIL else None
    return Held(
        raw_message_id=raw.raw_message_id,
        carrier=raw.carrier,
        received_at=raw.received_at,
        sender=parsed.sender_address if parsed else "",
        subject=parsed.subject if parsed else "",
        reason=_reason(raw.reason),
        size=len(raw.content),
    )


def _reason(code: str) -> Words:
    if code.startswith("error:"):
        return _("Our program stumbled over it; whoever looks after it finds it in the log.")
    return labels.word(code, "quarantine")
