"""The second line at the desk: what waits, one review with its steps, and its bundles."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.utils.translation import gettext_lazy as _

from debiet.complaints import actions
from debiet.complaints import queries as complaints
from debiet.complaints.queries import ReviewPage
from debiet.core.actor import Actor
from debiet.core.errors import Refused
from debiet.core.words import Words
from debiet.desk import access, frame
from debiet.desk.access import DeskRequest, employees
from debiet.desk.complaints import review_forms as forms
from debiet.desk.doing import is_done
from debiet.desk.forms import Form
from debiet.desk.labels_reviews import REVIEW_STEPS
from debiet.desk.timeline import whole_number
from debiet.files import queries as files
from debiet.rules.access import Permission
from debiet.rules.complaint_referral import ReviewBody
from debiet.rules.complaint_reviews import ReviewStep, may_take_review_step
from debiet.web import downloads
from debiet.web.file_field import FormWithFiles
from debiet.web.kept_files import Keeper

TAKES_LONG = 10_000_000
"""Bytes of files from which whoever puts them together is told that it has to wait."""


@employees(Permission.HANDLE_COMPLAINT)
def listed(request: DeskRequest) -> HttpResponse:
    """Show what the second line raised, what it wants first standing first."""
    asked, shows_closed = request.GET.get("body", ""), request.GET.get("list") == "closed"
    body = ReviewBody(asked) if asked in set(ReviewBody) else None
    facts = {
        "rows": complaints.reviews_listed(
            body=body, is_open=not shows_closed, viewer=access.actor(request)
        ),
        "bodies": [("", _("all")), *complaints.BODY_NAMES.items()],
        "body": body or "",
        "shows_closed": shows_closed,
    }
    return frame.show(request, "desk/complaints/reviews.html", facts, current="complaints")


@employees(Permission.HANDLE_COMPLAINT)
def register(request: DeskRequest, number: str) -> HttpResponse:
    """Ask what a body raises about a case, and register it."""
    opened = access.case(request, number)
    form = _sent(forms.RaisedForm, request, opened.viewer)
    made: list[int] = []
    if form.is_valid() and is_done(
        form,
        lambda: made.append(
            actions.register_review(
                case_id=opened.page.case_id, raised=form.raised, by=opened.viewer, at=request.at
            )
        ),
    ):
        messages.success(request, str(_("It is registered.")))
        return redirect("desk:review", review_id=made[0])
    _keep(form)
    facts = {"case": opened.page, "form": form, "place": frame.place_of(request)}
    return frame.show(request, "desk/complaints/review_new.html", facts, current="complaints")


def _sent(form: Callable[..., Any], request: DeskRequest, viewer: Actor, **more: Any) -> Any:
    """Return a form with a letter as it was sent, or to begin with."""
    keeper = Keeper(request, by=viewer, at=request.at)
    sent = (request.POST, request.FILES) if request.method == "POST" else (None, None)
    return form(*sent, keeper=keeper, moment=request.at, **more)


def _keep(form: Form) -> None:
    if form.is_bound and isinstance(form, FormWithFiles):
        form.keep_files()


def _review(request: DeskRequest, review_id: int) -> tuple[ReviewPage, Actor]:
    """Return a review, and write down that somebody looked at its case."""
    found = complaints.review_page(review_id, viewer=access.actor(request))
    if found is None:
        raise Http404
    return found, access.case(request, found.number).viewer


@employees(Permission.HANDLE_COMPLAINT)
def review(request: DeskRequest, review_id: int) -> HttpResponse:
    """Show a review with all that happened in it."""
    found, _viewer = _review(request, review_id)
    steps = [
        (what, step.button)
        for what, step in STEPS.items()
        if may_take_review_step(ReviewStep(found.step), step.end)
    ]
    facts = {"review": found, "steps": steps}
    return frame.show(request, "desk/complaints/review.html", facts, current="complaints")


@dataclass(frozen=True, slots=True)
class Step:
    """A step of a review: how it is called, what it asks, and what it does."""

    end: ReviewStep
    heading: Words
    button: Words
    form: Callable[[DeskRequest, ReviewPage, Actor], Any]
    act: Callable[[Any, Mapping[str, Any]], object]


def _answer_form(request: DeskRequest, found: ReviewPage, _viewer: Actor) -> Any:
    return forms.AnswerForm(request.POST or None, bundles=found.bundles, moment=request.at)


STEPS: Mapping[str, Step] = {
    "answer": Step(
        ReviewStep.REPLIED,
        _("We answered"),
        _("Write down our answer"),
        _answer_form,
        lambda form, by: actions.answer_review(
            words=form.cleaned_data["words"],
            answered_at=form.cleaned_data["moment"],
            bundle_id=form.cleaned_data["bundle"],
            **by,
        ),
    ),
    "ask": Step(
        ReviewStep.ASKED,
        _("They ask something"),
        _("Write down a question"),
        lambda request, _found, viewer: _sent(forms.AskedForm, request, viewer),
        lambda form, by: actions.ask_in_review(
            words=form.cleaned_data["asked"],
            asked_at=form.cleaned_data["moment"],
            due_at=forms.end_of(form.cleaned_data["due_on"]),
            letter=form.letter,
            **by,
        ),
    ),
    "conclude": Step(
        ReviewStep.CONCLUDED,
        _("They concluded"),
        _("Write down their conclusion"),
        lambda request, _found, viewer: _sent(forms.ConcludedForm, request, viewer),
        lambda form, by: actions.conclude_review(conclusion=form.conclusion, **by),
    ),
}
"""What happens in a review, by the word in its address."""


@employees(Permission.HANDLE_COMPLAINT)
def step(request: DeskRequest, review_id: int, what: str) -> HttpResponse:
    """Ask what a step needs, and take it."""
    chosen = STEPS.get(what)
    if chosen is None:
        raise Http404
    found, viewer = _review(request, review_id)
    form = chosen.form(request, found, viewer)
    seen = whole_number(request.POST.get("seen", "")) if request.method == "POST" else None
    by = {"review_id": review_id, "seen_version": seen, "by": viewer, "at": request.at}
    if form.is_valid() and is_done(form, lambda: chosen.act(form, by)):
        messages.success(request, str(REVIEW_STEPS[chosen.end]).capitalize() + ".")
        return redirect("desk:review", review_id=review_id)
    _keep(form)
    facts = {
        "review": found,
        "form": form,
        "step": chosen,
        "seen": found.version if seen is None else seen,
    }
    return frame.show(request, "desk/complaints/review_step.html", facts, current="complaints")


@employees(Permission.HANDLE_COMPLAINT)
def bundle(request: DeskRequest, review_id: int) -> HttpResponse:
    """Ask what goes into a bundle, and put it together."""
    found, viewer = _review(request, review_id)
    offered = complaints.bundle_pieces(review_id, viewer=viewer)
    if offered is None:
        raise Http404
    sent = request.POST if request.method == "POST" else None  # nothing ticked is an answer as well
    form = forms.BundleForm(sent, offered=offered)
    if form.is_valid() and is_done(
        form,
        lambda: actions.make_bundle(
            review_id=review_id, chosen=form.chosen, by=viewer, at=request.at
        ),
    ):
        messages.success(request, str(_("The bundle is put together. Look at it before it goes.")))
        return redirect("desk:review", review_id=review_id)
    size = sum(one.size for piece in offered.every for one in piece.files)
    facts = {"review": found, "form": form, "takes_long": size > TAKES_LONG}
    return frame.show(request, "desk/complaints/review_bundle.html", facts, current="complaints")


@employees(Permission.HANDLE_COMPLAINT)
def download(request: DeskRequest, review_id: int, file_id: int) -> HttpResponseBase:
    """Hand out a letter or a bundle of a review, to be saved."""
    found, _viewer = _review(request, review_id)
    letters = [one.file for one in found.entries if one.file is not None]
    known = {one.file_id: one for one in (*letters, *(one.file for one in found.bundles))}
    if file_id not in known:
        raise Http404
    try:
        return downloads.attachment(known[file_id], files.handed_out(known[file_id]))
    except Refused as refusal:
        messages.error(request, str(refusal))
        return redirect("desk:review", review_id=review_id)
