"""Exemptions from service guarantees: proposed on a complaint, approved by somebody else."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from debiet.complaints import actions
from debiet.complaints import queries as complaints
from debiet.complaints.queries import ExemptionLine
from debiet.core.errors import Refused
from debiet.desk import access, frame
from debiet.desk.access import DeskRequest, employees
from debiet.desk.casework.pages import StepWords, step_page
from debiet.desk.doing import is_done
from debiet.desk.forms import LONG, Form
from debiet.desk.labels_exemptions import GROUNDS, GUARANTEES
from debiet.desk.setup.editing import Effect, Screen, edit
from debiet.rules.access import Permission
from debiet.rules.guarantee_exemptions import ExemptionGround, Guarantee

PROPOSE = StepWords(
    heading=gettext_lazy("Exemption from a service guarantee"),
    lead=(
        gettext_lazy(
            "A broken service guarantee can give the customer a compensation. Where one of these "
            "grounds holds, it gives nothing. Somebody else than you decides."
        ),
    ),
    button=gettext_lazy("Propose"),
    done=gettext_lazy("Proposed: somebody else decides."),
)


class ProposeForm(Form):
    """An exemption."""

    name = "exemption"
    guarantee = forms.ChoiceField(label=gettext_lazy("Guarantee"))
    ground = forms.ChoiceField(label=gettext_lazy("Ground"))
    reason = forms.CharField(
        label=gettext_lazy("What happened"),
        max_length=LONG,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(self, data: Any = None, *, guarantees: Any, **options: Any) -> None:
        super().__init__(data, **options)
        grounds = {ground for known in guarantees.values() for ground in known}
        self.fields["guarantee"].choices = [  # type: ignore[attr-defined]
            ("", ""),
            *((one, GUARANTEES[one]) for one in Guarantee if one in guarantees),
        ]
        self.fields["ground"].choices = [  # type: ignore[attr-defined]
            ("", ""),
            *((one, GROUNDS[one]) for one in ExemptionGround if one in grounds),
        ]


@employees(Permission.HANDLE_COMPLAINT)
def of_case(request: DeskRequest, number: str) -> HttpResponse:
    """Show the exemptions of a complaint, and propose one."""
    opened = access.case(request, number)
    found = complaints.complaint_of_case(opened.page.case_id, viewer=opened.viewer)
    if found is None:
        raise Http404
    form = ProposeForm(request.POST or None, guarantees=complaints.guarantees_on(at=request.at))

    def propose() -> None:
        data = form.cleaned_data
        actions.propose_exemption(
            complaint_id=found.complaint_id,
            guarantee=Guarantee(data["guarantee"]),
            ground=ExemptionGround(data["ground"]),
            reason=data["reason"],
            by=opened.viewer,
            at=request.at,
        )

    return step_page(
        request,
        opened,
        form,
        PROPOSE,
        propose,
        template="desk/complaints/exemption.html",
        lines=complaints.exemptions_of(found.complaint_id, viewer=opened.viewer),
        own_id=request.signed_in.colleague.employee_id,
    )


@employees(Permission.HANDLE_COMPLAINT)
def withdraw(request: DeskRequest, number: str, exemption_id: int) -> HttpResponse:
    """Take one's own proposal back."""
    opened = access.case(request, number)
    if request.method == "POST":
        try:
            actions.withdraw_exemption(exemption_id=exemption_id, by=opened.viewer, at=request.at)
        except Refused as refusal:
            access.answer_hidden(refusal)
            messages.error(request, str(refusal))
        else:
            messages.success(request, _("Taken back."))
    return redirect("desk:exemption", number=number)


class ApproveForm(Form):
    """Which proposals are approved."""

    name = "approve"
    exemptions = forms.MultipleChoiceField(
        label=gettext_lazy("Proposals"), widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, data: Any = None, *, lines: list[ExemptionLine], **options: Any) -> None:
        super().__init__(data, **options)
        self.fields["exemptions"].choices = [  # type: ignore[attr-defined]
            (str(one.exemption_id), told(one)) for one in lines
        ]


def told(line: ExemptionLine) -> str:
    """Return a proposal in a line."""
    return _("%(number)s · %(guarantee)s · %(ground)s · proposed by %(who)s: %(reason)s") % {
        "number": line.number,
        "guarantee": GUARANTEES[line.guarantee],
        "ground": GROUNDS[line.ground],
        "who": line.proposed_by or _("nobody known"),
        "reason": line.reason,
    }


@employees(Permission.APPROVE_EXEMPTION)
def waiting(request: DeskRequest) -> HttpResponse:
    """Show what waits, and approve a choice of it once it was seen what that is."""
    viewer = access.actor(request)
    lines = complaints.proposed_exemptions(viewer=viewer)
    own_id = request.signed_in.colleague.employee_id
    others = [one for one in lines if one.proposed_by_id != own_id]
    form = ApproveForm(request.POST if request.method == "POST" else None, lines=others)

    def chosen(values: dict[str, Any]) -> list[ExemptionLine]:
        return [one for one in others if str(one.exemption_id) in values["exemptions"]]

    def effects(values: dict[str, Any]) -> list[Effect]:
        found = chosen(values)
        words = ngettext(
            "%(count)d exemption is approved: the guarantee gives this customer nothing.",
            "%(count)d exemptions are approved: the guarantees give these customers nothing.",
            len(found),
        )
        rows = [(told(one), reverse("desk:case", args=[one.number])) for one in found]
        return [Effect(words % {"count": len(found)}, "soon", rows)]

    def apply(values: dict[str, Any]) -> HttpResponse:
        ids = [one.exemption_id for one in chosen(values)]
        count = actions.approve_exemptions(exemption_ids=ids, by=viewer, at=request.at)
        words = ngettext("%(count)d approved.", "%(count)d approved.", count)
        messages.success(request, words % {"count": count})
        return redirect("desk:exemptions")

    screen = Screen(
        title=_("Exemptions from service guarantees"),
        back=(reverse("desk:complaints"), _("Complaints")),
        template="desk/complaints/exemptions.html",
        apply=_("Approve these"),
        facts={"others": others, "own": [one for one in lines if one.proposed_by_id == own_id]},
        current="complaints",
    )
    return edit(request, form, screen, effects=effects, apply=apply)


class RefuseForm(Form):
    """Why a proposal is refused."""

    name = "refuse"
    reason = forms.CharField(
        label=gettext_lazy("Why the guarantee holds"),
        max_length=LONG,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


@employees(Permission.APPROVE_EXEMPTION)
def refuse(request: DeskRequest, exemption_id: int) -> HttpResponse:
    """Ask why a proposal is refused, and refuse it."""
    viewer = access.actor(request)
    lines = complaints.proposed_exemptions(viewer=viewer)
    line = next((one for one in lines if one.exemption_id == exemption_id), None)
    if line is None:
        raise Http404
    form = RefuseForm(request.POST or None)
    if form.is_valid() and is_done(
        form,
        lambda: actions.refuse_exemption(
            exemption_id=exemption_id, reason=form.cleaned_data["reason"], by=viewer, at=request.at
        ),
    ):
        messages.success(request, _("Refused: the guarantee holds."))
        return redirect("desk:exemptions")
    facts = {"form": form, "line": line}
    return frame.show(request, "desk/complaints/exemption_refuse.html", facts, current="complaints")
