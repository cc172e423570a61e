"""Letters on paper: what waits, the batches for the printer, and what its return says."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from debiet.core.actor import Actor
from debiet.core.errors import Refused
from debiet.core.references import reference
from debiet.core.words import Words
from debiet.correspondence import actions
from debiet.correspondence import queries as correspondence
from debiet.correspondence.actions import Confirmed
from debiet.correspondence.queries import Batch
from debiet.desk import access, frame, labels
from debiet.desk.access import DeskRequest, employees
from debiet.desk.printing_forms import PostedForm, ReturnFileForm
from debiet.files import queries as files
from debiet.rules.access import Permission
from debiet.rules.delivery import BatchState
from debiet.rules.print_batches import PrintFault
from debiet.staff import queries as staff

SHOWN = 50
FAULTS: dict[PrintFault, Words] = {
    PrintFault.CHANGED: gettext_lazy("its file is not as it was made"),
    PrintFault.UNREADABLE: gettext_lazy("its file cannot be read"),
    PrintFault.PAGES: gettext_lazy("pages are missing"),
}


@employees(Permission.PRINT_LETTERS)
def letters(request: DeskRequest) -> HttpResponse:
    """Show the letters that wait and the batches, or make a batch of those that wait."""
    if request.method == "POST":
        try:
            actions.make_print_batch(
                compartment=request.POST.get("compartment", "").replace("\x00", "")[:60],
                by=access.actor(request),
                at=request.at,
            )
        except Refused as refusal:
            messages.error(request, str(refusal))
        else:
            messages.success(request, _("The batch is ready. Download it for the printer."))
        return redirect("desk:print")
    return _show(request)


def _show(
    request: DeskRequest,
    *,
    posted_form: tuple[int, PostedForm] | None = None,
    return_form: ReturnFileForm | None = None,
) -> HttpResponse:
    viewer = access.actor(request)
    batches = correspondence.print_batches(viewer=viewer, at=request.at, limit=SHOWN)
    forms = dict([posted_form]) if posted_form else {}
    names = staff.partner_names()

    def part(compartment: str) -> Words:
        return names.get(compartment) or labels.word(compartment, "compartment")

    facts: dict[str, Any] = {
        "queues": [
            (queue, part(queue.compartment)) for queue in correspondence.print_queues(viewer=viewer)
        ],
        "waiting": correspondence.letters_to_print(viewer=viewer, limit=frame.SMALL_BOUND),
        "aside": [
            (one, FAULTS[one.fault])
            for one in correspondence.letters_set_aside(viewer=viewer, limit=frame.SMALL_BOUND)
            if one.fault
        ],
        "made": [
            (
                batch,
                part(batch.compartment),
                forms.get(batch.batch_id) or PostedForm(batch_id=batch.batch_id),
            )
            for batch in batches
            if batch.state == BatchState.MADE
        ],
        "posted": [
            (batch, part(batch.compartment))
            for batch in batches
            if batch.state == BatchState.POSTED
        ],
        "return_form": return_form or ReturnFileForm(),
        "form": posted_form[1] if posted_form else return_form,
    }
    return frame.show(request, "desk/print.html", facts, current="print")


@employees(Permission.PRINT_LETTERS)
def again(request: DeskRequest, message_id: int) -> HttpResponse:
    """Have a letter that was set aside made anew."""
    if request.method == "POST":
        try:
            actions.print_again(message_id=message_id, by=access.actor(request), at=request.at)
        except Refused as refusal:
            access.answer_hidden(refusal)
            messages.error(request, str(refusal))
        else:
            messages.success(request, _("The letter is made anew and goes with the next batch."))
    return redirect("desk:print")


@employees(Permission.PRINT_LETTERS)
def posted(request: DeskRequest, batch_id: int) -> HttpResponse:
    """Take the day on which a batch was posted."""
    viewer = access.actor(request)
    if correspondence.print_batch(batch_id, viewer=viewer, at=request.at) is None:
        raise Http404
    if request.method != "POST":
        return redirect("desk:print")
    form = PostedForm(request.POST, batch_id=batch_id)
    if form.is_valid():
        try:
            confirmed = actions.confirm_posted(
                batch_id=batch_id,
                posted_on=form.cleaned_data["posted_on"],
                by=viewer,
                at=request.at,
            )
        except Refused as refusal:
            access.answer_hidden(refusal)
            form.add_error(None, str(refusal))
        else:
            _tell(request, confirmed)
            return redirect("desk:print")
    return _show(request, posted_form=(batch_id, form))


@employees(Permission.PRINT_LETTERS)
def take_return(request: DeskRequest) -> HttpResponse:
    """Take the file in which the printer says what it posted and what not."""
    if request.method != "POST":
        return redirect("desk:print")
    form = ReturnFileForm(request.POST, files=request.FILES)
    if form.is_valid():
        try:
            confirmed = actions.take_print_return(
                content=form.cleaned_data["file"].read(), by=access.actor(request), at=request.at
            )
        except Refused as refusal:
            form.add_error("file", str(refusal))
        else:
            for one in confirmed:
                _tell(request, one)
            return redirect("desk:print")
    return _show(request, return_form=form)


def _tell(request: DeskRequest, confirmed: Confirmed) -> None:
    values = {"number": confirmed.number, "count": confirmed.rejected}
    if not confirmed.is_new:
        messages.info(
            request, _("Batch %(number)s was confirmed before. Nothing changed.") % values
        )
        return
    messages.success(request, _("Batch %(number)s is posted.") % values)
    if confirmed.rejected:
        words = ngettext(
            "%(count)s letter of batch %(number)s was not posted and waits again.",
            "%(count)s letters of batch %(number)s were not posted and wait again.",
            confirmed.rejected,
        )
        messages.warning(request, words % values)


@employees(Permission.PRINT_LETTERS)
def batch_letters(request: DeskRequest, batch_id: int) -> HttpResponse:
    """Hand out all letters of a batch as one PDF."""
    batch, viewer = _batch(request, batch_id)
    return _handed_out(
        request,
        viewer,
        batch.letters_id,
        subject=reference("batch", batch.number),
        compartment=batch.compartment,
    )


@employees(Permission.PRINT_LETTERS)
def manifest(request: DeskRequest, batch_id: int) -> HttpResponse:
    """Hand out the list that goes with a batch."""
    batch, viewer = _batch(request, batch_id)
    return _handed_out(
        request,
        viewer,
        batch.manifest_id,
        subject=reference("batch", batch.number),
        compartment=batch.compartment,
    )


@employees(Permission.PRINT_LETTERS)
def letter(request: DeskRequest, message_id: int) -> HttpResponse:
    """Hand out one letter as it is printed."""
    viewer = access.actor(request, purpose="print")
    found = correspondence.letter(message_id, viewer=viewer)
    if found is None or found.letter_id is None:
        raise Http404
    return _handed_out(
        request,
        viewer,
        found.letter_id,
        subject=reference("message", message_id),
        compartment=found.compartment,
    )


def _batch(request: DeskRequest, batch_id: int) -> tuple[Batch, Actor]:
    viewer = access.actor(request, purpose="print")
    batch = correspondence.print_batch(batch_id, viewer=viewer, at=request.at)
    if batch is None:
        raise Http404
    return batch, viewer


def _handed_out(
    request: DeskRequest, viewer: Actor, file_id: int, *, subject: str, compartment: str
) -> HttpResponse:
    opened = files.opened(file_id, viewer=viewer)
    if opened is None:
        raise Http404
    access.saw_letters(request, viewer, subject=subject, compartment=compartment)
    response = HttpResponse(opened.content, content_type=opened.info.media_type)
    name = content_disposition_header(as_attachment=True, filename=opened.info.name)
    response.headers["Content-Disposition"] = name or "attachment"
    response.headers["X-Content-Type-Options"] = "nosniff"
    return response
