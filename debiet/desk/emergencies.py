"""Opening in an emergency what one may not see, and looking back at what was opened so."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from debiet.cases import actions
from debiet.cases import queries as cases
from debiet.cases.queries import OpenEmergency
from debiet.core.actor import Actor
from debiet.core.errors import NotFound, Refused
from debiet.core.references import parts
from debiet.core.words import Words
from debiet.customers import queries as customers
from debiet.desk import access, frame
from debiet.desk.access import DeskRequest, employees
from debiet.desk.access_emergency import emergency
from debiet.desk.forms import Form
from debiet.identity import fresh
from debiet.rules import break_glass
from debiet.rules.access import Permission
from debiet.rules.break_glass import Outcome
from debiet.staff import queries as staff

OUTCOMES: dict[Outcome, Words] = {
    Outcome.JUSTIFIED: gettext_lazy("justified"),
    Outcome.NOT_JUSTIFIED: gettext_lazy("not justified"),
}


class EmergencyForm(Form):
    """What is opened, and why it cannot wait."""

    name = "emergency"
    kind = forms.ChoiceField(
        label=gettext_lazy("What"),
        choices=[
            ("case", gettext_lazy("a case, by its number")),
            ("customer", gettext_lazy("a customer's file, by the customer number")),
        ],
    )
    number = forms.CharField(label=gettext_lazy("Number"), max_length=40)
    reason = forms.CharField(
        label=gettext_lazy("Why can it not wait?"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("Your team lead and the data protection officer read it at once."),
    )


class ReviewForm(Form):
    """What the data protection officer found."""

    outcome = forms.ChoiceField(label=gettext_lazy("Outcome"), choices=list(OUTCOMES.items()))
    words = forms.CharField(
        label=gettext_lazy("What you found"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    def __init__(self, data: object = None, *, emergency_id: int) -> None:
        self.name = f"review{emergency_id}"
        super().__init__(data)


@employees(Permission.BREAK_GLASS)
def begin(request: DeskRequest) -> HttpResponse:
    """Open something, after the second step was taken anew; else ask for that first."""
    form = EmergencyForm(request.POST or None)
    if form.is_valid():
        try:
            emergency_id = _open(request, form.cleaned_data)
        except NotFound as refusal:
            form.add_error("number", str(refusal))
        except Refused as refusal:
            access.answer_hidden(refusal)
            form.add_error(
                "reason" if isinstance(refusal, actions.ReasonTooShort) else None, str(refusal)
            )
        else:
            return redirect("desk:emergency-open", emergency_id=emergency_id)
    at = request.at
    mine = cases.open_emergencies(viewer=access.actor(request), at=at)
    chosen = staff.house_settings(at=at).get(break_glass.SETTING)
    confirmed_at = fresh.confirmed_at(request)
    facts = {
        "form": form,
        "mine": [(one, _name(one.subject)) for one in mine],
        "minutes": break_glass.minutes(chosen),
        "is_confirmed": confirmed_at is not None and at - confirmed_at <= break_glass.CONFIRMED_FOR,
        "ways": fresh.ways(request),
        "here": reverse("desk:emergency"),
    }
    return frame.show(request, "desk/emergency.html", facts, current="emergency")


def _open(request: DeskRequest, given: dict[str, Any]) -> int:
    number = given["number"]
    return actions.open_emergency(
        case_number=number if given["kind"] == "case" else "",
        account_number=number if given["kind"] == "customer" else "",
        reason=given["reason"],
        confirmed_at=fresh.confirmed_at(request),
        by=access.actor(request),
        at=request.at,
    )


def _name(subject: str) -> str:
    kind, identity = parts(subject)
    if kind == "case":
        return _("Case %(number)s") % {"number": identity}
    return _("Customer %(number)s") % {"number": identity}


@employees(Permission.BREAK_GLASS)
def opened(request: DeskRequest, emergency_id: int) -> HttpResponse:
    """Show what was opened: to be read, with the time left, and nothing to do with it."""
    found, viewer = emergency(request, emergency_id)
    facts = {"emergency": found, "title": _name(found.subject), **_content(request, found, viewer)}
    response = frame.show(request, "desk/emergency_open.html", facts, current="emergency")
    left = (found.ends_at - request.at).total_seconds()
    # At its end the page goes away by itself, also without scripts.
    response["Refresh"] = f"{int(left) + 1}; url={reverse('desk:emergency')}"
    response["Cache-Control"] = "no-store, private"
    return response


def _content(request: DeskRequest, found: OpenEmergency, viewer: Actor) -> dict[str, Any]:
    if found.kind == "customer":
        today = timezone.localdate(request.at)
        person = customers.customer_file(int(found.identity), viewer=viewer, on=today)
        if person is None:
            raise Http404
        return {"person": person}
    page = cases.case_in_emergency(found.identity, viewer=viewer)
    if page is None:
        raise Http404
    return {"case": page}


@employees(Permission.BREAK_GLASS)
def end(request: DeskRequest, emergency_id: int) -> HttpResponse:
    """Close it again."""
    if request.method == "POST":
        try:
            actions.end_emergency(
                emergency_id=emergency_id, by=access.actor(request), at=request.at
            )
        except Refused as refusal:
            access.answer_hidden(refusal)
            messages.error(request, str(refusal))
        else:
            messages.success(request, _("It is closed again."))
    return redirect("desk:emergency")


@employees(Permission.SEE_AUDIT)
def looked_back(request: DeskRequest) -> HttpResponse:
    """List what was opened in an emergency, what waits for a judgment first."""
    return _looked_back(request)


def _looked_back(request: DeskRequest, failed: ReviewForm | None = None) -> HttpResponse:
    rows = cases.emergencies(viewer=access.actor(request), at=request.at)
    may_review = Permission.REVIEW_EMERGENCY in request.signed_in.actor.permissions
    own = request.signed_in.colleague.employee_id
    waiting = []
    for row in rows:
        if row.reviewed_at is None:
            form = ReviewForm(emergency_id=row.emergency_id)
            if failed is not None and failed.name == form.name:
                form = failed
            shown = form if may_review and row.employee_id != own else None
            waiting.append((row, _name(row.subject), shown))
    facts = {
        "waiting": waiting,
        "done": [(row, _name(row.subject), OUTCOMES[row.outcome]) for row in rows if row.outcome],
        "failed": failed,
    }
    return frame.show(request, "desk/emergencies.html", facts, current="emergencies")


@employees(Permission.REVIEW_EMERGENCY)
def review(request: DeskRequest, emergency_id: int) -> HttpResponse:
    """Write down what was found."""
    if request.method != "POST":
        return redirect("desk:emergencies")
    form = ReviewForm(request.POST, emergency_id=emergency_id)
    if form.is_valid():
        try:
            actions.review_emergency(
                emergency_id=emergency_id,
                outcome=Outcome(form.cleaned_data["outcome"]),
                words=form.cleaned_data["words"],
                by=access.actor(request),
                at=request.at,
            )
        except Refused as refusal:
            access.answer_hidden(refusal)
            messages.error(request, str(refusal))
        else:
            messages.success(request, _("Your judgment is written down."))
        return redirect("desk:emergencies")
    if emergency_id not in _ids(request):
        raise Http404
    return _looked_back(request, form)


def _ids(request: DeskRequest) -> set[int]:
    rows = cases.emergencies(viewer=access.actor(request), at=request.at)
    return {row.emergency_id for row in rows}
