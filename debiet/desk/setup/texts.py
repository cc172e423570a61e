"""Setting up texts: versions in each language, what changed, and the second person who approves."""

import difflib
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from debiet.clauses import actions, queries
from debiet.clauses.queries import ClauseSetUp, ClauseVersionRow, filled
from debiet.core.errors import Refused
from debiet.core.references import reference
from debiet.core.words import Words
from debiet.desk import access, frame, labels
from debiet.desk.access import DeskRequest, employees
from debiet.desk.setup import history, samples, versions
from debiet.desk.setup.editing import Effect, Screen, edit
from debiet.desk.setup.text_forms import KeyForm, NewTextForm, NothingForm, TextForm
from debiet.rules.access import Permission
from debiet.staff import queries as staff

LANGUAGES = ("nl", "fr", "en", "nl-je")


@dataclass(frozen=True, slots=True)
class Piece:
    """A piece of a text beside its other version: the same, gone or new."""

    mark: str
    words: str


@dataclass(frozen=True, slots=True)
class LanguagePart:
    """A text in one language: what is used now, and what waits for a second person."""

    code: str
    name: Words
    now: ClauseVersionRow | None
    waiting: ClauseVersionRow | None
    pieces: Sequence[Piece]
    sample: str
    may_approve: bool
    writer: str
    versions: Sequence[tuple[ClauseVersionRow, str, str]]


def pieces_between(before: str, after: str) -> list[Piece]:
    """Return a text beside another one, word by word."""
    old, new = before.split(" "), after.split(" ")
    found = []
    for kind, i, j, k, m in difflib.SequenceMatcher(a=old, b=new).get_opcodes():
        if kind == "equal":
            found.append(Piece("", " ".join(old[i:j])))
        else:
            found += [Piece("del", " ".join(old[i:j])), Piece("ins", " ".join(new[k:m]))]
    return [piece for piece in found if piece.words]


@employees(Permission.EDIT_CLAUSES)
def texts(request: DeskRequest) -> HttpResponse:
    """Show every text: in which languages it is used, and what waits for a second person."""
    rows = [
        (
            one,
            [(code, one.in_force(code, request.at) is not None) for code in LANGUAGES[:3]],
            len(one.waiting),
        )
        for one in queries.clauses_set_up()
    ]
    rows.sort(key=lambda row: (row[0].retired_at is not None, not row[2]))
    facts = {"rows": rows, "waiting": sum(1 for row in rows if row[2])}
    return frame.show(request, "desk/setup/texts.html", facts, current="setup")


def _found(code: str) -> ClauseSetUp:
    found = queries.clauses_set_up(code=code)
    if not found:
        raise Http404
    return found[0]


@employees(Permission.EDIT_CLAUSES)
def text(request: DeskRequest, code: str) -> HttpResponse:
    """Show a text in every language, with what waits beside what is used."""
    found = _found(code)
    users = {one.written_by_id for one in found.versions}
    users |= {one.approved_by_id for one in found.versions}
    names = staff.names_by_user(user for user in users if user)
    facts = {
        "text": found,
        "parts": [_part(found, language, names, request) for language in LANGUAGES],
        "history": history.lines_of(reference("clause", code)),
    }
    return frame.show(request, "desk/setup/text.html", facts, current="setup")


def _part(
    found: ClauseSetUp, language: str, names: dict[int, str], request: DeskRequest
) -> LanguagePart:
    now, newest = found.in_force(language, request.at), found.newest(language)
    waiting = newest if newest is not None and newest.approved_at is None else None
    shown = waiting or now
    viewer = access.actor(request)
    return LanguagePart(
        code=language,
        name=labels.word(language, "text-language"),
        now=now,
        waiting=waiting,
        pieces=pieces_between(now.text, waiting.text) if now and waiting else (),
        sample=filled(shown.text, samples.values(language, at=request.at)) if shown else "",
        may_approve=bool(
            waiting
            and Permission.APPROVE_CLAUSES in viewer.permissions
            and waiting.written_by_id != viewer.user_id
        ),
        writer=names.get(waiting.written_by_id or 0, "") if waiting else "",
        versions=[
            (one, names.get(one.written_by_id or 0, ""), names.get(one.approved_by_id or 0, ""))
            for one in found.versions
            if one.language == language
        ],
    )


@employees(Permission.EDIT_CLAUSES)
def write(request: DeskRequest, code: str, language: str) -> HttpResponse:
    """Write a new version of a text in one language; it waits for a second person."""
    found = _found(code)
    if language not in LANGUAGES:
        raise Http404
    newest = found.newest(language)
    form = TextForm(
        request.POST if request.method == "POST" else None,
        language=language,
        initial={"text": newest.text if newest else ""},
    )
    shown: dict[str, Any] = {"language": language}

    def effects(values: dict[str, Any]) -> list[Effect]:
        if newest and newest.text == values["text"]:
            return []
        before = found.in_force(language, request.at)
        shown["pieces"] = pieces_between(before.text if before else "", values["text"])
        shown["sample"] = filled(values["text"], samples.values(language, at=request.at))
        return [*_written(found, language, newest), *_unknown(values["text"], request)]

    def apply(values: dict[str, Any]) -> HttpResponse:
        actions.write_clause(
            code=code,
            title=found.title,
            language=language,
            text=values["text"],
            **versions.by(request),
        )
        messages.success(request, _("Written. It is used once a second person approved it."))
        return redirect("desk:text", code=code)

    screen = Screen(
        title=f"{found.title}: {labels.word(language, 'text-language')}",
        back=(reverse("desk:text", args=[code]), found.title),
        template="desk/setup/text_edit.html",
        apply=_("Hand it over to be approved"),
        facts=shown,
    )
    return edit(request, form, screen, effects=effects, apply=apply)


