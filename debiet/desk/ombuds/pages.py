"""The ombuds function's list, board and files, and a page for each thing done in a file."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any

from django.contrib import messages
from django.forms import MultipleChoiceField
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext_lazy as _

from debiet.cases import queries as cases
from debiet.cases.queries import CasePage
from debiet.complaints import actions
from debiet.complaints import queries as complaints
from debiet.complaints.queries import OmbudsPage
from debiet.core.words import Words
from debiet.desk import access, frame
from debiet.desk.access import DeskRequest, employees
from debiet.desk.doing import is_done
from debiet.desk.forms import Form
from debiet.desk.ombuds import forms
from debiet.desk.timeline import whole_number
from debiet.rules.access import Permission
from debiet.rules.complaint_remedies import RemedyKind, RemedyStep
from debiet.rules.complaints import Assessment
from debiet.staff import queries as staff


@employees(Permission.HANDLE_OMBUDS)
def files(request: DeskRequest) -> HttpResponse:
    """Show the office's files: age, what is due and where they stand; nobody is ranked."""
    viewer, shows_closed = access.actor(request), request.GET.get("list") == "closed"
    facts = {
        "rows": complaints.ombuds_files(is_open=not shows_closed, viewer=viewer),
        "wanted": complaints.wanted(viewer=viewer),
        "shows_closed": shows_closed,
    }
    return frame.show(request, "desk/ombuds/list.html", facts, current="ombuds")


@employees(Permission.SEE_OMBUDS_BOARD)
def board(request: DeskRequest) -> HttpResponse:
    """Show the office in numbers."""
    found = complaints.ombuds_board(viewer=access.actor(request), at=request.at)
    ages = [(most, found.ages[most]) for most in (*complaints.AGES, 0)]
    decisions = [(one, found.decisions[one]) for one in Assessment]
    facts = {"board": found, "ages": ages, "decisions": decisions}
    return frame.show(request, "desk/ombuds/board.html", facts, current="ombuds")


def _file(request: DeskRequest, ombuds_id: int) -> OmbudsPage:
    found = complaints.ombuds_file(ombuds_id, viewer=access.actor(request), at=request.at)
    if found is None:
        raise Http404
    return found


@employees(Permission.HANDLE_OMBUDS)
def file(request: DeskRequest, ombuds_id: int) -> HttpResponse:
    """Show a file with all that is in it."""
    found = _file(request, ombuds_id)
    viewer = access.case(request, found.number).viewer  # a look at a person's file is written down
    reviews = complaints.reviews_of_complaint(found.complaint_id, viewer=viewer)
    drafts = [(what, STEPS[what].heading) for what in found.drafts]
    facts = {"file": found, "reviews": reviews, "drafts": drafts}
    return frame.show(request, "desk/ombuds/file.html", facts, current="ombuds")


@employees(Permission.HANDLE_OMBUDS)
def of_case(request: DeskRequest, number: str) -> HttpResponse:
    """Go to the file of a case, the first line's or the office's own."""
    opened = access.case(request, number)
    found = complaints.file_id_of_case(opened.page.case_id, viewer=opened.viewer)
    if found is None:
        raise Http404
    return redirect("desk:ombuds-file", ombuds_id=found)


@dataclass(frozen=True, slots=True)
class Step:
    """Something done in a file: how it is called, what it asks, and what it does.

    :param form: makes the form of a request and a file
    :param act: does it, with the keywords `by` and `at`
    """

    heading: Words
    button: Words
    form: Callable[[DeskRequest, OmbudsPage], Any]
    act: Callable[[OmbudsPage, Any, Mapping[str, Any]], object]
    lead: Words = ""


