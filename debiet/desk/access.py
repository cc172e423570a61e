"""The guarded way: who is at the desk, and the one way in which its pages fetch a case.

Whoever may not see a case gets the same answer as for a number that does not exist, and each look
at a person's file is written down with the case as its purpose.
"""

import functools
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Concatenate, ParamSpec
from urllib.parse import urlencode

from django.contrib.auth.views import redirect_to_login
from django.core import signing
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, resolve_url
from django.urls import reverse
from django.utils import timezone
from django.utils.cache import patch_cache_control

from debiet.cases import queries as cases
from debiet.cases.queries import CallbackRow, CasePage, HeldMessage, TopicChoice
from debiet.core import access_log
from debiet.core.actor import Actor
from debiet.core.errors import NotAllowed, NotFound, Refused
from debiet.core.references import parts, reference
from debiet.core.together import Reading, together
from debiet.correspondence import queries as correspondence
from debiet.correspondence.queries import Scan
from debiet.customers import queries as customers
from debiet.customers.queries import CustomerCard, SuspectedPair
from debiet.desk.opened import MustSayWhy, OpenPerson
from debiet.files.queries import FileInfo
from debiet.rules.access import Compartment, Permission
from debiet.rules.cases import tidy_number
from debiet.rules.customer_file import Bond
from debiet.staff import queries as staff
from debiet.staff.queries import SignedIn

P = ParamSpec("P")

FROM_CASE_FOR = timedelta(hours=12)
"""A link from a case to its customer's file works for a working day."""
_FROM_CASE = "debiet.desk.access.from-case"


class DeskRequest(HttpRequest):
    """A request of a signed-in employee, at one moment."""

    signed_in: SignedIn
    at: datetime


DeskView = Callable[Concatenate[DeskRequest, P], HttpResponseBase]
View = Callable[Concatenate[HttpRequest, P], HttpResponseBase]


@dataclass(frozen=True)
class OpenFile:
    """A case that an employee has before it, and the actor whose purpose that case is."""

    page: CasePage
    viewer: Actor

    @functools.cached_property
    def topics(self) -> list[TopicChoice]:
        """Return what a case can be about; asked for once, however many forms offer it."""
        return cases.topic_choices(public=False)


