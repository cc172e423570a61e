"""What the office looks at of those called no complaint, and what it says of each."""

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext_lazy as _

from debiet.complaints import actions
from debiet.complaints import queries as complaints
from debiet.desk import access, frame
from debiet.desk.access import DeskRequest, employees
from debiet.desk.doing import is_done
from debiet.desk.forms import Form
from debiet.desk.labels_ombuds import VERDICTS
from debiet.desk.ombuds.forms import area
from debiet.rules.access import Permission
from debiet.rules.complaint_sampling import Verdict


class VerdictForm(Form):
    """What the office says of one."""

    name = "verdict"
    verdict = forms.ChoiceField(
        label=_("Is it a question?"), choices=list(VERDICTS.items()), widget=forms.RadioSelect
    )
    reason = area(
        _("Why"),
        rows=3,
        required=False,
        help_text=_("Only the ombuds function reads it. Needed where you see a complaint in it."),
    )


@employees(Permission.HANDLE_OMBUDS)
def samples(request: DeskRequest) -> HttpResponse:
    """Show the draws of the latest quarters: who called what a question, and why."""
    facts = {"found": complaints.samples(viewer=access.actor(request))}
    return frame.show(request, "desk/ombuds/samples.html", facts, current="ombuds")


@employees(Permission.HANDLE_OMBUDS)
def judge(request: DeskRequest, sampled_id: int) -> HttpResponse:
    """Ask what the office says of one, and write it down."""
    viewer = access.actor(request)
    found = complaints.sampled_question(sampled_id, viewer=viewer)
    if found is None:
        raise Http404
    form = VerdictForm(request.POST if request.method == "POST" else None)
    if form.is_valid() and is_done(
        form,
        lambda: actions.judge_sampled(
            sampled_id=sampled_id,
            verdict=Verdict(form.cleaned_data["verdict"]),
            reason=form.cleaned_data["reason"],
            by=viewer,
            at=request.at,
        ),
    ):
        messages.success(request, str(_("Written down.")))
        return redirect("desk:ombuds-samples")
    facts = {"line": found, "form": form}
    return frame.show(request, "desk/ombuds/sampled.html", facts, current="ombuds")
