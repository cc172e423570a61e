"""Who is away: written down by oneself or by who leads the team."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from debiet.core.errors import Refused
from debiet.desk import access, frame, labels
from debiet.desk.access import DeskRequest, employees
from debiet.rules.absence import AbsenceKind
from debiet.rules.access import Permission
from debiet.staff import actions
from debiet.staff import queries as staff


class AbsenceForm(forms.Form):
    """From when, until when, why in one word, and who stands in."""

    employee = forms.TypedChoiceField(label=gettext_lazy("Who"), coerce=int)
    first_on = forms.DateField(
        label=gettext_lazy("First day"), widget=forms.DateInput({"type": "date"})
    )
    final_on = forms.DateField(
        label=gettext_lazy("Final day"), widget=forms.DateInput({"type": "date"})
    )
    kind = forms.ChoiceField(
        label=gettext_lazy("Reason"),
        help_text=gettext_lazy("Only you and who leads your team see it. No more is needed."),
        choices=lambda: [(kind, labels.word(kind, "absence")) for kind in AbsenceKind],
    )
    deputy = forms.TypedChoiceField(
        label=gettext_lazy("Who stands in"), coerce=int, empty_value=None, required=False
    )

    def __init__(
        self,
        *args: Any,
        people: list[tuple[int, str]],
        deputies: list[tuple[int, str]],
        **more: Any,
    ) -> None:
        super().__init__(*args, **more)
        self.fields["employee"].choices = people  # type: ignore[attr-defined]
        team = ("", gettext_lazy("the team"))
        self.fields["deputy"].choices = [team, *deputies]  # type: ignore[attr-defined]


@employees(Permission.RECORD_ABSENCE)
def absences(request: DeskRequest) -> HttpResponse:
    """Show the absences that are not over, and write another down."""
    viewer = access.actor(request)
    form = AbsenceForm(
        request.POST or None,
        people=staff.may_be_absent(viewer=viewer),
        deputies=staff.colleagues(viewer=viewer),
        initial={"employee": request.signed_in.colleague.employee_id},
    )
    if request.method == "POST" and form.is_valid():
        values = form.cleaned_data
        try:
            actions.record_absence(
                employee_id=values["employee"],
                first_on=values["first_on"],
                final_on=values["final_on"],
                kind=AbsenceKind(values["kind"]),
                deputy_id=values["deputy"],
                by=viewer,
                at=request.at,
            )
        except Refused as refusal:
            access.answer_hidden(refusal)
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("The absence is written down."))
            return redirect("desk:absences")
    facts = {"form": form, "absences": staff.absences(viewer=viewer, at=request.at)}
    return frame.show(request, "desk/absences.html", facts, current="absences")


@employees(Permission.RECORD_ABSENCE)
def withdraw(request: DeskRequest, absence_id: int) -> HttpResponse:
    """Take an absence back, or what is left of it."""
    if request.method == "POST":
        try:
            actions.withdraw_absence(absence_id=absence_id, by=access.actor(request), at=request.at)
        except Refused as refusal:
            raise Http404 from refusal
        messages.success(request, _("The absence is taken back."))
    return redirect("desk:absences")
