"""The list of complaints: what is owed first, and what was done by step."""

from django.http import HttpResponse
from django.utils.translation import gettext_lazy as _

from debiet.complaints import queries as complaints
from debiet.desk import access, frame
from debiet.desk.access import DeskRequest, employees
from debiet.rules.access import Permission
from debiet.rules.complaints import OWED, ComplaintStep

LISTS = {
    "owed": (_("Owed an answer"), OWED),
    "answered": (
        _("Answered"),
        frozenset({ComplaintStep.ANSWERED, ComplaintStep.ACCEPTED, ComplaintStep.SILENT}),
    ),
    "other": (
        _("Refused, withdrawn, no complaint"),
        frozenset({ComplaintStep.REFUSED, ComplaintStep.WITHDRAWN, ComplaintStep.NOT_A_COMPLAINT}),
    ),
}


@employees(Permission.HANDLE_COMPLAINT)
def complaints_page(request: DeskRequest) -> HttpResponse:
    """Show complaints of one list; the choice of the list is in the address."""
    chosen = request.GET.get("list", "")
    name = chosen if chosen in LISTS else "owed"
    rows = complaints.complaints_at(LISTS[name][1], viewer=access.actor(request))
    facts = {
        "rows": rows,
        "lists": [(code, label, code == name) for code, (label, _steps) in LISTS.items()],
        "is_cut": len(rows) == complaints.LISTED,
    }
    return frame.show(request, "desk/complaints/list.html", facts, current="complaints")
