"""Mail that came back: which letter it was, and why the post brought it."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from debiet.core.errors import NotFound, Refused
from debiet.core.references import reference
from debiet.correspondence import actions
from debiet.correspondence import queries as correspondence
from debiet.desk import access, frame
from debiet.desk.access import DeskRequest, employees
from debiet.desk.printing_forms import FindLetterForm, ReturnedForm
from debiet.rules.access import Permission
from debiet.rules.letters import MARKS_ADDRESS


@employees(Permission.MARK_ADDRESS)
def returned(request: DeskRequest) -> HttpResponse:
    """Find the letter in somebody's hand, and write down that it came back."""
    form = ReturnedForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            _write_down(request, form)
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            return redirect("desk:returned")
    viewer = access.actor(request, purpose="returned")
    words = request.GET.get("q", "").replace("\x00", "")[:100]
    if form.is_bound and not words:
        words = request.POST.get("message_id", "").replace("\x00", "")[:20]
    found = correspondence.letters_named(words, viewer=viewer) if words else []
    for one in found:
        subject = reference("message", one.message_id)
        access.saw_letters(request, viewer, subject=subject, compartment=one.compartment)
    facts = {
        "find": FindLetterForm({"q": words}) if words else FindLetterForm(),
        "words": words,
        "found": found,
        "form": form,
    }
    return frame.show(request, "desk/returned.html", facts, current="print")


def _write_down(request: DeskRequest, form: ReturnedForm) -> None:
    viewer, reason = access.actor(request), form.cleaned_data["reason"]
    message_id = form.cleaned_data["message_id"]
    letter = correspondence.letter(message_id, viewer=viewer)
    if letter is None:
        raise NotFound
    is_new = actions.note_bounced(
        message_id=message_id,
        reason=f"returned:{reason}",
        marks_address=reason in MARKS_ADDRESS,
        by=viewer,
        at=request.at,
    )
    values = {"name": letter.name, "number": message_id}
    if not is_new:
        messages.info(
            request, _("It was written down before that letter %(number)s came back.") % values
        )
    elif reason in MARKS_ADDRESS:
        messages.success(
            request, _("Written down. No more letters go to this address of %(name)s.") % values
        )
    else:
        messages.success(request, _("Written down. The address still counts as right."))
