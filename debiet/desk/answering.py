"""Answering: templates, the preview, sending, and what came in while somebody was writing."""

from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.core import signing
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from debiet.cases import actions, letters
from debiet.clauses import queries as clauses
from debiet.complaints import queries as complaints
from debiet.core.errors import ChangedMeanwhile, Refused
from debiet.desk import access, case_parts, frame, timeline
from debiet.desk.access import DeskRequest, OpenFile, employees, posted
from debiet.desk.forms import AnswerForm
from debiet.desk.timeline import Seen
from debiet.rules.access import Permission
from debiet.rules.clause_keys import expanded, keys_in

_SALT = "debiet.desk.answering"

Composing = dict[str, Any]
IN_THE_COMPLAINT = gettext_lazy(
    "This is a complaint. Write the answer in the complaint, where it says what it decides; here "
    "you can send what neither deals with the matter nor closes the case."
)


@employees(Permission.ANSWER_CASE)
@posted
def send(request: DeskRequest, number: str) -> HttpResponse:
    """Send an answer, unless something came in that its writer has not seen."""
    opened = access.case(request, number)
    form = case_parts.answer_form_sent(request, opened)
    if not form.is_valid():
        return case_parts.show(request, opened, composing=_kept(request, opened, form))
    if is_answer_to_complaint(form, opened):
        form.add_error(None, IN_THE_COMPLAINT)
        return case_parts.show(request, opened, composing=_kept(request, opened, form))
    if (filled_in := _with_texts(request, opened)) is not None:
        # Nobody sends what it has not read.
        return case_parts.show(request, opened, composing=filled_in)
    try:
        _answer(request, opened, form)
    except ChangedMeanwhile:
        # Read again: what is shown as new is what the refusal was about.
        opened = access.case(request, number)
        return case_parts.show(request, opened, composing=_kept(request, opened, form), status=409)
    except Refused as refusal:
        access.answer_hidden(refusal)
        form.add_error(None, str(refusal))
        return case_parts.show(request, opened, composing=_kept(request, opened, form))
    messages.success(request, _told(form))
    return redirect(frame.case_address(request, number))


def is_answer_to_complaint(form: AnswerForm, opened: OpenFile) -> bool:
    """Return whether an answer belongs into the complaint: there it says what it decides."""
    found = form.cleaned_data
    return (found["is_substantive"] or found["resolves"]) and complaints.is_with_first_line(
        opened.page.number, viewer=opened.viewer
    )


def _answer(request: DeskRequest, opened: OpenFile, form: AnswerForm) -> None:
    found = form.cleaned_data
    actions.answer_case(
        case_id=opened.page.case_id,
        text=found["text"],
        seen_version=timeline.seen_in(request.POST).version,
        is_substantive=found["is_substantive"],
        resolves=found["resolves"],
        topic_code=found["topic_code"] or None,
        clause_version_ids=_unsigned(request.POST.get("clauses", "")),
        files=found["sent_files"],
        by=opened.viewer,
        at=request.at,
    )


def _told(form: AnswerForm) -> str:
    if form.cleaned_data["resolves"]:
        return _("The answer is on its way and the case is closed.")
    return _("The answer is on its way; the case stays open.")


@employees(Permission.ANSWER_CASE)
@posted
def preview(request: DeskRequest, number: str) -> HttpResponse:
    """Show the answer as it would leave, in the customer's language; nothing is sent or saved."""
    opened = access.case(request, number)
    if (filled_in := _with_texts(request, opened)) is not None:
        return _composed(request, opened, filled_in)
    form = case_parts.answer_form_sent(request, opened)
    composing = _kept(request, opened, form)
    if form.is_valid():
        try:
            composing["preview"] = letters.answer_preview(
                opened.page.case_id,
                text=form.cleaned_data["text"],
                closes=form.cleaned_data["resolves"],
                is_substantive=form.cleaned_data["is_substantive"],
                viewer=opened.viewer,
                at=request.at,
            )
        except Refused as refusal:
            access.answer_hidden(refusal)
            form.add_error(None, str(refusal))
    return _composed(request, opened, composing)


