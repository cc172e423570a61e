"""Employees that are customers too: tied by whoever manages employees."""

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from debiet.core.errors import Refused
from debiet.customers import actions
from debiet.customers import queries as customers
from debiet.desk import access, frame
from debiet.desk.access import DeskRequest, employees
from debiet.desk.forms import Choices, Form
from debiet.rules.access import Permission
from debiet.staff import queries as staff


class TieForm(Form):
    """Which employee is which customer."""

    name = "tie"
    employee = forms.TypedChoiceField(label=gettext_lazy("Employee"), coerce=int)
    number = forms.CharField(label=gettext_lazy("Customer number"), max_length=40)

    def __init__(self, data: object = None, *, employees: Choices) -> None:
        super().__init__(data)
        self.fields["employee"].choices = [("", ""), *employees]  # type: ignore[attr-defined]


@employees(Permission.EDIT_STAFF)
def ties(request: DeskRequest) -> HttpResponse:
    """List them, and tie one more."""
    form = TieForm(request.POST or None, employees=staff.everybody())
    if form.is_valid():
        found = customers.candidate_ids(account=form.cleaned_data["number"])
        if len(found) != 1:
            form.add_error("number", _("No customer has this number."))
        else:
            try:
                actions.tie_employee(
                    employee_id=form.cleaned_data["employee"],
                    customer_id=found[0],
                    by=access.actor(request),
                    at=request.at,
                )
            except Refused as refusal:
                access.answer_hidden(refusal)
                form.add_error("employee", str(refusal))
            else:
                messages.success(request, _("Whoever is close to this file is asked why."))
                return redirect("desk:ties")
    facts = {"ties": customers.ties(viewer=access.actor(request)), "form": form}
    return frame.show(request, "desk/ties.html", facts, current="setup")


@employees(Permission.EDIT_STAFF)
def end(request: DeskRequest, tie_id: int) -> HttpResponse:
    """Say that an employee is that customer no longer."""
    if request.method == "POST":
        try:
            actions.end_tie(tie_id=tie_id, by=access.actor(request), at=request.at)
        except Refused as refusal:
            access.answer_hidden(refusal)
            messages.error(request, str(refusal))
        else:
            messages.success(request, _("It holds no longer. It stays as history."))
    return redirect("desk:ties")