@employees(Permission.HANDLE_OMBUDS)
def step(request: DeskRequest, ombuds_id: int, what: str) -> HttpResponse:
    """Ask what something done in a file needs, and do it."""
    found, chosen = _file(request, ombuds_id), STEPS.get(what)
    if chosen is None:
        raise Http404
    form = chosen.form(request, found)
    by: dict[str, Any] = {"by": access.actor(request), "at": request.at}
    can_be_kept = what in actions.DRAFTED
    if can_be_kept and request.POST.get("do") == "keep":
        if is_done(form, lambda: actions.keep_draft(**_typed(request, found, what, form), **by)):
            messages.success(request, str(_("It is kept, and nothing has left.")))
            return redirect("desk:ombuds-file", ombuds_id=ombuds_id)
    elif request.method == "POST":
        found = replace(found, version=whole_number(request.POST.get("seen", "")))
        if form.is_valid() and is_done(form, lambda: chosen.act(found, form, by)):
            messages.success(request, str(_("Done.")))
            return redirect("desk:ombuds-file", ombuds_id=ombuds_id)
    elif can_be_kept:
        _go_on(form, complaints.ombuds_draft(ombuds_id, what, viewer=by["by"]))
    facts = {"file": found, "form": form, "step": chosen, "can_be_kept": can_be_kept}
    return frame.show(request, "desk/ombuds/step.html", facts, current="ombuds")


def _typed(request: DeskRequest, file: OmbudsPage, what: str, form: Form) -> dict[str, Any]:
    """Return what stands in a page's fields, right or not."""
    typed = {name: request.POST.getlist(name) for name in form.fields}
    return {"file_id": file.file_id, "what": what, "typed": typed}


def _go_on(form: Form, typed: Mapping[str, list[str]]) -> None:
    """Fill a form in as it was put away."""
    for name, words in typed.items():
        if name in form.fields:
            several = isinstance(form.fields[name], MultipleChoiceField)
            form.initial[name] = words if several else "".join(words[:1])


def _people(request: DeskRequest) -> list[tuple[Any, Any]]:
    return list(staff.colleagues(viewer=access.actor(request)))


def _plain(form: Callable[..., Any]) -> Callable[[DeskRequest, OmbudsPage], Any]:
    return lambda request, _file: form(request.POST or None)


def _with_people(form: Callable[..., Any]) -> Callable[[DeskRequest, OmbudsPage], Any]:
    return lambda request, _file: form(request.POST or None, people=_people(request))


def _with_file(form: Callable[..., Any]) -> Callable[[DeskRequest, OmbudsPage], Any]:
    return lambda request, file: form(request.POST or None, file=file)


def _question_form(request: DeskRequest, _file: OmbudsPage) -> forms.QuestionForm:
    teams: list[tuple[Any, Any]] = list(staff.teams(viewer=access.actor(request)))
    return forms.QuestionForm(
        request.POST or None, teams=teams, moment=request.at + timedelta(days=7)
    )


def _decision_form(request: DeskRequest, file: OmbudsPage) -> Any:
    case = _case_of(request, file)
    norms = complaints.norms_on(at=request.at)
    form: Any = forms.DecisionForm(request.POST or None, case=case, norms=norms)
    return _seeing(request, form, case)


def _holding_form(request: DeskRequest, file: OmbudsPage) -> Any:
    return _seeing(request, forms.HoldingForm(request.POST or None), _case_of(request, file))


def _case_of(request: DeskRequest, file: OmbudsPage) -> CasePage:
    case = cases.case_page(file.case_id, viewer=access.actor(request))
    if case is None:
        raise Http404
    return case


def _seeing(request: DeskRequest, form: Any, case: CasePage) -> Any:
    """Let a form know which version of the office's case its writer had before it."""
    seen = request.POST.get("seen_case")
    form.case_version = case.version if seen is None else whole_number(seen)
    return form


def _progress(_file: OmbudsPage, form: Any, by: Mapping[str, Any]) -> None:
    which, version, end = form.step
    said = {"reason": form.cleaned_data["reason"], "day": form.cleaned_data["day"]}
    if isinstance(end, RemedyStep):
        actions.step_remedy(remedy_id=which, end=end, seen_version=version, **said, **by)
    else:
        actions.step_action(action_id=which, end=end, seen_version=version, **said, **by)