def employees(permission: Permission | None = None) -> Callable[[DeskView[P]], View[P]]:
    """Open a view to employees, or to those who hold a permission.

    Others are sent to the sign-in; who has left, or lacks the permission, is refused.
    """

    def decorate(view: DeskView[P]) -> View[P]:
        @functools.wraps(view)
        def guarded(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
            if not request.user.is_authenticated:
                return _to_sign_in(request)
            found = staff.signed_in(request.user.pk)
            if found is None or (permission and permission not in found.actor.permissions):
                raise PermissionDenied
            desk_request: DeskRequest = request  # type: ignore[assignment]
            desk_request.signed_in, desk_request.at = found, timezone.now()
            try:
                response = view(desk_request, *args, **kwargs)
            except MustSayWhy as asked:
                response = _to_reason(request, asked.customer_id)
            patch_cache_control(response, private=True, no_cache=True)
            return response

        return guarded

    return decorate


def _to_sign_in(request: HttpRequest) -> HttpResponse:
    if request.headers.get("HX-Request"):
        # A fragment's request must not take away the page on which somebody may be writing.
        return HttpResponse(status=401)
    return redirect_to_login(request.get_full_path(), resolve_url("account_login"))


def _to_reason(request: HttpRequest, customer_id: int) -> HttpResponse:
    if request.headers.get("HX-Request"):
        return HttpResponse(status=403)
    back = request.get_full_path() if request.method == "GET" else ""
    page = reverse("desk:why", args=[customer_id])
    return redirect(f"{page}?{urlencode({'next': back})}" if back else page)


def posted(view: DeskView[P]) -> DeskView[P]:
    """Keep a view about a case to POST; whoever comes to its address otherwise gets the case."""

    @functools.wraps(view)
    def guarded(request: DeskRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        if request.method != "POST":
            return redirect("desk:case", number=kwargs["number"])
        return view(request, *args, **kwargs)

    return guarded


def actor(request: DeskRequest, purpose: str = "") -> Actor:
    """Return who acts, and why a file is open if one is."""
    return replace(request.signed_in.actor, purpose=purpose)


def case(request: DeskRequest, number: str) -> OpenFile:
    """Return the case of a number, and write down that somebody looked at it.

    :raises Http404: where there is no such case, or not for this employee: the same answer
    """
    if tidy_number(number) != number:
        raise Http404
    viewer = actor(request, reference("case", number))
    if Permission.LOG_ACCESS not in viewer.permissions:
        raise Http404  # nobody looks without a trace
    page = cases.case_page_of(number, viewer=viewer)
    if page is None:
        raise Http404
    if page.customer_id is not None:
        _ask_if_close(request, page.customer_id)
    opened = OpenFile(page, viewer)
    _look(request, opened, reference("case", number))
    return opened


def _ask_if_close(request: DeskRequest, customer_id: int) -> None:
    """Ask why, before an employee sees something of itself, a housemate or a colleague.

    :raises MustSayWhy: where it did not say so within the hour
    """
    employee_id = request.signed_in.colleague.employee_id
    if customers.bond_between(employee_id, customer_id) is not None:
        _ask_why(request, customer_id)


def _ask_why(request: DeskRequest, customer_id: int) -> None:
    employee_id = request.signed_in.colleague.employee_id
    found = customers.standing(
        customer_id, employee_id=employee_id, viewer=actor(request), at=request.at
    )
    if found is None:
        raise Http404
    if found.opening_id is None:
        if Compartment.ORDINARY not in request.signed_in.actor.compartments:
            raise Http404
        raise MustSayWhy(found.customer_id)


def customer(request: DeskRequest, customer_id: int) -> OpenPerson:
    """Return a customer's file as far as it is open to this employee, and write the look down.

    It opens from a case of that customer, or with a reason.

    :raises Http404: where there is no such customer, or not for this employee: the same answer
    :raises MustSayWhy: where neither a case nor a reason says why
    """
    employee_id = request.signed_in.colleague.employee_id
    plain = actor(request)
    found = customers.standing(customer_id, employee_id=employee_id, viewer=plain, at=request.at)
    if found is None or Permission.LOG_ACCESS not in plain.permissions:
        raise Http404
    token = request.GET.get("from", "")
    number = _case_of_token(request, token, found.customer_id)
    if number and customers.bond_between(employee_id, found.customer_id) is not None:
        number = ""  # of somebody close, a case is no reason enough
    if not number and found.opening_id is None:
        if Compartment.ORDINARY not in plain.compartments:
            raise Http404  # a partner's people come from a case of theirs, or not at all
        raise MustSayWhy(found.customer_id)
    purpose = reference("case", number) if number else reference("opening", found.opening_id or 0)
    opened = OpenPerson(
        found.customer_id,
        actor(request, purpose),
        f"?{urlencode({'from': token})}" if number else "",
        number,
    )
    _look_at(request, opened.viewer, reference("customer", found.customer_id))
    return opened


def pair(request: DeskRequest, pair_id: int) -> tuple[SuspectedPair, Actor]:
    """Return two customers that may be one, and write down that both were looked at.

    :raises Http404: where there is no such pair that waits, or not for this employee
    """
    viewer = actor(request, reference("pair", pair_id))
    found = customers.suspected_pair(pair_id, viewer=viewer)
    may_look = Permission.LOG_ACCESS in viewer.permissions
    if found is None or not may_look or Compartment.ORDINARY not in viewer.compartments:
        raise Http404
    for customer_id in (found.first_id, found.second_id):
        _ask_if_close(request, customer_id)
        _look_at(request, viewer, reference("customer", customer_id))
    return found, viewer


def customer_address(request: DeskRequest, customer_id: int, number: str) -> str:
    """Return the address by which a customer's file opens from a case that this employee sees."""
    token = signing.TimestampSigner(salt=_FROM_CASE).sign_object(
        [customer_id, number, request.user.pk]
    )
    return reverse("desk:person", args=[customer_id]) + f"?{urlencode({'from': token})}"


def _case_of_token(request: DeskRequest, token: str, customer_id: int) -> str:
    """Return the case that a link came from, empty where it is not this one's link."""
    if not token:
        return ""
    signer = signing.TimestampSigner(salt=_FROM_CASE)
    try:
        of_customer, number, user_id = signer.unsign_object(token, max_age=FROM_CASE_FOR)
    except (signing.BadSignature, ValueError):
        return ""
    return str(number) if (of_customer, user_id) == (customer_id, request.user.pk) else ""


def file(request: DeskRequest, opened: OpenFile, file_id: int) -> FileInfo:
    """Return a file of an opened case, and write down that somebody looked at it.

    :raises Http404: where no contact of that case has it, whatever else does
    """
    info = cases.case_file(opened.page.case_id, file_id=file_id, viewer=opened.viewer)
    if info is None:
        raise Http404
    _look(request, opened, reference("file", file_id))
    return info


def saw_customers(request: DeskRequest, opened: OpenFile, *customer_ids: int) -> None:
    """Write down that the customers' own cards were shown beside a case.

    :raises MustSayWhy: before a card of somebody close is shown without a reason
    """
    # Of its own customer the case itself asked.
    others = set(customer_ids) - {opened.page.customer_id}
    _ask_if_close_to(request, together(**_bonds(request, others)))
    _look(request, opened, *(reference("customer", one) for one in customer_ids))


def cards_beside(
    request: DeskRequest, opened: OpenFile, customer_ids: Collection[int]
) -> list[CustomerCard]:
    """Return the cards of whom a case may be from, and write down that they were shown.

    :raises MustSayWhy: before a card of somebody close is shown without a reason
    """
    if not customer_ids:
        return []
    found = together(
        cards=customers.cards.reading(customer_ids, viewer=opened.viewer),
        **_bonds(request, customer_ids),
    )
    cards: list[CustomerCard] = found.pop("cards")
    _ask_if_close_to(request, found)
    _look(request, opened, *(reference("customer", card.customer_id) for card in cards))
    return cards


def _bonds(
    request: DeskRequest, customer_ids: Collection[int | None]
) -> dict[str, Reading[Bond | None]]:
    """Return how the employee's bonds with some customers are read, by their ids."""
    employee_id = request.signed_in.colleague.employee_id
    return {
        str(one): customers.bond_between.reading(employee_id, one) for one in customer_ids if one
    }


def _ask_if_close_to(request: DeskRequest, bonds: Mapping[str, Bond | None]) -> None:
    for customer_id, bond in bonds.items():
        if bond is not None:
            _ask_why(request, int(customer_id))


def _look(request: DeskRequest, opened: OpenFile, *subjects: str) -> None:
    if not subjects:
        return
    match = request.resolver_match
    access_log.look_at_several(
        subjects=subjects,
        surface=match.view_name if match else "",
        compartment=opened.page.compartment,
        by=opened.viewer,
        at=request.at,
    )


def _look_at(request: DeskRequest, viewer: Actor, subject: str) -> None:
    match = request.resolver_match
    access_log.look(
        subject=subject,
        surface=match.view_name if match else "",
        compartment=Compartment.ORDINARY,
        by=viewer,
        at=request.at,
    )


def saw_held(request: DeskRequest, viewer: Actor, message: HeldMessage) -> None:
    """Write down that a held message was read."""
    access_log.look(
        subject=reference("raw", message.raw_message_id),
        surface="desk:held",
        compartment=message.compartment,
        by=viewer,
        at=request.at,
    )


def saw_letters(request: DeskRequest, viewer: Actor, *, subject: str, compartment: str) -> None:
    """Write down that letters to people were taken out to be printed or read."""
    match = request.resolver_match
    access_log.look(
        subject=subject,
        surface=match.view_name if match else "",
        compartment=compartment,
        by=viewer,
        at=request.at,
    )


def contact_reference(key: str) -> str:
    """Return the purpose that a call or visit is while it is written down."""
    return reference("contact", key)


def verified(request: DeskRequest, customer_id: int, key: str) -> dict[str, bool] | None:
    """Return the facts by which this employee verified the caller of a contact, or None."""
    purpose = contact_reference(key)
    return customers.verification(
        customer_id, about=purpose, viewer=actor(request, purpose), at=request.at
    )


def card_of_caller(request: DeskRequest, customer_id: int, key: str) -> CustomerCard | None:
    """Return the card of the customer that a caller proved to be, and write the look down.

    Nothing where the caller of this contact was not verified by this employee.
    """
    viewer = actor(request, contact_reference(key))
    if verified(request, customer_id, key) is None:
        return None
    card = next(iter(customers.cards([customer_id], viewer=viewer)), None)
    if card is not None:
        _ask_if_close(request, card.customer_id)
        access_log.look(
            subject=reference("customer", customer_id),
            surface="desk:contact-new",
            compartment=Compartment.ORDINARY,
            by=viewer,
            at=request.at,
        )
    return card


def callback(request: DeskRequest, callback_id: int) -> tuple[CallbackRow, Actor]:
    """Return a promised call and the actor whose purpose its case is; write the look down.

    :raises Http404: where there is none, or not for this employee
    """
    found = cases.callback(callback_id, viewer=actor(request), at=request.at)
    if found is None:
        raise Http404
    opened = case(request, found.number)
    return found, opened.viewer


def paper(request: DeskRequest, raw_message_id: int) -> tuple[Scan, Actor]:
    """Return a letter or scan and who looks at it, and write down that somebody did.

    :raises Http404: where there is none, or not for this employee: the same answer
    """
    viewer = actor(request, reference("raw", raw_message_id))
    found = correspondence.scan(raw_message_id, viewer=viewer)
    if found is None or Permission.LOG_ACCESS not in viewer.permissions:
        raise Http404
    saw_paper(request, viewer, found, reference("raw", raw_message_id))
    return found, viewer


def saw_paper(request: DeskRequest, viewer: Actor, found: Scan, *subjects: str) -> None:
    """Write down that somebody looked at things while a letter lay before it."""
    match = request.resolver_match
    for subject in subjects:
        kind, identity = parts(subject)
        if kind == "customer":
            _ask_if_close(request, int(identity))
        access_log.look(
            subject=subject,
            surface=match.view_name if match else "",
            compartment=found.row.compartment,
            by=viewer,
            at=request.at,
        )


def answer_hidden(refusal: Refused) -> None:
    """Answer refusals that no form can mend: 403 and 404; any other is left to the page."""
    if isinstance(refusal, NotAllowed):
        raise PermissionDenied from refusal
    if isinstance(refusal, NotFound):
        raise Http404 from refusal
