"""A customer's file: who it is, how it is reached, its cases, what colleagues should know."""

from datetime import datetime
from typing import Any

from django.core import signing
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme

from debiet.cases import queries as cases
from debiet.cases.queries import FileCase, FilePosition
from debiet.core.errors import Refused
from debiet.customers import actions
from debiet.customers import queries as customers
from debiet.customers.queries import CustomerFile
from debiet.desk import access, frame
from debiet.desk.access import DeskRequest, employees
from debiet.desk.opened import OpenPerson
from debiet.desk.person_forms import CustomerNoteForm, RelationForm, WhyForm
from debiet.rules.access import Compartment, Permission
from debiet.rules.customer_file import Purpose
from debiet.web.paging import Page

_SALT = "debiet.desk.person"


@employees(Permission.SEE_CUSTOMERS)
def person(request: DeskRequest, customer_id: int) -> HttpResponse:
    """Show a customer's file."""
    opened = access.customer(request, customer_id)
    if opened.customer_id != customer_id:
        return redirect(address(opened))
    return show(request, opened)


def address(opened: OpenPerson) -> str:
    """Return the address of a file that keeps its purpose."""
    return reverse("desk:person", args=[opened.customer_id]) + opened.query


def known(request: DeskRequest, opened: OpenPerson) -> CustomerFile:
    """Return what is known of the customer whose file is open.

    :raises Http404: where it is gone
    """
    today = timezone.localdate(request.at)
    found = customers.customer_file(opened.customer_id, viewer=opened.viewer, on=today)
    if found is None:
        raise Http404
    return found


def show(
    request: DeskRequest, opened: OpenPerson, *, forms: dict[str, Any] | None = None
) -> HttpResponse:
    """Return the page of a file.

    :param forms: those that were filled in and have mistakes
    """
    today = timezone.localdate(request.at)
    found = known(request, opened)
    listed = cases.cases_of_customer(
        found.member_ids, viewer=opened.viewer, after=_position(request.GET.get("cursor", ""))
    )
    facts = {
        "person": found,
        "opened": opened,
        "page": _page(listed.rows, listed.next),
        "contacts": cases.latest_contacts(found.member_ids, viewer=opened.viewer),
        "note_form": CustomerNoteForm(today=today),
        "relation_form": RelationForm(today=today),
        "today": today,
    } | (forms or {})
    return frame.show(request, "desk/person/page.html", facts)


def _page(rows: list[FileCase], next_: FilePosition | None) -> Page[FileCase]:
    following = ""
    if next_ is not None:
        values = [next_.is_closed, next_.due_at.isoformat(), next_.case_id]
        following = signing.Signer(salt=_SALT).sign_object(values)
    return Page(rows, next=following)


def _position(cursor: str) -> FilePosition | None:
    """Return the position that a cursor names; anything else means the first page."""
    try:
        is_closed, due_at, case_id = signing.Signer(salt=_SALT).unsign_object(cursor)
    except (signing.BadSignature, ValueError):
        return None
    return FilePosition(is_closed, datetime.fromisoformat(due_at), case_id)


@employees(Permission.SEE_CUSTOMERS)
def why(request: DeskRequest, customer_id: int) -> HttpResponse:
    """Ask why a file is opened, and open it."""
    viewer = access.actor(request)
    shown = customers.glimpses([customer_id], viewer=viewer)
    if not shown or Compartment.ORDINARY not in viewer.compartments:
        raise Http404
    form = WhyForm(request.POST or None)
    if form.is_valid():
        try:
            actions.open_file(
                customer_id=customer_id,
                purpose=Purpose(form.cleaned_data["purpose"]),
                words=form.cleaned_data["words"],
                by=viewer,
                at=request.at,
            )
        except Refused as refusal:
            access.answer_hidden(refusal)
            form.add_error(None, str(refusal))
        else:
            return redirect(_back(request, customer_id))
    employee_id = request.signed_in.colleague.employee_id
    bond = customers.bond_between(employee_id, customer_id)
    facts = {"form": form, "glimpse": shown[0], "bond": bond, "next": _back(request, customer_id)}
    return frame.show(request, "desk/person/why.html", facts)


def _back(request: DeskRequest, customer_id: int) -> str:
    """Return where somebody wanted to go; nowhere but to a page of this desk."""
    wanted = request.POST.get("next") or request.GET.get("next") or ""
    if wanted.startswith("/") and url_has_allowed_host_and_scheme(wanted, allowed_hosts=None):
        return wanted
    return reverse("desk:person", args=[customer_id])
