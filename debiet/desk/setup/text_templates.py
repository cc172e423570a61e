"""Setting up templates: of which texts a message is made, and how it reads."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from debiet.clauses import actions, queries
from debiet.clauses.queries import TemplateSetUp
from debiet.core.references import reference
from debiet.correspondence.samples import sample_letter
from debiet.desk import frame, labels
from debiet.desk.access import DeskRequest, employees
from debiet.desk.setup import history, samples, versions
from debiet.desk.setup.editing import Effect, Screen, edit
from debiet.desk.setup.text_forms import NewTemplateForm, NothingForm, TemplateForm
from debiet.desk.setup.texts import LANGUAGES
from debiet.rules.access import Permission

MORE = 4


@employees(Permission.EDIT_CLAUSES)
def templates(request: DeskRequest) -> HttpResponse:
    """Show every template with the texts it is made of."""
    rows = sorted(queries.templates_set_up(), key=lambda one: one.retired_at is not None)
    return frame.show(request, "desk/setup/text_templates.html", {"rows": rows}, current="setup")


def _found(code: str) -> TemplateSetUp:
    found = queries.templates_set_up(code=code)
    if not found:
        raise Http404
    return found[0]


@employees(Permission.EDIT_CLAUSES)
def template(request: DeskRequest, code: str) -> HttpResponse:
    """Show how a template reads in every language, filled in with a sample."""
    found = _found(code)
    shown = []
    for language in LANGUAGES:
        composed = samples.composed(code, language, at=request.at)
        name = labels.word(language, "text-language")
        shown.append((language, name, composed.text, composed.missing))
    facts = {
        "template": found,
        "shown": shown,
        "history": history.lines_of(reference("template", code)),
    }
    return frame.show(request, "desk/setup/text_template.html", facts, current="setup")


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
    return [(one.code, one.title) for one in queries.clauses_set_up() if not one.retired_at]


@employees(Permission.EDIT_CLAUSES)
def change(request: DeskRequest, code: str) -> HttpResponse:
    """Say of which texts a message is made, in order."""
    found = _found(code)
    start: dict[str, Any] = {"is_substantive": found.is_substantive, "resolves": found.resolves}
    start |= {f"text_{number}": one for number, (one, _t) in enumerate(found.clauses, start=1)}
    form = TemplateForm(
        request.POST if request.method == "POST" else None,
        texts=_texts(),
        places=len(found.clauses) + MORE,
        is_for_answers=found.is_for_answers,
        initial=start,
    )

    def effects(values: dict[str, Any]) -> list[Effect]:
        return _effects(found, form.chosen(), values)

    def apply(values: dict[str, Any]) -> HttpResponse:
        actions.save_template(
            code=code,
            title=found.title,
            clause_codes=form.chosen(),
            is_for_answers=found.is_for_answers,
            is_substantive=values.get("is_substantive", found.is_substantive),
            resolves=values.get("resolves", found.resolves),
            **versions.by(request),
        )
        messages.success(request, _("The template is changed."))
        return redirect("desk:text-template", code=code)

    screen = Screen(
        title=found.title, back=(reverse("desk:text-template", args=[code]), found.title)
    )
    return edit(request, form, screen, effects=effects, apply=apply)


def _effects(found: TemplateSetUp, chosen: list[str], values: dict[str, Any]) -> list[Effect]:
    """Return what another order or choice of texts does.

    :raises TemplateEmpty: where nothing is left
    """
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
        told.append(Effect(_("From now on in this order:"), rows=rows))
    if values.get("is_substantive", found.is_substantive) != found.is_substantive:
        told.append(
            Effect(_("It deals with the matter: it meets the guarantee."))
            if values["is_substantive"]
            else Effect(_("It is a holding reply: the guarantee goes on."), "soon")
        )
    if values.get("resolves", found.resolves) != found.resolves:
        told.append(
            Effect(_("It closes the case."))
            if values["resolves"]
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
        return [Effect(_("Employees can answer with it from now on."))]

    def apply(values: dict[str, Any]) -> HttpResponse:
        actions.save_template(
            code=values["code"],
            title=values["title"],
            clause_codes=form.chosen(),
            is_for_answers=True,
            is_substantive=values["is_substantive"],
            resolves=values["resolves"],
            **versions.by(request),
        )
        return redirect("desk:text-template", code=values["code"])

    screen = Screen(title=_("New template"), back=(reverse("desk:text-templates"), _("Templates")))
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
