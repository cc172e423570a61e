"""Calls that were promised: the list of those to make, promising one, trying, withdrawing."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from debiet.cases import actions
from debiet.cases import queries as cases
from debiet.core.errors import ChangedMeanwhile, Refused
from debiet.desk import access, frame
from debiet.desk.access import DeskRequest, employees
from debiet.desk.complaints.telling import go_confirm, waits_for_letter
from debiet.desk.phone_forms import AttemptForm, PromiseForm, window_options
from debiet.desk.timeline import whole_number
from debiet.rules import callbacks as rules
from debiet.rules.access import Permission
from debiet.rules.cases import AttemptOutcome
from debiet.terms import queries as terms


@employees(Permission.PROMISE_CALLBACK)
def callbacks(request: DeskRequest) -> HttpResponse:
    """Show the calls to make: broken promises first, then by the end of their window."""
    found = cases.callbacks(viewer=access.actor(request), at=request.at, limit=frame.SMALL_BOUND)
    facts = {"callbacks": found, "is_cut": len(found) == frame.SMALL_BOUND}
    return frame.show(request, "desk/callbacks.html", facts, current=cases.CALLBACKS)


@employees(Permission.PROMISE_CALLBACK)
def promise(request: DeskRequest, number: str) -> HttpResponse:
    """Ask when to call the customer of a case back, and promise it."""
    opened = access.case(request, number)
    offered = rules.windows(terms.open_spans(at=request.at), at=request.at)
    chosen = request.POST.get("window", "")
    form = PromiseForm(
        request.POST or None,
        windows=window_options(offered, request.at, chosen=chosen),
        initial={"callback_phone": opened.page.contact_phone},
    )
    if form.is_valid() and (promised := form.promise()):
        try:
            actions.promise_callback(
                case_id=opened.page.case_id,
                phone=promised.phone,
                words=promised.words,
                promised_from=promised.promised_from,
                promised_until=promised.promised_until,
                by=opened.viewer,
                at=request.at,
            )
        except Refused as refusal:
            access.answer_hidden(refusal)
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("The call is promised and stands on “Calls to make”."))
            return redirect(frame.case_address(request, number))
    facts = {"case": opened.page, "form": form, "place": frame.place_of(request)}
    return frame.show(request, "desk/promise.html", facts)


@employees(Permission.PROMISE_CALLBACK)
def callback(request: DeskRequest, callback_id: int) -> HttpResponse:
    """Show a promised call and write down a try."""
    found, viewer = access.callback(request, callback_id)
    form = AttemptForm(request.POST or None)
    if form.is_valid():
        outcome = AttemptOutcome(form.cleaned_data["outcome"])
        is_told = outcome is AttemptOutcome.REACHED and form.cleaned_data["is_substantive"]
        waits = waits_for_letter(found.number, is_substantive=is_told, viewer=viewer)
        try:
            actions.record_attempt(
                callback_id=callback_id,
                outcome=outcome,
                words=form.cleaned_data["words"],
                seen_attempts=whole_number(request.POST.get("seen", "")),
                is_substantive=form.cleaned_data["is_substantive"],
                resolves=form.cleaned_data["resolves"] and not waits,
                is_confirmed_later=waits,
                by=viewer,
                at=request.at,
            )
        except ChangedMeanwhile:
            form.add_error(None, _("A colleague tried in the meantime. See below, then decide."))
        except Refused as refusal:
            access.answer_hidden(refusal)
            form.add_error(None, str(refusal))
        else:
            return (
                go_confirm(request, found.number)
                if waits
                else _tried(request, outcome, found.number)
            )
    facts = {"callback": found, "form": form}
    return frame.show(request, "desk/callback.html", facts, current=cases.CALLBACKS)


def _tried(request: DeskRequest, outcome: AttemptOutcome, number: str) -> HttpResponse:
    if outcome is AttemptOutcome.REACHED:
        messages.success(request, _("The call is made and written down."))
        return redirect("desk:case", number=number)
    messages.info(request, _("The try is written down; the call stays to be made."))
    return redirect("desk:callbacks")


@employees(Permission.PROMISE_CALLBACK)
def withdraw(request: DeskRequest, callback_id: int) -> HttpResponse:
    """Take a promise back."""
    found, viewer = access.callback(request, callback_id)
    if request.method == "POST":
        try:
            actions.withdraw_callback(callback_id=callback_id, by=viewer, at=request.at)
        except Refused as refusal:
            access.answer_hidden(refusal)
            messages.warning(request, str(refusal))
        else:
            messages.success(request, _("The promise of a call is withdrawn."))
    return redirect("desk:case", number=found.number)
