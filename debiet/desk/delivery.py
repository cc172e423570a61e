"""How a customer is written to: what it chose, what does not arrive, and changing both."""

from dataclasses import dataclass
from datetime import datetime

from django.contrib import messages
from django.core import signing
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from debiet.core.errors import Refused
from debiet.core.words import Words
from debiet.correspondence import actions as correspondence
from debiet.customers import actions
from debiet.customers import queries as customers
from debiet.desk import access, frame, labels
from debiet.desk.access import DeskRequest, OpenFile, employees, posted
from debiet.desk.forms import WaysForm
from debiet.rules.access import Permission
from debiet.rules.cases import Carrier
from debiet.rules.delivery import DeliveryMethod, MessageKind
from debiet.rules.house_choices import HouseChoice
from debiet.staff.choices import house_choices

_SALT = "debiet.desk.delivery"


@dataclass(frozen=True, slots=True)
class NotArriving:
    """An address that messages came back from, in words.

    :param key: names it in the form that says "works again"; signed, so that nobody names others
    """

    place: str
    carrier: Carrier
    reason: Words
    since: datetime
    key: str


@employees(Permission.EDIT_CUSTOMERS)
def ways(request: DeskRequest, number: str) -> HttpResponse:
    """Show how a customer is written to and what does not arrive, and change the ways."""
    opened = access.case(request, number)
    customer_id = opened.page.customer_id
    form = _form(request, customer_id)
    if customer_id:
        access.saw_customers(request, opened, customer_id)
    if form is not None and customer_id and form.is_valid():
        try:
            _save(request, opened, customer_id, form)
        except Refused as refusal:
            access.answer_hidden(refusal)
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("Saved."))
            return redirect(frame.case_address(request, number))
    facts = {
        "case": opened.page,
        "form": form,
        "not_arriving": not_arriving(opened),
        "place": frame.place_of(request),
    }
    return frame.show(request, "desk/ways.html", facts)


def _form(request: DeskRequest, customer_id: int | None) -> WaysForm | None:
    """Return the form for what a customer chose; there is none without a customer."""
    if customer_id is None:
        return None
    found = customers.reached(customer_id)
    start: dict[str, object] = {str(kind): found.chosen.get(kind, "") for kind in MessageKind}
    start["wants_large_print"] = found.wants_large_print
    return WaysForm(
        request.POST if request.method == "POST" else None,
        offered=house_choices(at=request.at)[HouseChoice.WAYS_OFFERED],
        initial=start,
    )


def _save(request: DeskRequest, opened: OpenFile, customer_id: int, form: WaysForm) -> None:
    for kind in MessageKind:
        typed = form.cleaned_data[str(kind)]
        actions.choose_delivery(
            customer_id=customer_id,
            kind=kind,
            method=DeliveryMethod(typed) if typed else None,
            by=opened.viewer,
            at=request.at,
        )
    actions.set_large_print(
        customer_id=customer_id,
        wants_large_print=form.cleaned_data["wants_large_print"],
        by=opened.viewer,
        at=request.at,
    )


def not_arriving(opened: OpenFile) -> list[NotArriving]:
    """Return the addresses of a case and its customer that messages came back from."""
    return [
        NotArriving(
            place=", ".join(mark.place.splitlines()),
            carrier=mark.carrier,
            reason=labels.why_not_arrived(mark.reason),
            since=mark.since,
            key=signing.Signer(salt=_SALT).sign_object([str(mark.carrier), mark.place]),
        )
        for mark in opened.page.marks
    ]


@employees(Permission.MARK_ADDRESS)
@posted
def works_again(request: DeskRequest, number: str) -> HttpResponse:
    """Say that an address works again."""
    opened = access.case(request, number)
    try:
        carrier, place = signing.Signer(salt=_SALT).unsign_object(request.POST.get("key", ""))
    except (signing.BadSignature, ValueError):
        return redirect("desk:ways", number=number)
    try:
        correspondence.clear_unreachable(
            carrier=Carrier(carrier), address=place, by=opened.viewer, at=request.at
        )
    except Refused as refusal:
        access.answer_hidden(refusal)
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("It is used again."))
    return redirect(frame.case_address(request, number))
