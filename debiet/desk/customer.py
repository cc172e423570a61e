"""Saying which customer a case is from: confirmed by an employee, never guessed."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from debiet.cases import actions
from debiet.cases import queries as cases
from debiet.core.errors import ChangedMeanwhile, Refused
from debiet.desk import access, frame
from debiet.desk.access import DeskRequest, employees, posted
from debiet.desk.search_kinds import customers_like
from debiet.desk.timeline import seen_in, whole_number
from debiet.rules.access import Permission

SHOWN = 10
"""More than these nobody compares: a narrower search helps."""


@employees(Permission.LINK_CUSTOMER)
def candidates(request: DeskRequest, number: str) -> HttpResponse:
    """Show whom a case may be from, and search among all customers."""
    opened = access.case(request, number)
    words = request.GET.get("q", "").replace("\x00", "").strip()[:120]
    if words:
        found = customers_like(words, viewer=opened.viewer, limit=SHOWN)
    else:
        found = cases.suggested_customers(opened.page.case_id, viewer=opened.viewer)[:SHOWN]
    access.saw_customers(request, opened, *(card.customer_id for card in found))
    facts = {
        "case": opened.page,
        "words": words,
        "found": found,
        "is_cut": len(found) == SHOWN,
        "place": frame.place_of(request),
    }
    return frame.show(request, "desk/candidates.html", facts)


@employees(Permission.LINK_CUSTOMER)
@posted
def link(request: DeskRequest, number: str) -> HttpResponse:
    """Link a case to a customer, or to nobody."""
    opened = access.case(request, number)
    customer_id = whole_number(request.POST.get("customer_id", "")) or None
    try:
        actions.link_customer(
            case_id=opened.page.case_id,
            customer_id=customer_id,
            seen_version=seen_in(request.POST).version,
            by=opened.viewer,
            at=request.at,
        )
    except ChangedMeanwhile as refusal:
        messages.warning(request, str(refusal))
    except Refused as refusal:
        access.answer_hidden(refusal)
        messages.error(request, str(refusal))
    else:
        done = _("The case is linked to this customer.")
        messages.success(request, done if customer_id else _("The case is linked to nobody."))
    return redirect(frame.case_address(request, number))
