"""Phone calls: the one that rings, those nobody wrote down, and how long callers waited."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from debiet.cases import actions as cases
from debiet.core.errors import Refused
from debiet.correspondence import actions, queries
from debiet.correspondence.queries import CallRow, WaitingFigures
from debiet.desk import access, frame
from debiet.desk.access import DeskRequest, employees
from debiet.desk.phone_forms import PutCallAwayForm, TieForm
from debiet.rules.access import Permission
from debiet.rules.calls import CallReason

DAYS = 30
"""How far back the figures of waiting look."""
HIGH = 100
"""The height of the picture, in its own units."""


@dataclass(frozen=True, slots=True)
class Bar:
    """One day of the picture."""

    x: int
    y: int
    height: int


@employees(Permission.RECORD_CALL)
def ringing(request: DeskRequest) -> HttpResponse:
    """Return the call in hand, or nothing; unchanged since the page asked, it says just that."""
    call = queries.call_in_hand(
        request.signed_in.colleague.employee_id, viewer=access.actor(request), at=request.at
    )
    known = request.GET.get("known")
    if known is not None and known == _known(call):
        return HttpResponse(status=204)
    return render(request, "desk/_ringing.html", {"call": call, "known": _known(call)})


def _known(call: CallRow | None) -> str:
    if call is None:
        return ""
    return f"{call.call_id}-{bool(call.answered_at):d}{bool(call.ended_at):d}"


@employees(Permission.RECORD_CALL)
def calls(request: DeskRequest) -> HttpResponse:
    """Show the calls that nobody wrote down, and how long callers waited."""
    return _page(request)


def _page(
    request: DeskRequest, *, form: TieForm | PutCallAwayForm | None = None, at: int = 0
) -> HttpResponse:
    viewer = access.actor(request)
    if form is not None:
        form.auto_id = f"{form.name}-{at}-%s"  # each call on the page has its own
    found = queries.calls_without_contact(viewer=viewer, at=request.at, limit=frame.SMALL_BOUND)
    together, days = queries.waiting_figures(
        viewer=viewer, since=request.at - timedelta(days=DAYS), at=request.at
    )
    facts = {
        "answered": [call for call in found if not call.is_abandoned],
        "abandoned": [call for call in found if call.is_abandoned],
        "is_cut": len(found) == frame.SMALL_BOUND,
        "reasons": PutCallAwayForm().fields["reason"].choices,  # type: ignore[attr-defined]
        "together": together,
        "days": days,
        "bars": _bars(days, until=timezone.localdate(request.at)),
        "width": 12 * (DAYS + 1),
        "form": form,
        "wrong_call": at,
    }
    return frame.show(request, "desk/calls.html", facts, current="calls")


def _bars(days: Sequence[WaitingFigures], *, until: date) -> list[Bar]:
    most = max((day.p90 for day in days), default=0) or 1
    bars = []
    for figures in days:
        height = max(1, round(HIGH * figures.p90 / most))
        place = DAYS - (until - (figures.day or until)).days
        bars.append(Bar(x=12 * place + 1, y=HIGH - height, height=height))
    return bars


@employees(Permission.RECORD_CALL)
def tie(request: DeskRequest, call_id: int) -> HttpResponse:
    """Say which case a call was about."""
    _seen(request, call_id)
    form = TieForm(request.POST or None)
    if form.is_valid():
        number = form.cleaned_data["number"]
        try:
            cases.tie_call_to_case(
                call_id=call_id, case_number=number, by=access.actor(request), at=request.at
            )
        except Refused as refusal:
            access.answer_hidden(refusal)
            form.add_error("number", str(refusal))
        else:
            messages.success(request, _("The call is tied to %(number)s.") % {"number": number})
            return redirect("desk:calls")
    return _page(request, form=form, at=call_id) if request.POST else redirect("desk:calls")


@employees(Permission.RECORD_CALL)
def put_away(request: DeskRequest, call_id: int) -> HttpResponse:
    """Say why a call needs no contact."""
    _seen(request, call_id)
    form = PutCallAwayForm(request.POST or None)
    if form.is_valid():
        try:
            actions.put_call_away(
                call_id=call_id,
                reason=CallReason(form.cleaned_data["reason"]),
                by=access.actor(request),
                at=request.at,
            )
        except Refused as refusal:
            access.answer_hidden(refusal)
            messages.warning(request, str(refusal))
        else:
            messages.success(request, _("The call is put away."))
        return redirect("desk:calls")
    return _page(request, form=form, at=call_id) if request.POST else redirect("desk:calls")


def _seen(request: DeskRequest, call_id: int) -> None:
    if queries.call(call_id, viewer=access.actor(request), settled_too=True) is None:
        raise Http404
