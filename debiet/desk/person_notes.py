"""Notes on a customer's file, and the people that belong to a customer."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _

from debiet.core.errors import Refused
from debiet.customers import actions
from debiet.customers import queries as customers
from debiet.desk import access, person
from debiet.desk.access import DeskRequest, employees
from debiet.desk.person_forms import CustomerNoteForm, RelationForm
from debiet.rules.access import Permission
from debiet.rules.customer_file import RelationKind


@employees(Permission.EDIT_CUSTOMERS)
def write(request: DeskRequest, customer_id: int) -> HttpResponse:
    """Keep a note for a while."""
    opened = access.customer(request, customer_id)
    if request.method != "POST":
        return redirect(person.address(opened))
    form = CustomerNoteForm(request.POST, today=timezone.localdate(request.at))
    if form.is_valid():
        try:
            actions.write_customer_note(
                customer_id=opened.customer_id, by=opened.viewer, at=request.at, **form.cleaned_data
            )
        except Refused as refusal:
            access.answer_hidden(refusal)
            form.add_error("expires_on", str(refusal))
        else:
            messages.success(request, _("The note is kept until its day."))
            return redirect(person.address(opened))
    return person.show(request, opened, forms={"note_form": form, "form": form})


@employees(Permission.EDIT_CUSTOMERS)
def remove(request: DeskRequest, customer_id: int, note_id: int) -> HttpResponse:
    """Throw a note away before its day."""
    opened = access.customer(request, customer_id)
    if request.method == "POST":
        try:
            actions.remove_customer_note(
                note_id=note_id, customer_id=opened.customer_id, by=opened.viewer, at=request.at
            )
        except Refused as refusal:
            access.answer_hidden(refusal)
            messages.error(request, str(refusal))
        else:
            messages.success(request, _("The note is gone."))
    return redirect(person.address(opened))


@employees(Permission.EDIT_CUSTOMERS)
def relate(request: DeskRequest, customer_id: int) -> HttpResponse:
    """Write down who somebody else is to this customer."""
    opened = access.customer(request, customer_id)
    if request.method != "POST":
        return redirect(person.address(opened))
    form = RelationForm(request.POST, today=timezone.localdate(request.at))
    if form.is_valid():
        found = customers.candidate_ids(account=form.cleaned_data["number"])
        if len(found) != 1:
            form.add_error("number", _("No customer has this number."))
        else:
            try:
                actions.relate_customers(
                    customer_id=opened.customer_id,
                    other_id=found[0],
                    kind=RelationKind(form.cleaned_data["kind"]),
                    valid_from=form.cleaned_data["valid_from"],
                    by=opened.viewer,
                    at=request.at,
                )
            except Refused as refusal:
                access.answer_hidden(refusal)
                form.add_error("number", str(refusal))
            else:
                messages.success(request, _("Written down on both files."))
                return redirect(person.address(opened))
    return person.show(request, opened, forms={"relation_form": form, "form": form})


@employees(Permission.EDIT_CUSTOMERS)
def end(request: DeskRequest, customer_id: int, relation_id: int) -> HttpResponse:
    """Say that two people belong together no longer, from today."""
    opened = access.customer(request, customer_id)
    if request.method == "POST":
        try:
            actions.end_relation(
                relation_id=relation_id,
                customer_id=opened.customer_id,
                valid_until=timezone.localdate(request.at),
                by=opened.viewer,
                at=request.at,
            )
        except Refused as refusal:
            access.answer_hidden(refusal)
            messages.error(request, str(refusal))
        else:
            messages.success(request, _("It holds no longer. It stays as history."))
    return redirect(person.address(opened))
