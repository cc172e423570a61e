"""Letters in a complaint at the desk: written, kept, sent, and read by a second person."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from debiet.cases import letters as case_letters
from debiet.complaints import actions
from debiet.complaints import queries as complaints
from debiet.complaints.actions import DraftChanged, DraftFinished
from debiet.complaints.queries import DraftPage
from debiet.core.errors import Refused
from debiet.desk import access, frame
from debiet.desk.access import DeskRequest, OpenFile, employees
from debiet.desk.complaints import looking
from debiet.desk.complaints.letter_form import LetterForm, ReadForm, confirming
from debiet.desk.complaints.pages import complaint_in
from debiet.desk.timeline import seen_in, whole_number
from debiet.rules.access import Permission
from debiet.rules.complaint_letters import DraftState, added
from debiet.rules.complaints import ANSWERS, LetterKind

KEPT = gettext_lazy("The letter is kept. Go on with it from the case.")
SENT = gettext_lazy("The letter is on its way. What it decides holds once it has left.")
WAITS = gettext_lazy("The letter waits for a second person. It leaves once that person agrees.")
DROPPED = gettext_lazy("The letter is thrown away. Its words stay with the complaint.")
BACK = gettext_lazy("The letter goes back to its writer, with your remark.")


@employees(Permission.HANDLE_COMPLAINT)
def letter(request: DeskRequest, number: str) -> HttpResponse:
    """Write a letter in a complaint: keep it, send it, or throw it away."""
    opened = access.case(request, number)
    found = complaint_in(opened)
    draft = _draft(opened, whole_number(request.GET.get("draft", "")))
    form = LetterForm(
        request.POST or None,
        norms=complaints.norms_on(at=request.at),
        draft=draft,
        root_cause=found.root_cause,
    )
    if request.GET.get("confirms") and draft is None:
        form.initial.update(confirming(opened.page))
    theirs = None
    if form.is_valid():
        try:
            done = _carry_out(request, opened, found.complaint_id, form)
        except DraftChanged as refusal:
            theirs = _theirs(opened, form)
            form.add_error(None, str(refusal))
            if theirs is not None:
                form.goes_on_with(theirs.draft_id, theirs.version)
        except DraftFinished as refusal:
            form.add_error(None, str(refusal))
            form.goes_on_with(None, 0)  # its words are not lost: they can begin another one
        except Refused as refusal:
            access.answer_hidden(refusal)
            form.add_error(None, str(refusal))
        else:
            messages.success(request, str(done))
            return redirect(frame.case_address(request, opened.page.number))
    facts = {
        "case": opened.page,
        "form": form,
        "place": frame.place_of(request),
        "draft": draft,
        "theirs": theirs,
        "is_unreached": opened.page.ways.written is None,
        "pointed_at": looking.pointed_at(
            found,
            opened.page,
            was_handled=looking.was_handled_before(opened.page, viewer=opened.viewer),
            at=request.at,
        ),
    }
    return frame.show(request, "desk/complaints/letter.html", facts)


def _draft(opened: OpenFile, draft_id: int) -> DraftPage | None:
    """Return the draft that is asked for; None where a new letter begins."""
    if not draft_id:
        return None
    found = complaints.draft_of_letter(opened.page.case_id, draft_id=draft_id, viewer=opened.viewer)
    if found is None:
        raise Http404
    return found


def _theirs(opened: OpenFile, form: LetterForm) -> DraftPage | None:
    """Return what somebody else saved of the same letter."""
    draft_id, kind = form.cleaned_data["draft"] or None, LetterKind(form.cleaned_data["kind"])
    found = complaints.draft_of_letter(opened.page.case_id, kind=kind, viewer=opened.viewer)
    if found is not None or draft_id is None:
        return found
    return complaints.draft_of_letter(opened.page.case_id, draft_id=draft_id, viewer=opened.viewer)


def _carry_out(
    request: DeskRequest, opened: OpenFile, complaint_id: int, form: LetterForm
) -> object:
    """Keep the letter, and let it leave or be thrown away as was pressed; return what to say."""
    by, at = opened.viewer, request.at
    draft_id = actions.save_draft(
        complaint_id=complaint_id,
        writing=form.writing,
        draft_id=form.cleaned_data["draft"] or None,
        seen_draft=form.seen_version,
        by=by,
        at=at,
    )
    saved = complaints.draft_of_letter(opened.page.case_id, draft_id=draft_id, viewer=by)
    assert saved is not None  # noqa: S101 (saved a moment ago)
    form.goes_on_with(draft_id, saved.version)
    if request.POST.get("do") == "drop":
        actions.drop_draft(draft_id=draft_id, seen_draft=saved.version, by=by, at=at)
        return DROPPED
    if not form.leaves:
        return KEPT
    sent = actions.send_draft(
        draft_id=draft_id,
        seen_draft=saved.version,
        seen_case_version=seen_in(request.POST).version,
        by=by,
        at=at,
    )
    return WAITS if sent is None else SENT


@employees(Permission.APPROVE_COMPLAINT_LETTER)
def read(request: DeskRequest, number: str, draft_id: int) -> HttpResponse:
    """Show a letter to its second person, who lets it leave or sends it back with a remark."""
    opened = access.case(request, number)
    draft = _draft(opened, draft_id)
    if draft is None:
        raise Http404
    form = ReadForm(request.POST or None, seen=draft.version)
    if form.is_valid():
        try:
            done = _settle(request, opened, draft, form)
        except Refused as refusal:
            access.answer_hidden(refusal)
            form.add_error(None, str(refusal))
        else:
            messages.success(request, str(done))
            return redirect(frame.case_address(request, opened.page.number))
    facts = {
        "case": opened.page,
        "form": form,
        "place": frame.place_of(request),
        "draft": draft,
        "waits": draft.state is DraftState.WAITING,
        "is_own": opened.viewer.user_id in draft.writers,
        "added": added(draft.kind),
        "norms": complaints.norms_on(at=request.at),
        "preview": case_letters.answer_preview(
            opened.page.case_id,
            text=draft.text,
            closes=draft.kind in ANSWERS,
            is_substantive=draft.kind in ANSWERS,
            viewer=opened.viewer,
            at=request.at,
        ),
    }
    return frame.show(request, "desk/complaints/read_letter.html", facts)


def _settle(request: DeskRequest, opened: OpenFile, draft: DraftPage, form: ReadForm) -> object:
    by, at = opened.viewer, request.at
    if request.POST.get("do") == "back":
        actions.send_draft_back(
            draft_id=draft.draft_id,
            remark=form.cleaned_data["remark"],
            seen_draft=form.seen_version,
            by=by,
            at=at,
        )
        return BACK
    actions.approve_draft(
        draft_id=draft.draft_id,
        seen_draft=form.seen_version,
        seen_case_version=seen_in(request.POST).version,
        by=by,
        at=at,
    )
    return _("You found the letter good: it is on its way.")
