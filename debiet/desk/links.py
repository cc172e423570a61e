"""Other cases beside a case: suggested when it came in, taken over or dismissed by an employee."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from debiet.cases import actions
from debiet.core.errors import Refused
from debiet.desk import access, frame
from debiet.desk.access import DeskRequest, employees, posted
from debiet.rules.access import Permission
from debiet.rules.cases import LinkOutcome


@employees(Permission.EDIT_CASE)
@posted
def settle(request: DeskRequest, number: str, link_id: int) -> HttpResponse:
    """Say whether a suggested case belongs to this one."""
    opened = access.case(request, number)
    is_related = request.POST.get("belongs") == "yes"
    try:
        actions.settle_suggested_link(
            link_id=link_id,
            case_id=opened.page.case_id,
            outcome=LinkOutcome.RELATED if is_related else LinkOutcome.DISMISSED,
            by=opened.viewer,
            at=request.at,
        )
    except Refused as refusal:
        access.answer_hidden(refusal)
        messages.error(request, str(refusal))
    else:
        done = _("The two cases show each other now.")
        messages.success(request, done if is_related else _("It is not suggested any more."))
    return redirect(frame.case_address(request, number))
