"""Setting up templates: of which texts a message is made, and how it reads."""

from collections.abc import Sequence
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from debiet.clauses import actions, queries
from debiet.clauses.actions import TemplateDraft
from debiet.clauses.queries import TemplateSetUp, TemplateVersionRow
from debiet.core.errors import Refused
from debiet.core.references import reference
from debiet.core.words import Words
from debiet.correspondence.samples import sample_letter
from debiet.desk import access, frame, labels
from debiet.desk.access import DeskRequest, employees
from debiet.desk.setup import history, samples, versions
from debiet.desk.setup.editing import Effect, Screen, edit
from debiet.desk.setup.template_words import version_lines
from debiet.desk.setup.text_forms import NewTemplateForm, NothingForm, TemplateForm
from debiet.desk.setup.texts import LANGUAGES
from debiet.rules.access import Permission
from debiet.rules.site_texts import SiteText

MORE = 4


@employees(Permission.EDIT_CLAUSES)
def templates(request: DeskRequest) -> HttpResponse:
    """Show every template with the texts it is made of, and what waits for a second person."""
    waiting = queries.waiting_templates()
    rows = [(one, one.code in waiting) for one in queries.templates_set_up()]
    rows.sort(key=lambda row: (row[0].retired_at is not None, not row[1]))
    facts = {"rows": rows, "waiting": len(waiting)}
    return frame.show(request, "desk/setup/text_templates.html", facts, current="setup")


def _found(code: str) -> TemplateSetUp:
    found = queries.templates_set_up(code=code)
    if not found:
        raise Http404
    return found[0]


@employees(Permission.EDIT_CLAUSES)
def template(request: DeskRequest, code: str) -> HttpResponse:
    """Show how a template reads in every language, what waits, and its versions."""
    found = _found(code)
    titles = {one.code: one.title for one in queries.clauses_set_up()}
    lines = version_lines(queries.template_versions(code), titles)
    waiting = next((one for one in lines[:1] if one.version.approved_at is None), None)
    facts = {
        "template": found,
        "shown": [_read(code, language, request) for language in LANGUAGES if found.clauses],
        "lines": lines,
        "waiting": waiting,
        "may_approve": waiting is not None and _may_approve(waiting.version, request),
        "draft": _read(code, "nl", request, waiting.version.clause_codes) if waiting else None,
        "history": history.lines_of(reference("template", code)),
    }
    return frame.show(request, "desk/setup/text_template.html", facts, current="setup")


def _read(
    code: str, language: str, request: DeskRequest, draft: Sequence[str] = ()
) -> tuple[str, Words, str, tuple[str, ...]]:
    composed = samples.composed(code, language, at=request.at, draft_codes=draft)
    return language, labels.word(language, "text-language"), composed.text, composed.missing


def _may_approve(version: TemplateVersionRow, request: DeskRequest) -> bool:
    viewer = access.actor(request)
    return (
        Permission.APPROVE_CLAUSES in viewer.permissions and version.written_by_id != viewer.user_id
    )


@employees(Permission.APPROVE_CLAUSES)
def approve(request: DeskRequest, code: str, version_id: int) -> HttpResponse:
    """Let new messages be made as a version that was read says."""
    _found(code)
    if version_id not in {one.version_id for one in queries.template_versions(code)}:
        raise Http404
    if request.method == "POST":
        try:
            actions.approve_template(version_id=version_id, **versions.by(request))
        except Refused as refusal:
            access.answer_hidden(refusal)
            messages.error(request, str(refusal))
        else:
            messages.success(request, _("Approved: new messages are made of it from now on."))
    return redirect("desk:text-template", code=code)


