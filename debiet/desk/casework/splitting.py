"""Splitting a case: a contact of it becomes a case of its own."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from debiet.cases import actions
from debiet.core.errors import ChangedMeanwhile, Refused
from debiet.desk import access, frame
from debiet.desk.access import DeskRequest, employees
from debiet.desk.casework.forms import SplitForm
from debiet.desk.casework.pages import StepWords
from debiet.desk.forms import topic_options
from debiet.desk.timeline import seen_in
from debiet.rules.access import Permission
from debiet.rules.cases import subject_from

WORDS = StepWords(
    heading=gettext_lazy("Split off a case of its own"),
    lead=(
        gettext_lazy(
            "A new case begins with this contact. Its terms start when the contact came in, not "
            "now. The contact stays here as well, and the two cases show each other."
        ),
    ),
    button=gettext_lazy("Split off"),
    done="",
    icon="plus",
)


@employees(Permission.SPLIT_CASE)
def split(request: DeskRequest, number: str, contact_id: int) -> HttpResponse:
    """Ask what the new case is about, and open it."""
    opened = access.case(request, number)
    page = opened.page
    entry = next((one for one in page.timeline if one.contact_id == contact_id), None)
    if entry is None or entry.number:
        raise Http404
    form = SplitForm(
        request.POST or None,
        topics=topic_options(opened.topics),
        initial={"subject": subject_from(entry.text), "topic_code": page.topic_code},
    )
    if form.is_valid():
        try:
            made = actions.split_case(
                case_id=page.case_id,
                contact_id=contact_id,
                seen_version=seen_in(request.POST).version,
                by=opened.viewer,
                at=request.at,
                **form.cleaned_data,
            )
        except ChangedMeanwhile:
            form.add_error(None, _("This case changed while you looked at it. Look at it again."))
        except Refused as refusal:
            access.answer_hidden(refusal)
            form.add_error(None, str(refusal))
        else:
            words = _("Case %(new)s was split off from %(number)s.")
            messages.success(request, words % {"new": made.number, "number": number})
            return redirect(frame.case_address(request, made.number))
    shown = {"case": page, "form": form, "words": WORDS, "entry": entry}
    return frame.show(
        request, "desk/casework/split.html", shown | {"place": frame.place_of(request)}
    )
