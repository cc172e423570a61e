"""Opening a file of what came straight to the ombuds function, or of a mail in its own mailbox."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext_lazy as _

from debiet.cases.actions import Contact, NewContact
from debiet.complaints import actions
from debiet.core.errors import Refused
from debiet.core.words import Words
from debiet.desk import access, frame
from debiet.desk.access import DeskRequest, employees
from debiet.desk.casework.pages import StepWords
from debiet.desk.ombuds.opening_forms import DirectForm, OfCaseForm
from debiet.desk.phone_forms import form_key
from debiet.rules.access import Compartment, Permission
from debiet.rules.complaints import Regime

DONE: Words = _("The file is open. Say first whether you have a tie to it.")
NEW = StepWords(
    heading=_("Open a file"),
    lead=(
        _("For what came straight to the office: by phone, at its counter, by letter or mail."),
        _(
            "It is a complaint of its own, with 45 days from when it was said. Nothing changes on "
            "any case of the first line."
        ),
    ),
    button=_("Open a file"),
    done=DONE,
    icon="shield",
)


@employees(Permission.HANDLE_OMBUDS)
def new(request: DeskRequest) -> HttpResponse:
    """Ask what came to the office, and open its file."""
    key = form_key(request.POST)
    form = DirectForm(request.POST or None, moment=request.at, initial={"key": key})

    def opened() -> int:
        data = form.cleaned_data
        new = NewContact(
            key=key,
            carrier=data["carrier"],
            topic_code="",
            text=data["text"],
            contact=Contact(
                name=data["who"],
                email=data["email"],
                phone=data["phone"],
                address=data["address"],
            ),
            language=data["language"],
            happened_at=min(data["moment"], request.at),
        )
        by: dict[str, Any] = {"by": access.actor(request), "at": request.at}
        return actions.take_in(new=new, said=form.said, direct=form.direct, **by)

    return _page(request, form, opened, {"words": NEW})


@employees(Permission.HANDLE_OMBUDS)
def of_case(request: DeskRequest, number: str) -> HttpResponse:
    """Ask why a case of the office is a file, and make it one."""
    case = access.case(request, number)
    if case.page.compartment != Compartment.OMBUDS or case.page.regime is not Regime.ORDINARY:
        raise Http404
    form = OfCaseForm(request.POST or None)
    by: dict[str, Any] = {"by": access.actor(request), "at": request.at}

    def opened() -> int:
        case_id = case.page.case_id
        return actions.open_file(case_id=case_id, said=form.said, direct=form.direct, **by)

    return _page(request, form, opened, {"words": NEW, "case": case.page})


def _page(
    request: DeskRequest, form: OfCaseForm, act: Callable[[], int], facts: dict[str, Any]
) -> HttpResponse:
    if form.is_valid():
        try:
            file_id = act()
        except Refused as refusal:
            access.answer_hidden(refusal)
            form.add_error(None, str(refusal))
        else:
            messages.success(request, str(DONE))
            return redirect("desk:ombuds-file", ombuds_id=file_id)
    return frame.show(request, "desk/ombuds/new.html", facts | {"form": form}, current="ombuds")
