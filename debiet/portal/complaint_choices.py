"""What a customer chooses on the status page: to complain, accept, withdraw, or go further.

Only a click does this, never a link. Each ends on a page that proves we have it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from debiet.complaints import actions
from debiet.complaints import queries as complaints
from debiet.complaints.actions import Choice
from debiet.complaints.queries import OwnComplaint
from debiet.core.errors import Refused
from debiet.core.words import Words
from debiet.portal import access, limits
from debiet.portal.access import OwnCase
from debiet.portal.complaint_forms import MakeComplaintForm, NothingToFillIn, OmbudsForm
from debiet.portal.complaint_steps import standing
from debiet.portal.forms import AddForm
from debiet.portal.show import own_page, page
from debiet.portal.status import TOO_OFTEN, may_complain, shown
from debiet.rules.complaints import ComplaintStep


@dataclass(frozen=True, slots=True)
class ChoiceWords:
    """What the page says that asks whether somebody means it."""

    heading: Words
    lead: Sequence[Words]
    button: Words
    icon: str


@dataclass(frozen=True, slots=True)
class Done:
    """What the page says that proves we have it."""

    heading: Words
    lines: Sequence[Words]
    at: datetime


WITHDRAW = ChoiceWords(
    heading=_("Do you take your complaint back?"),
    lead=(
        _("Then we do not answer it any more. This cannot be undone."),
        _("You can complain again later, but the terms then begin again."),
    ),
    button=_("Yes, I take it back"),
    icon="undo",
)
OMBUDS = ChoiceWords(
    heading=_("Go to our ombuds function"),
    lead=(
        _("It looks into your complaint apart from our customer service. It costs nothing."),
        _("If our customer service has not answered yet, the ombuds function decides whether it "
          "takes over at once."),
    ),
    button=_("Ask the ombuds function"),
    icon="shield",
)  # fmt: skip
PROOFS: dict[Choice, tuple[Words, Sequence[Words]]] = {
    Choice.ACCEPT: (
        _("You accepted our answer"),
        (_("We close your complaint. Do you change your mind? You can still go on from here."),),
    ),
    Choice.WITHDRAW: (_("You took your complaint back"), (_("We do not answer it any more."),)),
    Choice.OMBUDS: (
        _("We have your request to our ombuds function"),
        (_("The ombuds function reads what you and we wrote, and answers you itself."),),
    ),
}
OFFICE_CHOOSES: Sequence[Words] = (
    _("The ombuds function reads your request. It takes your complaint over, or gives our customer "
      "service a last term. Until then our customer service has it."),
)  # fmt: skip
"""What happens next where the first line has not answered yet."""


@own_page
def make_complaint(request: HttpRequest, number: str) -> HttpResponse:
    """Make a complaint of a question, with what somebody says about it."""
    own, at = access.case(request, number), timezone.now()
    if request.method != "POST":
        return redirect("portal:status", number=own.case.number)
    form = MakeComplaintForm(request.POST)
    if not form.is_valid() or not may_complain(own):
        return shown(request, own, AddForm(), complaining=form)
    if limits.spent(limits.verdict(own.case.number), at=at):
        form.add_error(None, TOO_OFTEN)
        return shown(request, own, AddForm(), complaining=form, status=429)
    try:
        actions.make_complaint(
            case_id=own.case.case_id, text=form.cleaned_data["text"], by=own.visitor, at=at
        )
    except Refused as refusal:
        messages.error(request, str(refusal))
        return redirect("portal:status", number=own.case.number)
    return redirect("portal:complained", number=own.case.number)


@own_page
def accept(request: HttpRequest, number: str) -> HttpResponse:
    """Take down that somebody accepts our answer."""
    own, at = access.case(request, number), timezone.now()
    complaint = _complaint(own, at=at)
    if request.method != "POST":
        return redirect("portal:status", number=own.case.number)
    return _chosen(request, own, complaint, Choice.ACCEPT, at=at)


@own_page
def withdraw(request: HttpRequest, number: str) -> HttpResponse:
    """Ask whether somebody takes its complaint back, which cannot be undone, and take it down."""
    own, at = access.case(request, number), timezone.now()
    complaint = _complaint(own, at=at)
    if request.method != "POST" and not complaint.may_withdraw:
        return redirect("portal:status", number=own.case.number)
    form = NothingToFillIn(request.POST if request.method == "POST" else None)
    if not form.is_valid():
        return _asked(request, own, form, WITHDRAW)
    return _chosen(request, own, complaint, Choice.WITHDRAW, at=at)


@own_page
def ombuds(request: HttpRequest, number: str) -> HttpResponse:
    """Ask what to tell the ombuds function, and hand the wish over to it."""
    own, at = access.case(request, number), timezone.now()
    complaint = _complaint(own, at=at)
    if request.method != "POST" and not standing(complaint, at=at).may_ask:
        return redirect("portal:status", number=own.case.number)
    form = OmbudsForm(request.POST if request.method == "POST" else None)
    if not form.is_valid():
        return _asked(request, own, form, OMBUDS)
    return _chosen(request, own, complaint, Choice.OMBUDS, words=form.cleaned_data["words"], at=at)


def _complaint(own: OwnCase, *, at: datetime) -> OwnComplaint:
    found = complaints.own_complaint(viewer=own.visitor, at=at)
    if found is None or found.step is ComplaintStep.NOT_A_COMPLAINT:
        raise Http404
    return found


def _asked(
    request: HttpRequest, own: OwnCase, form: forms.Form, choice: ChoiceWords
) -> HttpResponse:
    facts = {"case": own.case, "form": form, "choice": choice}
    return page(request, "complaint_choice", facts)


def _chosen(
    request: HttpRequest,
    own: OwnCase,
    complaint: OwnComplaint,
    choice: Choice,
    *,
    words: str = "",
    at: datetime,
) -> HttpResponse:
    """Carry a choice out and show the proof of it, or say on the status page why it cannot be."""
    if limits.spent(limits.verdict(own.case.number), at=at):
        messages.error(request, TOO_OFTEN)
        return redirect("portal:status", number=own.case.number)
    try:
        actions.choose(
            complaint_id=complaint.complaint_id,
            choice=choice,
            words=words,
            by=own.visitor,
            at=at,
        )
    except Refused as refusal:
        messages.error(request, str(refusal))
        return redirect("portal:status", number=own.case.number)
    heading, lines = PROOFS[choice]
    now = complaints.own_complaint(viewer=own.visitor, at=at)
    if choice is Choice.OMBUDS and now is not None and now.asked_for_ombuds_at is not None:
        lines = OFFICE_CHOOSES
    facts = {
        "case": own.case,
        "done": Done(heading, lines, at),
        "standing": standing(now, at=at) if now else None,
    }
    return page(request, "complaint_done", facts)
