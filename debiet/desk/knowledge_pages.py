"""What we know: found, written, compared, approved, retired, and used for a case."""

import difflib
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django import forms
from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from debiet.cases import queries as cases
from debiet.core.errors import Refused
from debiet.core.references import reference
from debiet.desk import access, frame
from debiet.desk.access import DeskRequest, employees, posted
from debiet.desk.forms import LONG, Choices, DayField, Form, topic_options
from debiet.knowledge import actions, queries
from debiet.knowledge.actions import ArticleDraft, ArticleText
from debiet.knowledge.queries import ArticlePage, VersionLine
from debiet.rules.access import Permission

LOOKED_OVER = timedelta(days=365)
"""After so long somebody looks whether an article still holds, unless its writer says otherwise."""


class ArticleForm(Form):
    """An article in every language."""

    name = "article"
    topics = forms.MultipleChoiceField(
        label=_("Topics"), required=False, widget=forms.CheckboxSelectMultiple
    )
    is_public = forms.BooleanField(label=_("Customers may read it as well"), required=False)
    review_on = DayField(label=_("To be looked over by"))

    def __init__(self, data: Any = None, *, topics: Choices, **options: Any) -> None:
        super().__init__(data, **options)
        self.fields["topics"].choices = topics  # type: ignore[attr-defined]
        for code, language in settings.LANGUAGES:
            self.fields[f"title_{code}"] = forms.CharField(
                label=_now("Title: %(language)s") % {"language": language},
                max_length=120,
                widget=forms.TextInput(attrs={"lang": code}),
            )
            self.fields[f"body_{code}"] = forms.CharField(
                label=_now("Text: %(language)s") % {"language": language},
                max_length=LONG,
                widget=forms.Textarea(attrs={"rows": 6, "lang": code}),
            )

    def draft(self) -> ArticleDraft:
        """Return what was written."""
        data = self.cleaned_data
        return ArticleDraft(
            texts={
                code: ArticleText(data[f"title_{code}"], data[f"body_{code}"])
                for code, _name in settings.LANGUAGES
            },
            topic_codes=tuple(data["topics"]),
            is_public=data["is_public"],
            review_on=data["review_on"],
        )


@dataclass(frozen=True, slots=True)
class Piece:
    """A piece of a text beside its other version: the same, gone or new."""

    mark: str
    words: str


def page_of(request: DeskRequest, article_id: int) -> ArticlePage:
    """Return an article.

    :raises Http404: where there is none
    """
    found = queries.article(article_id, viewer=access.actor(request))
    if found is None:
        raise Http404
    return found


@employees(Permission.READ_KNOWLEDGE)
def knowledge(request: DeskRequest) -> HttpResponse:
    """Show every article, or those that fit what was typed."""
    typed = request.GET.get("q", "")[:200]
    facts = {
        "typed": typed,
        "found": queries.find(typed, public=False, limit=20) if typed.strip() else None,
        "shelf": queries.shelf(),
        "today": timezone.localtime(request.at).date(),
    }
    return frame.show(request, "desk/knowledge/list.html", facts, current="knowledge")


@employees(Permission.READ_KNOWLEDGE)
def article(request: DeskRequest, article_id: int) -> HttpResponse:
    """Show an article, its versions, and what changed from one to the next."""
    page = page_of(request, article_id)
    newest = page.versions[0]
    labels = cases.topic_labels()
    before = page.versions[1] if len(page.versions) > 1 else None
    facts = {
        "article": page,
        "newest": newest,
        "shown": page.in_force or newest,
        "topics": [labels.get(code, code) for code in newest.topic_codes],
        "is_own": newest.written_by_id == request.signed_in.actor.user_id,
        "changes": _changes(before, newest) if before else [],
        "is_overdue": page.review_on < timezone.localtime(request.at).date(),
    }
    return frame.show(request, "desk/knowledge/article.html", facts, current="knowledge")