def _written(found: ClauseSetUp, language: str, newest: ClauseVersionRow | None) -> list[Effect]:
    facts = {
        "number": newest.number + 1 if newest else 1,
        "language": labels.word(language, "text-language"),
    }
    words = _("It becomes version %(number)d in %(language)s, and waits for a second person.")
    used = [(title, reverse("desk:text-template", args=[code])) for code, title in found.templates]
    told = [Effect(words % facts)]
    if used:
        told.append(Effect(_("Once approved it stands in every new message made of:"), rows=used))
    if found.key:
        told.append(Effect(_("Employees put it into answers with /%(key)s.") % {"key": found.key}))
    return told


def _unknown(written: str, request: DeskRequest) -> list[Effect]:
    return [
        Effect(
            _("Nothing fills in “{%(place)s}”: customers would read it like that.")
            % {"place": place},
            "late",
        )
        for place in samples.unknown_places(written, at=request.at)
    ]


@employees(Permission.EDIT_CLAUSES)
def new(request: DeskRequest) -> HttpResponse:
    """Write a text that is not there yet."""
    form = NewTextForm(
        request.POST if request.method == "POST" else None,
        taken=[versions.RESERVED, *(one.code for one in queries.clauses_set_up())],
    )

    def effects(values: dict[str, Any]) -> list[Effect]:
        words = _("It is there in Dutch and waits for a second person; no message has it yet.")
        return [Effect(words), *_unknown(values["text"], request)]

    def apply(values: dict[str, Any]) -> HttpResponse:
        actions.write_clause(
            code=values["code"],
            title=values["title"],
            language="nl",
            text=values["text"],
            **versions.by(request),
        )
        return redirect("desk:text", code=values["code"])

    screen = Screen(title=_("New text"), back=(reverse("desk:texts"), _("Texts")))
    return edit(request, form, screen, effects=effects, apply=apply)


@employees(Permission.APPROVE_CLAUSES)
def approve(request: DeskRequest, code: str, version_id: int) -> HttpResponse:
    """Let a version that was read be used from now on."""
    found = _found(code)
    if version_id not in {one.version_id for one in found.waiting}:
        raise Http404
    if request.method == "POST":
        try:
            actions.approve_clause(
                version_id=version_id, valid_from=request.at, **versions.by(request)
            )
        except Refused as refusal:
            access.answer_hidden(refusal)
            messages.error(request, str(refusal))
        else:
            messages.success(request, _("Approved: it is used from now on."))
    return redirect("desk:text", code=code)


@employees(Permission.EDIT_CLAUSES)
def key(request: DeskRequest, code: str) -> HttpResponse:
    """Say what employees type for a text."""
    found = _found(code)
    form = KeyForm(request.POST if request.method == "POST" else None, initial={"key": found.key})

    def effects(values: dict[str, Any]) -> list[Effect]:
        wanted = values["key"]
        if wanted == found.key:
            return []
        taken = [one.title for one in queries.clauses_set_up() if wanted and one.key == wanted]
        if taken:
            raise actions.KeyTaken(key=wanted)
        told = []
        if found.key:
            told.append(Effect(_("/%(key)s does nothing any more.") % {"key": found.key}, "soon"))
        if wanted:
            told.append(Effect(_("/%(key)s puts this text into an answer.") % {"key": wanted}))
        return told

    def apply(values: dict[str, Any]) -> HttpResponse:
        actions.set_clause_key(code=code, key=values["key"], **versions.by(request))
        return redirect("desk:text", code=code)

    screen = Screen(
        title=_("Key of %(title)s") % {"title": found.title},
        back=(reverse("desk:text", args=[code]), found.title),
    )
    return edit(request, form, screen, effects=effects, apply=apply)


@employees(Permission.EDIT_CLAUSES)
def retire(request: DeskRequest, code: str) -> HttpResponse:
    """Take a text out of use, or bring it back."""
    found = _found(code)
    comes_back = found.retired_at is not None

    def effects(values: dict[str, Any]) -> list[Effect]:
        if comes_back:
            return [Effect(_("It can be written, approved and put into messages again."))]
        told = [Effect(_("It is offered no more. What was written with it stays as it is."))]
        if found.key:
            told.append(Effect(_("/%(key)s does nothing any more.") % {"key": found.key}, "soon"))
        return told

    def apply(values: dict[str, Any]) -> HttpResponse:
        step = actions.bring_back_clause if comes_back else actions.retire_clause
        step(code=code, **versions.by(request))
        return redirect("desk:text", code=code)

    screen = Screen(
        title=(_("Bring back %(title)s") if comes_back else _("Take %(title)s out of use"))
        % {"title": found.title},
        back=(reverse("desk:text", args=[code]), found.title),
    )
    form = NothingForm(request.POST)
    return edit(request, form, screen, effects=effects, apply=apply)
