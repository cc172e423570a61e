"""Setting up the website's own texts: three languages beside each other, approved by a second."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from debiet.clauses import actions, queries
from debiet.clauses.queries import ClauseSetUp, ClauseVersionRow, filled
from debiet.core.errors import Refused
from debiet.core.references import reference
from debiet.core.words import Words
from debiet.desk import access, frame, labels
from debiet.desk.access import DeskRequest, employees
from debiet.desk.forms import Form
from debiet.desk.labels_site import TITLES, WHERE
from debiet.desk.setup import history, versions
from debiet.desk.setup.editing import Effect, Screen, edit
from debiet.desk.setup.texts import Piece, pieces_between
from debiet.rules.access import Permission
from debiet.rules.site_texts import SITE_LANGUAGES, SiteText
from debiet.staff import queries as staff

MOST_CHARS = 2000


class SiteTextForm(Form):
    """A text of the website in its languages."""

    name = "site"

    def __init__(self, data: Any = None, **options: Any) -> None:
        super().__init__(data, **options)
        for language in SITE_LANGUAGES:
            self.fields[language] = forms.CharField(
                label=str(labels.word(language, "text-language")),
                required=False,
                max_length=MOST_CHARS,
                widget=forms.Textarea(attrs={"rows": 5, "lang": language}),
            )
        self.fields["nl"].help_text = gettext_lazy(
            "An empty line begins a new paragraph; {utility} is our name. Empty in all languages: "
            "nothing of ours."
        )

    def clean(self) -> dict[str, Any]:
        """Return the texts; Dutch is what is read where another is missing."""
        data = super().clean() or {}
        if not data.get("nl") and any(data.get(one) for one in SITE_LANGUAGES):
            self.add_error("nl", _("Write it in Dutch too: it is read where another is missing."))
        return data

    def texts(self) -> dict[str, str]:
        """Return the texts as they are kept: line ends as everywhere."""
        return {one: self.cleaned_data.get(one, "").replace("\r\n", "\n") for one in SITE_LANGUAGES}


@dataclass(frozen=True, slots=True)
class Part:
    """A text in one language: what stands on the website, and what waits."""

    language: str
    name: Words
    now: str
    waiting: ClauseVersionRow | None
    pieces: Sequence[Piece]
    writer: str
    versions: Sequence[tuple[ClauseVersionRow, str, str, bool]]


def _kept() -> dict[str, ClauseSetUp]:
    return {one.code: one for one in queries.clauses_set_up() if one.code in set(SiteText)}


def _place(code: str) -> SiteText:
    if code not in set(SiteText):
        raise Http404
    return SiteText(code)


def _shown(text: str) -> str:
    return filled(text, {"utility": settings.UTILITY_NAME})


@employees(Permission.EDIT_CLAUSES)
def site(request: DeskRequest) -> HttpResponse:
    """Show each place of the website with what stands there."""
    kept = _kept()
    rows = []
    for place in SiteText:
        found = kept.get(place)
        now = found.in_force("nl", request.at) if found else None
        languages = [
            one
            for one in SITE_LANGUAGES
            if found and (said := found.in_force(one, request.at)) and said.text
        ]
        text = _shown(now.text) if now else ""
        rows.append(
            (place, TITLES[place], WHERE[place], text, languages, bool(found and found.waiting))
        )
    return frame.show(request, "desk/setup/site.html", {"rows": rows}, current="setup")


@employees(Permission.EDIT_CLAUSES)
def text(request: DeskRequest, code: str) -> HttpResponse:
    """Show a text of the website in its languages, what waits, and its versions."""
    place = _place(code)
    found = next(iter(queries.clauses_set_up(code=place)), None)
    waiting = _waiting(found)
    viewer = access.actor(request)
    writers = {one.written_by_id for one in waiting}
    facts = {
        "place": place,
        "title": TITLES[place],
        "where": WHERE[place],
        "parts": _parts(found, request) if found else [],
        "waiting": ",".join(str(one.version_id) for one in waiting),
        "may_approve": Permission.APPROVE_CLAUSES in viewer.permissions
        and viewer.user_id not in writers,
        "history": history.lines_of(reference("clause", place)),
    }
    return frame.show(request, "desk/setup/site_text.html", facts, current="setup")


def _waiting(found: ClauseSetUp | None) -> list[ClauseVersionRow]:
    return [one for one in found.waiting if one.language in SITE_LANGUAGES] if found else []


def _parts(found: ClauseSetUp, request: DeskRequest) -> list[Part]:
    people = {one.written_by_id for one in found.versions}
    people |= {one.approved_by_id for one in found.versions}
    names = staff.names_by_user(one for one in people if one)
    return [_part(found, language, names, request) for language in SITE_LANGUAGES]


def _part(found: ClauseSetUp, language: str, names: dict[int, str], request: DeskRequest) -> Part:
    now, newest = found.in_force(language, request.at), found.newest(language)
    waiting = newest if newest is not None and newest.approved_at is None else None
    return Part(
        language=language,
        name=labels.word(language, "text-language"),
        now=_shown(now.text) if now else "",
        waiting=waiting,
        pieces=pieces_between(now.text if now else "", waiting.text) if waiting else (),
        writer=names.get(waiting.written_by_id or 0, "") if waiting else "",
        versions=[
            (
                one,
                names.get(one.written_by_id or 0, ""),
                names.get(one.approved_by_id or 0, ""),
                one is now,
            )
            for one in found.versions
            if one.language == language
        ],
    )


@employees(Permission.EDIT_CLAUSES)
def change(request: DeskRequest, code: str) -> HttpResponse:
    """Write a text of the website; what changed waits for a second person."""
    place = _place(code)
    found = next(iter(queries.clauses_set_up(code=place)), None)
    before = _latest(found)
    form = SiteTextForm(
        request.POST if request.method == "POST" else None,
        initial=before | _asked_back(found, request),
    )
    shown: dict[str, Any] = {}

    def effects(values: dict[str, Any]) -> list[Effect]:
        changed = _changed(before, form.texts())
        shown["changes"] = [
            (
                one,
                labels.word(one, "text-language"),
                pieces_between(before[one], text),
                _shown(text),
            )
            for one, text in changed.items()
        ]
        return [_becomes(found, one) for one in changed]

    def apply(values: dict[str, Any]) -> HttpResponse:
        actions.write_clauses(
            code=place,
            title=str(TITLES[place]),
            texts=_changed(before, form.texts()),
            **versions.by(request),
        )
        messages.success(request, _("Written. It is used once a second person approved it."))
        return redirect("desk:setup-site-text", code=code)

    screen = Screen(
        title=TITLES[place],
        back=(reverse("desk:setup-site-text", args=[code]), TITLES[place]),
        template="desk/setup/site_edit.html",
        intro=WHERE[place],
        apply=_("Hand it over to be approved"),
        facts=shown,
    )
    return edit(request, form, screen, effects=effects, apply=apply)


def _becomes(found: ClauseSetUp | None, language: str) -> Effect:
    newest = found.newest(language) if found else None
    words = _("It becomes version %(number)d in %(language)s, and waits for a second person.")
    facts = {
        "number": newest.number + 1 if newest else 1,
        "language": labels.word(language, "text-language"),
    }
    return Effect(words % facts)


def _latest(found: ClauseSetUp | None) -> dict[str, str]:
    newest = {one: found.newest(one) if found else None for one in SITE_LANGUAGES}
    return {one: row.text if row else "" for one, row in newest.items()}


def _asked_back(found: ClauseSetUp | None, request: DeskRequest) -> dict[str, str]:
    """Return an earlier version that is to be used again, in its language."""
    wanted = request.GET.get("again", "")
    rows = found.versions if found else ()
    return {one.language: one.text for one in rows if str(one.version_id) == wanted}


def _changed(before: dict[str, str], after: dict[str, str]) -> dict[str, str]:
    return {one: text for one, text in after.items() if text != before[one]}


@employees(Permission.APPROVE_CLAUSES)
def approve(request: DeskRequest, code: str) -> HttpResponse:
    """Let what was read in every language stand on the website from now on."""
    place = _place(code)
    waiting = _waiting(next(iter(queries.clauses_set_up(code=place)), None))
    read = request.POST.get("waiting", "")
    if request.method == "POST":
        if not waiting or read != ",".join(str(one.version_id) for one in waiting):
            messages.error(request, _("It was changed since you read it. Read it again."))
            return redirect("desk:setup-site-text", code=code)
        try:
            actions.approve_clauses(
                version_ids=[one.version_id for one in waiting], **versions.by(request)
            )
        except Refused as refusal:
            access.answer_hidden(refusal)
            messages.error(request, str(refusal))
        else:
            messages.success(request, _("Approved: it stands on the website from now on."))
    return redirect("desk:setup-site-text", code=code)
