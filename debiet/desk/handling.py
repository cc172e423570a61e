"""Handling a case: notes, who has it, waiting, closing, opening again."""

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from debiet.cases import actions
from debiet.cases import queries as cases
from debiet.core.errors import ChangedMeanwhile, Refused
from debiet.desk import access, case_parts, frame, labels
from debiet.desk.access import DeskRequest, OpenFile, employees, posted
from debiet.desk.forms import CloseForm, GiveForm, NoteForm, WaitForm, topic_options
from debiet.desk.timeline import seen_in
from debiet.rules.access import Permission
from debiet.rules.sla import PauseReason
from debiet.staff.takers import colleagues_for


@employees(Permission.WRITE_NOTE)
@posted
def write_note(request: DeskRequest, number: str) -> HttpResponse:
    """Leave a note for colleagues; notes never stand in each other's way."""
    opened = access.case(request, number)
    form = NoteForm(request.POST)
    if form.is_valid():
        try:
            actions.write_note(
                case_id=opened.page.case_id,
                text=form.cleaned_data["text"],
                by=opened.viewer,
                at=request.at,
            )
        except Refused as refusal:
            access.answer_hidden(refusal)
            form.add_error(None, str(refusal))
        else:
            return redirect(frame.case_address(request, number))
    return case_parts.show(request, opened, note_form=form)


@employees(Permission.ASSIGN_CASE)
@posted
def take(request: DeskRequest, number: str) -> HttpResponse:
    """Take a case on; if a colleague was first, the page says who."""
    employee_id = request.signed_in.colleague.employee_id
    return _carry_out(
        request, number, actions.assign_case, _("It is yours now."), employee_id=employee_id
    )


@employees(Permission.ASSIGN_CASE)
@posted
def give(request: DeskRequest, number: str) -> HttpResponse:
    """Give a case to a colleague."""
    opened = access.case(request, number)
    colleagues = colleagues_for(opened.page.compartment, viewer=opened.viewer)
    form = GiveForm(request.POST, colleagues=colleagues)
    if not form.is_valid():
        messages.error(request, _("Choose to whom you give it."))
        return redirect(frame.case_address(request, number))
    employee_id = form.cleaned_data["employee"]
    done = _("%(name)s has it now.") % {"name": dict(colleagues)[employee_id]}
    return _carry_out(request, number, actions.assign_case, done, employee_id=employee_id)


@employees(Permission.PAUSE_CASE)
@posted
def wait(request: DeskRequest, number: str) -> HttpResponse:
    """Put a case on wait."""
    form = WaitForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Choose what you wait for."))
        return redirect(frame.case_address(request, number))
    reason = PauseReason(form.cleaned_data["reason"])
    done = _("It waits for %(whom)s. Only the term to solve it stands still.") % {
        "whom": labels.word(reason, "pause")
    }
    return _carry_out(request, number, actions.pause_case, done, reason=reason)


@employees(Permission.PAUSE_CASE)
@posted
def go_on(request: DeskRequest, number: str) -> HttpResponse:
    """Let a waiting case go on."""
    return _carry_out(request, number, actions.resume_case, _("It goes on."))


@employees(Permission.RESOLVE_CASE)
@posted
def close(request: DeskRequest, number: str) -> HttpResponse:
    """Close a case without another message."""
    own = [request.POST.get("topic_code", "")]
    topics = topic_options(cases.topic_choices(public=False, also=own))
    form = CloseForm(request.POST, topics=topics)
    if not form.is_valid():
        messages.error(request, _("Choose what it was about."))
        return redirect(frame.case_address(request, number))
    done = _("The case is closed. You can open it again if that was not meant.")
    topic_code = form.cleaned_data["topic_code"]
    return _carry_out(request, number, actions.resolve_case, done, topic_code=topic_code)


@employees(Permission.REOPEN_CASE)
@posted
def reopen(request: DeskRequest, number: str) -> HttpResponse:
    """Open a closed case again."""
    return _carry_out(request, number, actions.reopen_case, _("The case is open again."))


@employees(Permission.SEND_CODE)
@posted
def send_code(request: DeskRequest, number: str) -> HttpResponse:
    """Send a new status code to the way on file; the old one is worthless then."""
    opened = access.case(request, number)
    try:
        actions.send_code(number=opened.page.number, by=opened.viewer, at=request.at)
    except Refused as refusal:
        access.answer_hidden(refusal)
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("A new code is on its way to the customer."))
    return redirect(frame.case_address(request, number))


def _carry_out(
    request: DeskRequest, number: str, act: Callable[..., None], done: str, **values: object
) -> HttpResponse:
    """Carry out an action on the case as it was seen; come back with what happened in words."""
    opened = access.case(request, number)
    try:
        act(
            case_id=opened.page.case_id,
            seen_version=seen_in(request.POST).version,
            by=opened.viewer,
            at=request.at,
            **values,
        )
    except ChangedMeanwhile:
        messages.warning(request, _what_changed(access.case(request, number)))
    except Refused as refusal:
        access.answer_hidden(refusal)
        messages.error(request, str(refusal))
    else:
        messages.success(request, done)
    return redirect(frame.case_address(request, number))


def _what_changed(opened: OpenFile) -> str:
    page = opened.page
    if page.assignee:
        facts = {"name": page.assignee, "state": labels.word(page.state, "state")}
        return (
            _(
                "This case changed while you looked at it. Now %(name)s has it and it is "
                "%(state)s. Look at it again before you go on."
            )
            % facts
        )
    return _("This case changed while you looked at it. Look at it again before you go on.")
