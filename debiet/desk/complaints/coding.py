"""Coding a complaint at the desk, and adding a case to the complaint that it is about."""

from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.conf import settings
from django.http import Http404, HttpResponse
from django.utils.translation import gettext_lazy as _

from debiet.cases.queries import CasePage
from debiet.complaints import actions
from debiet.complaints import queries as complaints
from debiet.complaints.actions import Coding
from debiet.complaints.queries import ComplaintPage
from debiet.desk import access, frame, labels
from debiet.desk import labels_complaints as words
from debiet.desk.access import DeskRequest, employees
from debiet.desk.casework.pages import StepWords, carry_out, step_page
from debiet.desk.complaints.forms import SeenForm, cause_options, theme_options
from debiet.desk.forms import DayField
from debiet.desk.timeline import whole_number
from debiet.rules.access import Permission
from debiet.rules.cases import Carrier, Route, Segment
from debiet.rules.complaints import Component
from debiet.rules.local_time import start_of_day

CODING = StepWords(
    heading=_("Code this complaint"),
    lead=(
        _(
            "The register and the figures count by this. What it is about is one thing, what lay "
            "behind it another: a wrong bill, because a reading was estimated."
        ),
    ),
    button=_("Save"),
    done=_("Saved. What it was before is kept."),
)


class CodingForm(SeenForm):
    """What a complaint is counted by."""

    name = "coding"
    theme = forms.ChoiceField(label=_("About what?"), required=False, choices=theme_options)
    root_cause = forms.ChoiceField(
        label=_("What lay behind it?"),
        help_text=_("The root cause, apart from what it is about."),
        required=False,
        choices=cause_options,
    )
    component = forms.ChoiceField(
        label=_("Which service?"),
        choices=[(one, words.COMPONENTS[one]) for one in Component],
        widget=forms.RadioSelect,
    )
    facts_on = DayField(label=_("When did it happen, if known?"), required=False)
    municipality = forms.CharField(label=_("Municipality"), required=False, max_length=80)
    segment = forms.ChoiceField(
        label=_("Kind of customer"),
        choices=[(one, labels.word(one, "segment")) for one in Segment],
    )
    carrier = forms.ChoiceField(
        label=_("It also came by"),
        help_text=_("Where the same facts reached us by one more way. It stays one complaint."),
        required=False,
        choices=[("", ""), *((one, labels.word(one, "carrier")) for one in Carrier)],
    )
    route = forms.ChoiceField(
        label=_("Through whom"),
        required=False,
        choices=[(one, labels.word(one, "route")) for one in Route],
        initial=Route.DIRECT,
    )
    way_on = DayField(
        label=_("On which day?"),
        help_text=_(
            "When it reached us by that way; today where you leave it empty. If that was before "
            "all others, the complaint counts from that day."
        ),
        required=False,
    )

    def __init__(
        self, data: Any = None, *, complaint: ComplaintPage, case: CasePage, **options: Any
    ) -> None:
        super().__init__(data, seen=complaint.version, **options)
        for field in ("theme", "root_cause", "component", "facts_on", "municipality"):
            self.initial[field] = getattr(complaint, field)
        self.initial["segment"] = case.segment

    @property
    def coding(self) -> Coding:
        """Return what was filled in."""
        data = self.cleaned_data
        way = data["carrier"] and (Carrier(data["carrier"]), Route(data["route"] or Route.DIRECT))
        return Coding(
            theme=data["theme"],
            root_cause=data["root_cause"],
            component=Component(data["component"]),
            municipality=data["municipality"],
            facts_on=data["facts_on"],
            segment=Segment(data["segment"]),
            way=way or None,
            way_at=start_of_day(data["way_on"], ZoneInfo(settings.TIME_ZONE))
            if data["way_on"]
            else None,
        )


@employees(Permission.HANDLE_COMPLAINT)
def code(request: DeskRequest, number: str) -> HttpResponse:
    """Ask by what a complaint is counted, and save it."""
    opened = access.case(request, number)
    found = complaints.complaint_of_case(opened.page.case_id, viewer=opened.viewer)
    if found is None:
        raise Http404
    form = CodingForm(request.POST or None, complaint=found, case=opened.page)
    return step_page(
        request,
        opened,
        form,
        CODING,
        lambda: actions.code_complaint(
            complaint_id=found.complaint_id,
            coding=form.coding,
            seen_version=form.seen_version,
            by=opened.viewer,
            at=request.at,
        ),
    )


@employees(Permission.HANDLE_COMPLAINT)
def join(request: DeskRequest, number: str) -> HttpResponse:
    """Show the customer's other complaints, and add a case to the one that it is about."""
    opened = access.case(request, number)
    if request.method != "POST":
        facts = {
            "case": opened.page,
            "place": frame.place_of(request),
            "beside": complaints.complaints_beside(opened.page.case_id, viewer=opened.viewer),
        }
        return frame.show(request, "desk/complaints/join.html", facts)
    return carry_out(
        request,
        opened,
        lambda: actions.join_complaint(
            case_id=opened.page.case_id,
            complaint_id=whole_number(request.POST.get("complaint", "")),
            by=opened.viewer,
            at=request.at,
        ),
        _("It is one complaint, which came by one more way. The two are linked."),
    )
