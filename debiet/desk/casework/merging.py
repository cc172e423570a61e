"""Merging a case into a leading one, and undoing it."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from debiet.cases import actions
from debiet.cases.actions import OtherAsker
from debiet.core.errors import ChangedMeanwhile, Refused
from debiet.desk import access, frame
from debiet.desk.access import DeskRequest, employees, posted
from debiet.desk.casework.forms import MergeForm
from debiet.desk.casework.pages import StepWords
from debiet.desk.timeline import seen_in
from debiet.rules.access import Permission

WORDS = StepWords(
    heading=gettext_lazy("Merge into another case"),
    lead=(
        gettext_lazy(
            "The other case leads: both are handled there and one answer closes both. What the "
            "customer writes to either shows there. Both terms count on; the earliest is owed."
        ),
        gettext_lazy("Nothing is moved or deleted, and it can be undone at any time."),
    ),
    button=gettext_lazy("Merge"),
    done=gettext_lazy("The case is merged. It is handled in the leading case from now on."),
    icon="inbox",
)


@employees(Permission.MERGE_CASES)
def merge(request: DeskRequest, number: str) -> HttpResponse:
    """Ask which case leads; ask again where the two are from different customers."""
    opened = access.case(request, number)
    form = MergeForm(request.POST or None)
    if form.is_valid():
        try:
            actions.merge_case(
                case_id=opened.page.case_id,
                leading_number=form.cleaned_data["other"],
                seen_version=seen_in(request.POST).version,
                other_asker_confirmed=form.is_confirmed,
                by=opened.viewer,
                at=request.at,
            )
        except OtherAsker as refusal:
            form.ask_about_asker()
            form.add_error("confirmed", str(refusal))
        except ChangedMeanwhile:
            form.add_error(None, _("This case changed while you looked at it. Look at it again."))
        except Refused as refusal:
            access.answer_hidden(refusal)
            form.add_error(None, str(refusal))
        else:
            messages.success(request, str(WORDS.done))
            return redirect(frame.case_address(request, form.cleaned_data["other"]))
    shown = {"case": opened.page, "form": form, "words": WORDS, "place": frame.place_of(request)}
    return frame.show(request, "desk/casework/step.html", shown)


@employees(Permission.MERGE_CASES)
@posted
def unmerge(request: DeskRequest, number: str) -> HttpResponse:
    """Undo a merge, from either of the two cases."""
    opened = access.case(request, number)
    try:
        actions.unmerge_case(case_id=opened.page.case_id, by=opened.viewer, at=request.at)
    except Refused as refusal:
        access.answer_hidden(refusal)
        messages.error(request, str(refusal))
    else:
        words = _("The merge is undone: %(number)s stands by itself again.")
        messages.success(request, words % {"number": number})
    back = request.POST.get("back", "")
    leading = opened.page.merged_into
    is_back = leading is not None and back == leading.number
    return redirect(frame.case_address(request, back if is_back else number))
