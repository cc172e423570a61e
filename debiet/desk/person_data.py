"""Changing how a customer is reached and where it lives, without overwriting anything."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _

from debiet.core.errors import ChangedMeanwhile, Refused
from debiet.customers import actions
from debiet.customers.actions import Address
from debiet.customers.queries import ContactKind, CustomerFile, KnownPoint
from debiet.desk import access, frame, person
from debiet.desk.access import DeskRequest, employees
from debiet.desk.forms import Form
from debiet.desk.opened import OpenPerson
from debiet.desk.person_forms import AddressForm, PointForm, RetireForm, VerifyForm
from debiet.desk.timeline import whole_number
from debiet.rules.access import Permission
from debiet.rules.customer_file import HowVerified


@employees(Permission.EDIT_CUSTOMERS)
def add_point(request: DeskRequest, customer_id: int) -> HttpResponse:
    """Ask for a new e-mail address or number, and record it."""
    return _new_point(request, customer_id, None)


@employees(Permission.EDIT_CUSTOMERS)
def replace_point(request: DeskRequest, customer_id: int, point_id: int) -> HttpResponse:
    """Ask for what comes in the place of an e-mail address or number, and record it."""
    return _new_point(request, customer_id, point_id)


def _new_point(request: DeskRequest, customer_id: int, point_id: int | None) -> HttpResponse:
    opened = access.customer(request, customer_id)
    known = person.known(request, opened)
    old = _point(known, point_id) if point_id is not None else None
    form = PointForm(request.POST or None, today=timezone.localdate(request.at), replaces=old)

    def save(found: dict[str, Any], seen_version: int) -> None:
        actions.give_contact_point(
            customer_id=known.customer_id,
            kind=ContactKind(found["kind"]),
            value=found["value"],
            valid_from=found["valid_from"],
            is_preferred=found["is_preferred"],
            replaces=point_id,
            seen_version=seen_version,
            by=opened.viewer,
            at=request.at,
        )

    title = _("Replace an address or number") if old else _("Add an address or number")
    return _answer(request, opened, known, form, save, title, old.value if old else "")


@employees(Permission.EDIT_CUSTOMERS)
def retire_point(request: DeskRequest, customer_id: int, point_id: int) -> HttpResponse:
    """Ask from which day an address or number holds no longer."""
    opened = access.customer(request, customer_id)
    known = person.known(request, opened)
    old = _point(known, point_id)
    form = RetireForm(request.POST or None, today=timezone.localdate(request.at))

    def save(found: dict[str, Any], seen_version: int) -> None:
        actions.retire_contact_point(
            customer_id=known.customer_id,
            point_id=point_id,
            valid_until=found["valid_until"],
            seen_version=seen_version,
            by=opened.viewer,
            at=request.at,
        )

    return _answer(request, opened, known, form, save, _("It holds no longer"), old.value)


@employees(Permission.EDIT_CUSTOMERS)
def verify_point(request: DeskRequest, customer_id: int, point_id: int) -> HttpResponse:
    """Ask how it was made sure that an address or number is the customer's."""
    opened = access.customer(request, customer_id)
    known = person.known(request, opened)
    old = _point(known, point_id)
    form = VerifyForm(request.POST or None)

    def save(found: dict[str, Any], seen_version: int) -> None:
        actions.verify_contact_point(
            customer_id=known.customer_id,
            point_id=point_id,
            how=HowVerified(found["how"]),
            seen_version=seen_version,
            by=opened.viewer,
            at=request.at,
        )

    return _answer(request, opened, known, form, save, _("It is the customer's"), old.value)


@employees(Permission.EDIT_CUSTOMERS)
def change_address(request: DeskRequest, customer_id: int, account_id: int) -> HttpResponse:
    """Ask where an account's address is from a day on."""
    opened = access.customer(request, customer_id)
    known = person.known(request, opened)
    account = known.account(account_id)
    if account is None:
        raise Http404
    form = AddressForm(request.POST or None, today=timezone.localdate(request.at))

    def save(found: dict[str, Any], seen_version: int) -> None:
        actions.change_address(
            customer_id=known.customer_id,
            account_id=account_id,
            address=Address(
                found["street"],
                found["house_number"],
                found["postal_code"],
                found["municipality"],
                found["country"].upper(),
            ),
            valid_from=found["valid_from"],
            seen_version=seen_version,
            by=opened.viewer,
            at=request.at,
        )

    title = _("Another address")
    return _answer(request, opened, known, form, save, title, f"{account.number}: {account.line}")


def _point(known: CustomerFile, point_id: int) -> KnownPoint:
    found = known.point(point_id)
    if found is None:
        raise Http404
    return found


def _answer(
    request: DeskRequest,
    opened: OpenPerson,
    known: CustomerFile,
    form: Form,
    save: Callable[[dict[str, Any], int], None],
    title: str,
    about: str,
) -> HttpResponse:
    """Save what was filled in, or show the form with it; where both changed, show both versions."""
    has_changed = False
    if form.is_valid():
        try:
            save(form.cleaned_data, whole_number(request.POST.get("seen_version", "")))
        except ChangedMeanwhile:
            has_changed = True
        except Refused as refusal:
            access.answer_hidden(refusal)
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("Saved. What was there before stays as history."))
            return redirect(person.address(opened))
    seen = known.version if has_changed or not form.is_bound else None
    facts = {
        "person": known,
        "opened": opened,
        "form": form,
        "page_title": title,
        "about": about,
        "has_changed": has_changed,
        # After a mistake the writer has still seen what it saw first.
        "seen_version": seen or whole_number(request.POST.get("seen_version", "")),
    }
    return frame.show(request, "desk/person/change.html", facts, status=409 if has_changed else 200)