STEPS: Mapping[str, Step] = {
    "tie": Step(
        _("Your tie to this file"),
        _("Say so"),
        _plain(forms.TieForm),
        lambda file, form, by: actions.state_ties(
            file_id=file.file_id,
            has_conflict=form.cleaned_data["tie"] == "yes",
            words=form.cleaned_data["words"],
            **by,
        ),
        _("Before you read further. What you say stays in the file; the latest holds."),
    ),
    "take": Step(
        _("Handle this file"),
        _("Take it"),
        _plain(forms.NoForm),
        lambda file, _form, by: actions.take_file(
            file_id=file.file_id, seen_version=file.version, **by
        ),
    ),
    "involved": Step(
        _("Whom the facts are about"),
        _("Write down"),
        _with_people(forms.InvolvedForm),
        lambda file, form, by: actions.name_involved(
            file_id=file.file_id, employee=form.cleaned_data["employee"], **by
        ),
        _("Who is named does not handle the file."),
    ),
    "outside": Step(
        _("Somebody outside handles it"),
        _("Write down"),
        _plain(forms.OutsideForm),
        lambda file, form, by: actions.name_outside(
            file_id=file.file_id,
            name=form.cleaned_data["who"],
            reason=form.cleaned_data["reason"],
            seen_version=file.version,
            **by,
        ),
    ),
    "question": Step(
        _("Ask for an explanation"),
        _("Ask"),
        _question_form,
        lambda file, form, by: actions.ask_explanation(
            file_id=file.file_id,
            team_id=form.cleaned_data["team"],
            words=form.cleaned_data["words"],
            due_at=form.cleaned_data["moment"],
            **by,
        ),
    ),
    "finding": Step(
        _("Write down a finding"),
        _("Write down"),
        _with_file(forms.FindingForm),
        lambda file, form, by: actions.add_finding(
            file_id=file.file_id,
            text=form.cleaned_data["text"],
            corrects=form.cleaned_data["corrects"],
            reason=form.cleaned_data["reason"],
            **by,
        ),
        _("A finding is never changed. A correction is added, and both stay readable."),
    ),
    "decision": Step(
        _("Write the letter that ends the file"),
        _("Send"),
        _decision_form,
        lambda file, form, by: actions.write_decision(
            file_id=file.file_id,
            text=form.cleaned_data["text"],
            decision=form.decision,
            seen_version=file.version,
            seen_case_version=form.case_version,
            **by,
        ),
        _("It goes out from the office. What it says holds once it has left the house."),
    ),
    "holding": Step(
        _("Say that it takes longer"),
        _("Send"),
        _holding_form,
        lambda file, form, by: actions.write_holding(
            file_id=file.file_id,
            text=form.cleaned_data["text"],
            until=form.cleaned_data["until"],
            seen_version=file.version,
            seen_case_version=form.case_version,
            **by,
        ),
        _("The customer reads why, and until when. No term moves by it."),
    ),
    "remedy": Step(
        _("Propose something for the customer"),
        _("Propose"),
        _with_people(forms.RemedyForm),
        lambda file, form, by: actions.propose_remedy(
            file_id=file.file_id,
            kind=RemedyKind(form.cleaned_data["kind"]),
            task=form.task,
            amount=form.cleaned_data["amount"],
            **by,
        ),
    ),
    "action": Step(
        _("Plan something so that it does not happen again"),
        _("Plan"),
        _with_people(forms.ActionForm),
        lambda file, form, by: actions.plan_action(
            file_id=file.file_id,
            root_cause=form.cleaned_data["root_cause"],
            task=form.task,
            **by,
        ),
    ),
    "progress": Step(
        _("What was promised goes on"), _("Write down"), _with_file(forms.ProgressForm), _progress
    ),
    "close": Step(
        _("Close the file"),
        _("Close the file"),
        _plain(forms.NoForm),
        lambda file, _form, by: actions.close_file(
            file_id=file.file_id, seen_version=file.version, **by
        ),
    ),
}
"""What is done in a file, by the word in its address."""
