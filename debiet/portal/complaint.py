"""Complaining: the open form, and the page that says what becomes of it."""

from datetime import datetime

from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import get_language

from debiet.cases import queries as cases
from debiet.complaints import actions
from debiet.complaints import queries as complaints
from debiet.core.actor import Actor
from debiet.core.errors import Refused
from debiet.portal import access, limits
from debiet.portal.access import OwnCase, Proof
from debiet.portal.complaint_forms import ComplaintForm
from debiet.portal.complaint_steps import standing
from debiet.portal.question import TOO_MANY
from debiet.portal.show import open_page, own_page, page
from debiet.rules.cases import spoken_code, tidy_number
from debiet.rules.complaints import ComplaintStep


@open_page
def complain(request: HttpRequest) -> HttpResponseBase:
    """Show the form, or take in what somebody complains of."""
    at = timezone.now()
    form = ComplaintForm()
    if request.method == "POST":
        keeper = access.keeper(request, by=access.visitor(), at=at)
        form = ComplaintForm(request.POST, request.FILES, keeper=keeper)
    status = 200
    if form.is_valid():
        if limits.spent(limits.question(request), at=at):
            form.add_error(None, TOO_MANY)
            status = 429
        else:
            try:
                return _taken(request, form, at=at)
            except Refused as refusal:
                form.add_error(None, str(refusal))
    if form.is_bound:
        form.keep_files()
    return page(request, "complain", {"form": form}, status=status)


def _taken(request: HttpRequest, form: ComplaintForm, *, at: datetime) -> HttpResponseBase:
    own = _own(request, form, at=at)
    case_id = actions.complain(
        question=form.complaint(
            language=(get_language() or "nl")[:2], is_about_own=own is not None
        ),
        sent=form.sent(case_id=own.case.case_id if own else None),
        by=own.visitor if own else access.visitor(),
        at=at,
    )
    if own is not None:
        return redirect("portal:complained", number=own.case.number)
    told = cases.status_code_of(viewer=Actor.visitor(case_id)) if case_id is not None else None
    if told is None:
        # Kept, but no case could be made of it. Reloading this page finds the same again.
        return own_page(page)(request, "kept", {"sent": form.cleaned_data})
    number, code = told
    access.remember(request, number=number, code=code, has_asked=True)
    is_registered = complaints.own_complaint(viewer=Actor.visitor(case_id), at=at) is not None
    # What could not be registered at once has its number already; a job registers it.
    return redirect("portal:complained" if is_registered else "portal:asked", number=number)


def _own(request: HttpRequest, form: ComplaintForm, *, at: datetime) -> OwnCase | None:
    """Return the question that it is about, if this browser may see that.

    Otherwise it becomes a new one, and what the answer looks like says nothing about the number.
    """
    number, code = form.cleaned_data["about_number"], form.cleaned_data["about_code"]
    if not number:
        return None
    is_open = number in access.numbers(request)
    if not is_open and (not code or _prove(request, number, code, at=at) is not Proof.RIGHT):
        return None
    try:
        own = access.case(request, number)
    except Http404:
        return None
    complaint = complaints.own_complaint(viewer=own.visitor, at=at)
    was_ended = complaint is not None and complaint.step is ComplaintStep.WITHDRAWN
    # Where another question is handled in its place, or it was taken back, this is a new one.
    return None if own.case.handled_in is not None or was_ended else own


def _prove(request: HttpRequest, number: str, code: str, *, at: datetime) -> Proof:
    return access.prove(request, number=number, code=code, at=at)


@own_page
def complained(request: HttpRequest, number: str) -> HttpResponse:
    """Show number, code, term and where to go next, to the browser that may see the complaint."""
    own, at = access.case(request, tidy_number(number)), timezone.now()
    complaint = complaints.own_complaint(viewer=own.visitor, at=at)
    if complaint is None:
        raise Http404
    said = [contact for contact in own.case.contacts if not contact.is_ours]
    facts = {
        "case": own.case,
        "code": spoken_code(own.code),
        "standing": standing(complaint, at=at),
        "sent": said[-1],
        "is_reached": own.case.sender.is_reached,
    }
    return page(request, "complained", facts)
