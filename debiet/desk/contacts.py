"""Writing down a call or a visit, at the moment it took place."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from debiet.cases import actions
from debiet.core.errors import Refused
from debiet.desk import access, frame
from debiet.desk.access import DeskRequest, OpenFile, employees
from debiet.desk.complaints.telling import go_confirm, waits_for_letter
from debiet.desk.forms import ContactForm
from debiet.rules.access import Permission
from debiet.rules.cases import Carrier, Direction


@employees(Permission.RECORD_CONTACT)
def record(request: DeskRequest, number: str) -> HttpResponse:
    """Ask about a call or visit, and write it down."""
    opened = access.case(request, number)
    form = ContactForm(request.POST or None, moment=request.at)
    if form.is_valid():
        leading = opened.page.merged_into.number if opened.page.merged_into else number
        waits = waits_for_letter(
            leading,
            direction=Direction(form.cleaned_data["direction"]),
            is_substantive=form.cleaned_data["is_substantive"],
            viewer=opened.viewer,
        )
        try:
            _record(request, opened, form, waits=waits)
        except Refused as refusal:
            access.answer_hidden(refusal)
            form.add_error(None, str(refusal))
        else:
            if waits:
                return go_confirm(request, leading)
            messages.success(request, _("The contact is written down."))
            return redirect(frame.case_address(request, number))
    facts = {"case": opened.page, "form": form, "place": frame.place_of(request)}
    return frame.show(request, "desk/contact.html", facts)


def _record(request: DeskRequest, opened: OpenFile, form: ContactForm, *, waits: bool) -> None:
    found = form.cleaned_data
    actions.record_contact(
        case_id=opened.page.case_id,
        carrier=Carrier(found["carrier"]),
        direction=Direction(found["direction"]),
        text=found["text"],
        happened_at=form.happened_at(opened_at=opened.page.opened_at),
        is_substantive=found["is_substantive"],
        resolves=found["resolves"] and found["direction"] == Direction.OUT and not waits,
        is_confirmed_later=waits,
        by=opened.viewer,
        at=request.at,
    )