def _changes(before: VersionLine, after: VersionLine) -> list[tuple[str, list[Piece]]]:
    """Return what changed in each language, word by word."""
    found = []
    for code, _name in settings.LANGUAGES:
        old, new = ("\n".join(one.texts[code].values()).split(" ") for one in (before, after))
        pieces = []
        for kind, i, j, k, m in difflib.SequenceMatcher(a=old, b=new).get_opcodes():
            if kind != "equal":
                pieces += [Piece("del", " ".join(old[i:j])), Piece("ins", " ".join(new[k:m]))]
            else:
                pieces.append(Piece("", " ".join(old[i:j])))
        found.append((code, [piece for piece in pieces if piece.words]))
    return found


@employees(Permission.WRITE_KNOWLEDGE)
def new(request: DeskRequest) -> HttpResponse:
    """Write an article."""
    start = {"review_on": timezone.localtime(request.at).date() + LOOKED_OVER}
    return _write(request, None, start)


@employees(Permission.WRITE_KNOWLEDGE)
def edit(request: DeskRequest, article_id: int) -> HttpResponse:
    """Write a new version of an article."""
    page = page_of(request, article_id)
    newest = page.versions[0]
    start: dict[str, Any] = {
        "topics": newest.topic_codes,
        "is_public": newest.is_public,
        "review_on": page.review_on,
    }
    for code, text in newest.texts.items():
        start |= {f"title_{code}": text["title"], f"body_{code}": text["body"]}
    return _write(request, page, start)


def _write(request: DeskRequest, page: ArticlePage | None, start: dict[str, Any]) -> HttpResponse:
    form = ArticleForm(
        request.POST if request.method == "POST" else None,
        topics=topic_options(cases.topic_choices(public=False)),
        initial=start,
    )
    if form.is_valid():
        try:
            article_id = actions.write_article(
                draft=form.draft(),
                article_id=page.article_id if page else None,
                by=access.actor(request),
                at=request.at,
            )
        except Refused as refusal:
            access.answer_hidden(refusal)
            form.add_error(None, str(refusal))
        else:
            return redirect("desk:article", article_id=article_id)
    facts = {"form": form, "article": page}
    return frame.show(request, "desk/knowledge/edit.html", facts, current="knowledge")


@employees(Permission.APPROVE_KNOWLEDGE)
def approve(request: DeskRequest, article_id: int) -> HttpResponse:
    """Let the version that was read be found."""
    number = request.POST.get("number", "")
    if request.method == "POST" and number.isdecimal():
        try:
            actions.approve_article(
                article_id=article_id,
                number=int(number[:9]),
                by=access.actor(request),
                at=request.at,
            )
        except Refused as refusal:
            access.answer_hidden(refusal)
            messages.error(request, str(refusal))
    return redirect("desk:article", article_id=article_id)


@employees(Permission.APPROVE_KNOWLEDGE)
def retire(request: DeskRequest, article_id: int) -> HttpResponse:
    """Let an article be found no more."""
    if request.method == "POST":
        try:
            actions.retire_article(article_id=article_id, by=access.actor(request), at=request.at)
        except Refused as refusal:
            access.answer_hidden(refusal)
            messages.error(request, str(refusal))
    return redirect("desk:article", article_id=article_id)


@employees(Permission.READ_KNOWLEDGE)
@posted
def use(request: DeskRequest, number: str) -> HttpResponse:
    """Write down that a case is answered with an article."""
    opened = access.case(request, number)
    article_id = request.POST.get("article_id", "")
    try:
        actions.note_use(
            article_id=int(article_id[:9]) if article_id.isdecimal() else 0,
            about=reference("case", opened.page.number),
            compartment=opened.page.compartment,
            by=opened.viewer,
            at=request.at,
        )
    except Refused as refusal:
        access.answer_hidden(refusal)
        messages.error(request, str(refusal))
    return redirect(frame.case_address(request, number))