@employees(Permission.EDIT_CLAUSES)
def letter(request: DeskRequest, code: str, language: str) -> HttpResponse:
    """Return a template as a letter in PDF, filled in with a sample."""
    found = _found(code)
    if language not in LANGUAGES:
        raise Http404
    composed = samples.composed(code, language, at=request.at)
    content = sample_letter(
        subject=found.title, text=composed.text, language=language[:2], at=request.at
    )
    response = HttpResponse(content, content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="{code}-{language}.pdf"'
    return response


def _texts() -> list[tuple[str, str]]:
    return [
        (one.code, one.title)
        for one in queries.clauses_set_up()
        if not one.retired_at and one.code not in set(SiteText)
    ]


@employees(Permission.EDIT_CLAUSES)
def change(request: DeskRequest, code: str) -> HttpResponse:
    """Propose of which texts a message is made, in order; or to take an earlier version back."""
    found = _found(code)
    kept = queries.template_versions(code)
    base = _chosen(found, kept, request.GET.get("version", ""))
    start: dict[str, Any] = {"is_substantive": base.is_substantive, "resolves": base.resolves}
    start |= {f"text_{number}": one for number, one in enumerate(base.clause_codes, start=1)}
    form = TemplateForm(
        request.POST if request.method == "POST" else None,
        texts=_texts(),
        places=max(len(found.clauses), len(base.clause_codes)) + MORE,
        is_for_answers=found.is_for_answers,
        initial=start,
    )
    shown: dict[str, Any] = {}

    def effects(values: dict[str, Any]) -> list[Effect]:
        draft = _draft(form, values, found)
        told = _effects(found, draft)
        if told:
            shown["draft"] = _read(code, "nl", request, draft.clause_codes)
        return told

    def apply(values: dict[str, Any]) -> HttpResponse:
        _propose(code, found.title, _draft(form, values, found), request)
        return redirect("desk:text-template", code=code)

    screen = Screen(
        title=found.title,
        back=(reverse("desk:text-template", args=[code]), found.title),
        template="desk/setup/text_template_edit.html",
        apply=_("Hand it over to be approved"),
        facts=shown,
    )
    return edit(request, form, screen, effects=effects, apply=apply)


def _chosen(
    found: TemplateSetUp, kept: Sequence[TemplateVersionRow], number: str
) -> TemplateVersionRow | TemplateDraft:
    """Return what a change starts from: a version that was asked for, the latest, or what holds."""
    wanted = next((one for one in kept if str(one.number) == number), None)
    if wanted or kept:
        return wanted or kept[0]
    codes = tuple(code for code, _title in found.clauses)
    return TemplateDraft(codes, found.is_substantive, found.resolves)


def _draft(form: TemplateForm, values: dict[str, Any], found: TemplateSetUp) -> TemplateDraft:
    return TemplateDraft(
        tuple(form.chosen()),
        values.get("is_substantive", found.is_substantive),
        values.get("resolves", found.resolves),
    )


def _propose(code: str, title: str, draft: TemplateDraft, request: DeskRequest) -> None:
    actions.write_template(
        code=code, title=title, draft=draft, is_for_answers=True, **versions.by(request)
    )
    messages.success(request, _("Written. It is used once a second person approved it."))


def _effects(found: TemplateSetUp, draft: TemplateDraft) -> list[Effect]:
    """Return what another order or choice of texts would do.

    :raises TemplateEmpty: where nothing is left
    """
    chosen = list(draft.clause_codes)
    if not chosen:
        raise actions.TemplateEmpty
    titles = {one.code: one.title for one in queries.clauses_set_up()}
    before = [code for code, _title in found.clauses]
    told = []
    gone, come = [c for c in before if c not in chosen], [c for c in chosen if c not in before]
    if gone:
        rows = [(titles[code], "") for code in gone]
        told.append(Effect(_("No longer said in new messages:"), "soon", rows))
    if come:
        told.append(Effect(_("Said in new messages:"), rows=[(titles[code], "") for code in come]))
    if chosen != before:
        rows = [(titles[code], "") for code in chosen]
        told.append(Effect(_("In this order:"), rows=rows))
    told += _meaning(found, draft)
    if told:
        told.append(Effect(_("It waits for a second person; until then nothing changes.")))
    return told


def _meaning(found: TemplateSetUp, draft: TemplateDraft) -> list[Effect]:
    told = []
    if draft.is_substantive != found.is_substantive:
        told.append(
            Effect(_("It deals with the matter: it meets the guarantee."))
            if draft.is_substantive
            else Effect(_("It is a holding reply: the guarantee goes on."), "soon")
        )
    if draft.resolves != found.resolves:
        told.append(
            Effect(_("It closes the case."))
            if draft.resolves
            else Effect(_("It leaves the case open."))
        )
    return told


@employees(Permission.EDIT_CLAUSES)
def new(request: DeskRequest) -> HttpResponse:
    """Make a template for answers."""
    form = NewTemplateForm(
        request.POST if request.method == "POST" else None,
        texts=_texts(),
        places=MORE + 2,
        taken=[versions.RESERVED, *(one.code for one in queries.templates_set_up())],
    )

    def effects(values: dict[str, Any]) -> list[Effect]:
        if not form.chosen():
            raise actions.TemplateEmpty
        return [Effect(_("Employees can answer with it once a second person approved it."))]

    def apply(values: dict[str, Any]) -> HttpResponse:
        draft = TemplateDraft(tuple(form.chosen()), values["is_substantive"], values["resolves"])
        _propose(values["code"], values["title"], draft, request)
        return redirect("desk:text-template", code=values["code"])

    screen = Screen(
        title=_("New template"),
        back=(reverse("desk:text-templates"), _("Templates")),
        apply=_("Hand it over to be approved"),
    )
    return edit(request, form, screen, effects=effects, apply=apply)


@employees(Permission.EDIT_CLAUSES)
def retire(request: DeskRequest, code: str) -> HttpResponse:
    """Take a template out of use, or bring it back."""
    found = _found(code)
    comes_back = found.retired_at is not None

    def effects(values: dict[str, Any]) -> list[Effect]:
        if comes_back:
            return [Effect(_("Employees can answer with it again."))]
        if not found.is_for_answers:
            raise actions.TemplateNeeded
        return [Effect(_("Employees can answer with it no more. What was sent stays as it is."))]

    def apply(values: dict[str, Any]) -> HttpResponse:
        step = actions.bring_back_template if comes_back else actions.retire_template
        step(code=code, **versions.by(request))
        return redirect("desk:text-template", code=code)

    screen = Screen(
        title=(_("Bring back %(title)s") if comes_back else _("Take %(title)s out of use"))
        % {"title": found.title},
        back=(reverse("desk:text-template", args=[code]), found.title),
    )
    form = NothingForm(request.POST)
    return edit(request, form, screen, effects=effects, apply=apply)