@employees(Permission.ANSWER_CASE)
@posted
def insert_template(request: DeskRequest, number: str) -> HttpResponse:
    """Add a template's or another text to what is typed already."""
    opened = access.case(request, number)
    if (filled_in := _with_texts(request, opened, chosen=request.POST.get("key", ""))) is not None:
        return _composed(request, opened, filled_in)
    composing = begun_with(request, opened, request.POST.get("template", ""), posted=request.POST)
    composing["answer_form"].go_on_with(case_parts.answer_form_sent(request, opened))
    return _composed(request, opened, composing)


def begun_with(
    request: DeskRequest,
    opened: OpenFile,
    template_code: str,
    *,
    posted: Mapping[str, str] | None = None,
) -> Composing:
    """Return a composer in which a template's text follows on what was typed; nobody is asked.

    An unknown template leaves everything as it is.
    """
    typed = (posted or {}).get("text", "").strip()
    earlier = _unsigned((posted or {}).get("clauses", ""))
    chosen = next((one for one in clauses.answer_templates() if one.code == template_code), None)
    composed = letters.template_text(
        opened.page.case_id, template_code=template_code, viewer=opened.viewer, at=request.at
    )
    if chosen is None or composed is None:
        form = case_parts.answer_form(request, None, opened, text=typed)
        return {"answer_form": form, **_seen(request, opened)}
    form = case_parts.answer_form(
        request,
        None,
        opened,
        text=f"{typed}\n\n{composed.text}".strip(),
        template=chosen.code,
        is_substantive=chosen.is_substantive,
        resolves=chosen.resolves,
    )
    return {
        "answer_form": form,
        "clauses": _signed([*earlier, *composed.version_ids]),
        "missing": composed.missing,
        **_seen(request, opened),
    }


def _with_texts(request: DeskRequest, opened: OpenFile, *, chosen: str = "") -> Composing | None:
    """Return the composer with texts in place of their typed keys, None where there is no key.

    :param chosen: the key of a text picked from the list, which follows on what was typed
    """
    typed = request.POST.get("text", "")
    if chosen:
        typed = f"{typed.rstrip()}\n\n/{chosen}".strip()
    texts = letters.keyed_texts(
        opened.page.case_id, keys=keys_in(typed), viewer=opened.viewer, at=request.at
    )
    if not texts:
        return None
    sent = request.POST.copy()
    sent["text"] = expanded(typed, {one.key: one.text for one in texts})
    sent["key"] = ""
    ids = [*_unsigned(request.POST.get("clauses", "")), *(one.version_id for one in texts)]
    return {
        "answer_form": case_parts.answer_form(request, sent, opened),
        "clauses": _signed(ids),
        "put_in": [one.title for one in texts],
        "missing": [one.title for one in texts if one.is_fallback],
        **_seen(request, opened),
    }


def _composed(request: DeskRequest, opened: OpenFile, composing: Composing) -> HttpResponse:
    if request.headers.get("HX-Request"):
        return case_parts.show_composer(request, opened, composing)
    return case_parts.show(request, opened, composing=composing)


def _kept(request: DeskRequest, opened: OpenFile, form: AnswerForm) -> Composing:
    """Return the composer as it was sent, with what came in since."""
    form.keep_files()
    clause_ids = _unsigned(request.POST.get("clauses", ""))
    return {
        "answer_form": form,
        "clauses": _signed(clause_ids) if clause_ids else "",
        **_seen(request, opened),
    }


def _seen(request: DeskRequest, opened: OpenFile) -> Composing:
    # Whenever the composer is shown again, it says what its writer has not seen yet: only then
    # does the form know the new version.
    if "seen_version" not in request.POST:
        return {}
    before = timeline.seen_in(request.POST)
    return {"seen_before": before, "meanwhile": _meanwhile(opened, before)}


def _meanwhile(opened: OpenFile, before: Seen) -> Composing | None:
    page = opened.page
    fresh = [entry for entry in page.timeline if before.is_new(entry)]
    if before.version == page.version and not fresh:
        return None
    return {"lines": timeline.lines(fresh, [], seen=before)}


def _signed(clause_version_ids: list[int]) -> str:
    return signing.Signer(salt=_SALT).sign_object(clause_version_ids)


def _unsigned(text: str) -> list[int]:
    """Return the clause versions that we said a text was made of; nothing for anything else."""
    try:
        found: list[int] = signing.Signer(salt=_SALT).unsign_object(text)
    except (signing.BadSignature, ValueError):
        return []
    return found
