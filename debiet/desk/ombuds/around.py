"""Pages around the ombuds function: giving it a complaint, what it decides first, explanations."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext_lazy as _

from debiet.cases import queries as cases
from debiet.complaints import actions
from debiet.complaints import queries as complaints
from debiet.core.errors import Refused
from debiet.desk import access, frame, labels
from debiet.desk.access import DeskRequest, OpenFile, employees
from debiet.desk.casework.pages import StepWords, step_page
from debiet.desk.ombuds.forms import ConflictForm, ExplainForm, GiveForm, WantedForm
from debiet.rules.access import Permission
from debiet.rules.complaints import Takeover

GIVE = StepWords(
    heading=_("Give it to the ombuds function"),
    lead=(
        _(
            "From then on nothing is done on the case here but writing down what the customer "
            "says. Before your answer, a customer's wish leaves the choice to the office."
        ),
    ),
    button=_("Give it"),
    done=_("Written down: the ombuds function knows."),
    icon="shield",
)


@employees(Permission.HANDLE_COMPLAINT)
def give(request: DeskRequest, number: str) -> HttpResponse:
    """Ask why a complaint goes to the ombuds function, and give it."""
    opened = access.case(request, number)
    found = complaints.complaint_of_case(opened.page.case_id, viewer=opened.viewer)
    if found is None:
        raise Http404
    offers: list[tuple[Any, Any]] = [
        (one.offer_id, one.team)
        for one in cases.conflict_offers(opened.page.case_id, viewer=opened.viewer)
    ]
    form = GiveForm(request.POST or None, page=opened.page, offers=offers)
    return step_page(
        request, opened, form, GIVE, lambda: _give(request, opened, found.complaint_id, form)
    )


def _give(request: DeskRequest, opened: OpenFile, complaint_id: int, form: GiveForm) -> None:
    data = form.cleaned_data
    by: dict[str, Any] = {"complaint_id": complaint_id, "by": opened.viewer, "at": request.at}
    match Takeover(data["why"]):
        case Takeover.CUSTOMER_ASKS:
            actions.ask_for_ombuds(wish_id=data["wish"], **by)
        case Takeover.INTERNAL_CONFLICT:
            actions.report_conflict(reason=data["reason"], offer_id=data["offer"], **by)
        case _:
            actions.say_cannot_solve(reason=data["reason"], **by)


CONFLICT = StepWords(
    heading=_("Report a conflict inside the house"),
    lead=(
        _(
            "The ombuds function takes the case, also where it was only a question: it is a "
            "complaint from then on, and its customer reads who has it."
        ),
        _("Afterwards you see one line: since when the office has it, and by when it answers."),
    ),
    button=_("Give it to the ombuds function"),
    done=_("Written down: the ombuds function knows."),
    icon="shield",
)


@employees(Permission.HANDLE_COMPLAINT)
def conflict(request: DeskRequest, number: str) -> HttpResponse:
    """Ask what a conflict inside the house is about, and give its case to the office."""
    opened = access.case(request, number)
    found = cases.conflict_offers(opened.page.case_id, viewer=opened.viewer)
    offers: list[tuple[Any, Any]] = [
        (one.offer_id, f"{one.team}: {labels.word(one.reason, 'conflict')}") for one in found
    ]
    form = ConflictForm(
        request.POST or None, offers=offers, initial={"offer": request.GET.get("offer")}
    )
    return step_page(
        request,
        opened,
        form,
        CONFLICT,
        lambda: actions.put_conflict(
            case_id=opened.page.case_id,
            reason=form.cleaned_data["reason"],
            offer_id=form.cleaned_data.get("offer"),
            by=opened.viewer,
            at=request.at,
        ),
    )


@employees(Permission.HANDLE_OMBUDS)
def wanted(request: DeskRequest, complaint_id: int) -> HttpResponse:
    """Ask whether the office takes a complaint or sets the first line a last term."""
    viewer = access.actor(request)
    rows = [one for one in complaints.wanted(viewer=viewer) if one.complaint_id == complaint_id]
    if not rows:
        raise Http404
    form = WantedForm(request.POST or None, moment=request.at)
    if form.is_valid():
        by: dict[str, Any] = {"complaint_id": complaint_id, "by": viewer, "at": request.at}
        reason = form.cleaned_data["reason"]
        try:
            if form.cleaned_data["choice"] == "take":
                actions.take_complaint(reason=reason, **by)
            else:
                until = form.cleaned_data["moment"]
                actions.set_last_term(until=until, reason=reason, **by)
        except Refused as refusal:
            access.answer_hidden(refusal)
            form.add_error(None, str(refusal))
        else:
            messages.success(request, str(_("Done.")))
            return redirect("desk:ombuds")
    facts = {"row": rows[0], "form": form}
    return frame.show(request, "desk/ombuds/wanted.html", facts, current="ombuds")


@employees(Permission.EXPLAIN)
def explanations(request: DeskRequest) -> HttpResponse:
    """Show what the ombuds function asks of the employee's teams."""
    rows = complaints.explanations_asked(
        team_ids=request.signed_in.colleague.team_ids, viewer=access.actor(request)
    )
    return frame.show(request, "desk/ombuds/explanations.html", {"rows": rows})


@employees(Permission.EXPLAIN)
def explain(request: DeskRequest, question_id: int) -> HttpResponse:
    """Ask for the explanation, and give it."""
    viewer = access.actor(request)
    rows = complaints.explanations_asked(
        team_ids=request.signed_in.colleague.team_ids, viewer=viewer
    )
    asked = next((one for one in rows if one.question_id == question_id), None)
    if asked is None:
        raise Http404
    form = ExplainForm(request.POST or None)
    if form.is_valid():
        try:
            actions.explain(
                question_id=question_id, words=form.cleaned_data["words"], by=viewer, at=request.at
            )
        except Refused as refusal:
            access.answer_hidden(refusal)
            form.add_error(None, str(refusal))
        else:
            messages.success(request, str(_("The ombuds function has your explanation.")))
            return redirect("desk:explanations")
    return frame.show(request, "desk/ombuds/explain.html", {"asked": asked, "form": form})
