"""Writing down that a contact reached us by another carrier or route as well."""

from datetime import datetime, time

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _

from debiet.cases.actions import Way
from debiet.cases.queries import CasePage
from debiet.complaints import actions
from debiet.core.errors import Refused
from debiet.desk import access, frame, labels
from debiet.desk.access import DeskRequest, OpenFile, employees
from debiet.desk.letter_forms import WayForm
from debiet.rules.access import Permission
from debiet.rules.cases import Carrier, Direction, Route
from debiet.web.templatetags.debiet import short_moment


@employees(Permission.RECORD_CONTACT)
def add(request: DeskRequest, number: str) -> HttpResponse:
    """Ask by what and through whom a contact came as well, and write it down."""
    opened = access.case(request, number)
    form = WayForm(
        request.POST or None,
        contacts=_contacts(opened.page, request.at),
        today=timezone.localdate(request.at),
    )
    if form.is_valid():
        try:
            _add(request, opened, form)
        except Refused as refusal:
            access.answer_hidden(refusal)
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("The other way is written down."))
            return redirect(frame.case_address(request, number))
    facts = {"case": opened.page, "form": form, "place": frame.place_of(request)}
    return frame.show(request, "desk/contact_way.html", facts)


def _contacts(page: CasePage, now: datetime) -> list[tuple[int, str]]:
    return [
        (
            int(entry.key.removeprefix("contact-")),
            f"{short_moment(entry.happened_at, now)} · {labels.word(entry.carrier, 'carrier')}",
        )
        for entry in page.timeline
        if not entry.is_note and entry.direction == Direction.IN
    ]


def _add(request: DeskRequest, opened: OpenFile, form: WayForm) -> None:
    found = form.cleaned_data
    actions.add_contact_way(
        case_id=opened.page.case_id,
        interaction_id=found["contact"],
        way=Way(Carrier(found["carrier"]), Route(found["route"])),
        received_at=timezone.make_aware(datetime.combine(found["day"], time())),
        by=opened.viewer,
        at=request.at,
    )
