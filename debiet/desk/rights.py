"""Requests about one's own data: the list, and a page with the steps of each."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from debiet.cases import queries as cases
from debiet.cases.actions import Contact
from debiet.core.actor import Actor
from debiet.core.errors import NotFound, Refused
from debiet.desk import access, frame
from debiet.desk.access import DeskRequest, OpenFile, employees
from debiet.desk.forms import Form
from debiet.desk.rights_forms import (
    IdentityForm,
    LongerForm,
    PrepareForm,
    RecognizeForm,
    RefuseForm,
    RequestForm,
    ReviewForm,
    WordsForm,
)
from debiet.files import queries as files
from debiet.retention import actions, queries
from debiet.retention.queries import Request
from debiet.rules.access import Permission
from debiet.rules.cases import Carrier, tidy_number
from debiet.rules.rights import LongerReason, Proof, RightsKind, RightsState, may_extend, may_step
from debiet.web import downloads

TOPIC = "own-data"
"""The topic that a utility may have for them; else the first there is."""


@employees(Permission.SEE_RIGHTS)
def rights(request: DeskRequest) -> HttpResponse:
    """Show the open requests, what falls due first in front, and the forms for a new one."""
    form, recognize = _request_form(request), RecognizeForm()
    if request.method == "POST" and Permission.HANDLE_RIGHTS in request.signed_in.actor.permissions:
        by_number = "number" in request.POST
        form = form if by_number else _request_form(request, request.POST)
        recognize = RecognizeForm(request.POST) if by_number else recognize
        tried: Form = recognize if by_number else form
        if tried.is_valid():
            try:
                opened = _recognized(request, tried) if by_number else _opened(request, tried)
            except NotFound as refusal:
                tried.add_error("number", str(refusal))
            except Refused as refusal:
                tried.add_error(None, str(refusal))
            else:
                return redirect("desk:rights-request", number=opened.number)
    facts = {
        "requests": queries.open_requests(viewer=access.actor(request), limit=frame.SMALL_BOUND),
        "form": form,
        "recognize": recognize,
    }
    status = 422 if form.errors or recognize.errors else 200
    return frame.show(request, "desk/rights.html", facts, current="rights", status=status)


def _request_form(request: DeskRequest, data: Any = None) -> RequestForm:
    topics = cases.topic_choices(public=False)
    named = TOPIC if any(topic.code == TOPIC for topic in topics) else ""
    today = timezone.localtime(request.at).date()
    initial = {"topic_code": named, "received_on": today, "carrier": Carrier.POST}
    return RequestForm(data, topics=topics, initial=initial)


def _opened(request: DeskRequest, form: Form) -> actions.NewRequest:
    typed = form.cleaned_data
    return actions.open_request(
        kind=RightsKind(typed["kind"]),
        topic_code=typed["topic_code"],
        carrier=Carrier(typed["carrier"]),
        text=typed["text"],
        contact=Contact(
            name=typed["name_of"],
            email=typed["email"],
            phone=typed["phone"],
            address=typed["address"],
        ),
        received_at=_moment(typed["received_on"], request.at),
        by=access.actor(request),
        at=request.at,
    )


def _moment(day: date, at: datetime) -> datetime:
    """Return a moment of a day that has come: today it is now."""
    return min(timezone.make_aware(datetime.combine(day, time(12))), at)


def _recognized(request: DeskRequest, form: Form) -> actions.NewRequest:
    opened = _case(request, tidy_number(form.cleaned_data["number"]))
    topics = {topic.code for topic in opened.topics}
    # What came to a closed part stays there, whatever it asks for.
    fits = TOPIC in topics and cases.topic_compartment(TOPIC) == opened.page.compartment
    return actions.recognize_request(
        case_id=opened.page.case_id,
        kind=RightsKind(form.cleaned_data["kind"]),
        topic_code=TOPIC if fits else opened.page.topic_code,
        by=opened.viewer,
        at=request.at,
    )


def _case(request: DeskRequest, number: str) -> OpenFile:
    try:
        return access.case(request, number)
    except Http404 as missing:
        raise NotFound from missing


@dataclass(frozen=True)
class _Open:
    """A request that lies before an employee."""

    request: Request
    file: OpenFile

    @property
    def viewer(self) -> Actor:
        return self.file.viewer


def _fetched(request: DeskRequest, number: str) -> _Open:
    opened = access.case(request, number)
    found = queries.request_of(number, viewer=opened.viewer)
    if found is None:
        raise Http404
    return _Open(found, opened)


@employees(Permission.SEE_RIGHTS)
def one(request: DeskRequest, number: str) -> HttpResponse:
    """Show a request with its steps."""
    return _show(request, _fetched(request, number))


def _show(
    request: DeskRequest, opened: _Open, *, tried: Form | None = None, status: int = 200
) -> HttpResponse:
    found, page, viewer = opened.request, opened.file.page, opened.viewer
    today = timezone.localtime(request.at).date()
    forms: dict[str, Form] = {
        "identity": IdentityForm(),
        "longer": LongerForm(),
        "prepare": PrepareForm(
            files=queries.files_of_asker(page, viewer=viewer, on=today),
            initial={"hidden_words": "\n".join(found.hidden_words)},
        ),
        "review": ReviewForm(initial={"export_id": found.export.file_id if found.export else None}),
        "words": WordsForm(),
        "refuse": RefuseForm(),
    }
    if tried is not None:
        forms[tried.name] = tried
    facts = {
        "request_": found,
        "case": page,
        "forms": forms,
        "tried": tried,
        "form": tried,
        "can": _possible(found, viewer, request.at),
        "stays": queries.staying(page, viewer=viewer, at=request.at)
        if found.kind is RightsKind.ERASURE and found.ended_at is None
        else found.findings.get("stays", ()),
        "recipients": queries.recipients(page, viewer=viewer, on=today)
        if found.kind is RightsKind.CORRECTION
        else (),
    }
    return frame.show(request, "desk/rights_request.html", facts, current="rights", status=status)


def _possible(found: Request, viewer: Actor, at: datetime) -> dict[str, bool]:
    """Return which steps this employee can take now."""

    def step(state: RightsState) -> bool:
        return may_step(found.state, state, kind=found.kind)

    handles = Permission.HANDLE_RIGHTS in viewer.permissions
    is_access = found.kind is RightsKind.ACCESS
    is_open = found.ended_at is None
    return {
        "identity": handles and step(RightsState.IDENTIFIED),
        "longer": handles
        and is_open
        and may_extend(at=at, due_at=found.due_at, is_extended=found.extended_at is not None),
        "prepare": handles and is_access and step(RightsState.PREPARED),
        "review": Permission.REVIEW_RIGHTS in viewer.permissions
        and step(RightsState.REVIEWED)
        and found.prepared_by_id != viewer.user_id,
        "release": handles and is_access and step(RightsState.DONE),
        "complete": handles and not is_access and step(RightsState.DONE),
        "refuse": handles and step(RightsState.REFUSED),
    }


Values = Mapping[str, Any]
Step = tuple[str, Callable[[Values], tuple[Callable[..., Any], dict[str, Any]]]]

STEPS: Mapping[str, Step] = {
    "identity": (
        "identity",
        lambda typed: (actions.confirm_identity, {"proof": Proof(typed["proof"])}),
    ),
    "longer": (
        "longer",
        lambda typed: (
            actions.extend_request,
            {"reason": LongerReason(typed["reason"]), "text": typed["text"]},
        ),
    ),
    "prepare": (
        "prepare",
        lambda typed: (
            actions.prepare_export,
            {
                "hidden_words": typed["hidden_words"].splitlines(),
                "file_ids": [int(file_id) for file_id in typed.get("file_ids", ())],
            },
        ),
    ),
    "review": (
        "review",
        lambda typed: (actions.review_export, {"export_id": typed["export_id"]}),
    ),
    "release": ("words", lambda typed: (actions.release_export, {"text": typed["text"]})),
    "complete": ("words", lambda typed: (actions.complete_request, {"text": typed["text"]})),
    "refuse": ("refuse", lambda typed: (actions.refuse_request, {"text": typed["text"]})),
}
"""Each step by the end of its address: its form, and the action with what it gets of the form."""


@employees(Permission.SEE_RIGHTS)
def take(request: DeskRequest, number: str, step: str) -> HttpResponse:
    """Take a step."""
    opened = _fetched(request, number)
    if step not in STEPS:
        raise Http404
    if request.method != "POST":
        return redirect("desk:rights-request", number=number)
    name, call = STEPS[step]
    form = _form(name, request, opened)
    if form.is_valid():
        action, values = call(form.cleaned_data)
        try:
            action(request_id=opened.request.request_id, by=opened.viewer, at=request.at, **values)
        except Refused as refusal:
            access.answer_hidden(refusal)
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("Done."))
            return redirect(reverse("desk:rights-request", args=[number]))
    return _show(request, opened, tried=form, status=422)


def _form(name: str, request: DeskRequest, opened: _Open) -> Form:
    if name == "prepare":
        given = queries.files_of_asker(
            opened.file.page, viewer=opened.viewer, on=timezone.localtime(request.at).date()
        )
        return PrepareForm(request.POST, files=given)
    kinds: dict[str, type[Form]] = {
        "identity": IdentityForm,
        "longer": LongerForm,
        "review": ReviewForm,
        "words": WordsForm,
        "refuse": RefuseForm,
    }
    return kinds[name](request.POST)


@employees(Permission.SEE_RIGHTS)
def export(request: DeskRequest, number: str, part: str) -> HttpResponseBase:
    """Hand out what would be given, for whoever looks at it: the ZIP or what is to be read."""
    opened = _fetched(request, number)
    parts = {"zip": opened.request.export, "pdf": opened.request.overview}
    info = parts.get(part)
    if info is None:
        raise Http404
    try:
        return downloads.attachment(info, files.handed_out(info))
    except Refused as refusal:
        messages.error(request, str(refusal))
        return redirect("desk:rights-request", number=number)
