"""Finding and reading what we know."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.conf import settings
from django.db.models import Case, F, FloatField, Func, Q, TextField, Value, When
from django.db.models.lookups import GreaterThanOrEqual
from django.utils.translation import get_language

from debiet.core.actor import Actor
from debiet.core.reading import query
from debiet.core.together import Reading, joint_query, reading
from debiet.knowledge.models import Article, ArticleUse, ArticleVersion, ArticleWords
from debiet.rules.access import Permission
from debiet.rules.knowledge import FEW, looked_up
from debiet.staff import queries as staff
from debiet.staff.visibility import visible

IN_TITLE, IN_TEXT, ON_TOPIC, ALIKE = 3.0, 1.0, 2.0, 0.6
"""What a word in the title weighs, one in the text, a fitting topic; and how alike is alike."""


@dataclass(frozen=True, slots=True)
class ArticleLine:
    """An article in a list."""

    article_id: int
    title: str
    body: str
    is_public: bool


@dataclass(frozen=True, slots=True)
class VersionLine:
    """A version of an article."""

    number: int
    texts: dict[str, dict[str, str]]
    topic_codes: tuple[str, ...]
    is_public: bool
    written_by: str
    written_by_id: int | None
    written_at: datetime
    approved_by: str
    approved_at: datetime | None
    helped: int
    did_not_help: int


@dataclass(frozen=True, slots=True)
class ArticlePage:
    """An article with all its versions, the newest first."""

    article_id: int
    review_on: date
    is_retired: bool
    versions: tuple[VersionLine, ...]

    @property
    def in_force(self) -> VersionLine | None:
        """Return the version that is read now."""
        approved = (one for one in self.versions if one.approved_at)
        return None if self.is_retired else next(approved, None)


@dataclass(frozen=True, slots=True)
class ShelfLine:
    """An article as those who look after them see it."""

    article_id: int
    title: str
    is_public: bool
    is_retired: bool
    review_on: date
    waits: bool
    helped: int
    did_not_help: int


@joint_query(personal=False)
def find(
    text: str = "",
    *,
    topic_codes: Collection[str] = (),
    public: bool,
    language: str = "",
    limit: int = 5,
) -> Reading[list[ArticleLine]]:
    """Return the articles that fit words and topics best.

    A word is found within longer ones ("meter" in "watermeter") and, in a short question, with a
    typing error. Where nothing fits a word but a topic does, those of the topic are returned.

    :param public: only those that customers may read
    """
    code = (language or get_language() or "nl")[:2]
    rows = ArticleWords.objects.filter(language=code)
    rows = rows.filter(is_public=True) if public else rows
    score = _topic_score(topic_codes)
    words = looked_up(text)
    for word in words:
        score = score + _word_score(word, forgiving=len(words) <= FEW)
    found = rows.annotate(score=score).filter(score__gt=0).select_related("version")
    return reading(
        found.order_by("-score", "id")[:limit],
        made=lambda fitting: [_line(row, code) for row in fitting],
    )


@query(personal=False)
def articles_on(*, public: bool, limit: int = 200) -> list[tuple[ArticleLine, tuple[str, ...]]]:
    """Return all articles in force with their topics, for a list without any script."""
    code = (get_language() or "nl")[:2]
    rows = ArticleWords.objects.filter(language=code).select_related("version")
    rows = rows.filter(is_public=True) if public else rows
    return [
        (_line(row, code), tuple(row.version.topic_codes)) for row in rows.order_by("id")[:limit]
    ]


@query(personal=False)
def public_article(article_id: int) -> ArticleLine | None:
    """Return an article that customers may read, in the reader's language."""
    code = (get_language() or "nl")[:2]
    rows = ArticleWords.objects.filter(article=article_id, language=code, is_public=True)
    row = rows.select_related("version").first()
    return _line(row, code) if row else None


@query(personal=True)
def article(article_id: int, *, viewer: Actor) -> ArticlePage | None:
    """Return an article with its versions, for employees."""
    if Permission.READ_KNOWLEDGE not in viewer.permissions:
        return None
    row = Article.objects.filter(pk=article_id).first()
    if row is None:
        return None
    versions = list(row.versions.order_by("-number"))
    ids = {one for found in versions for one in (found.written_by_id, found.approved_by_id) if one}
    names = staff.names_by_user(ids) if ids else {}
    return ArticlePage(
        article_id=row.pk,
        review_on=row.review_on,
        is_retired=row.retired_at is not None,
        versions=tuple(_version(found, names) for found in versions),
    )


@query(personal=False)
def shelf(*, limit: int = 500) -> list[ShelfLine]:
    """Return every article for those who look after them, what must be looked over first."""
    newest = ArticleVersion.objects.select_related("article").order_by("article", "-number")
    rows = newest.distinct("article")[:limit]
    code = (get_language() or "nl")[:2]
    lines = [
        ShelfLine(
            article_id=row.article_id,
            title=row.texts[code]["title"],
            is_public=row.is_public,
            is_retired=row.article.retired_at is not None,
            review_on=row.article.review_on,
            waits=row.approved_at is None,
            helped=row.helped,
            did_not_help=row.did_not_help,
        )
        for row in rows
    ]
    return sorted(lines, key=lambda line: (line.is_retired, not line.waits, line.review_on))


@joint_query(personal=True)
def uses(about: str, *, viewer: Actor) -> Reading[list[tuple[int, str]]]:
    """Return with which articles a case was answered: their ids and titles."""
    rows = visible(ArticleUse.objects.filter(reference=about), viewer).select_related("version")
    code = (get_language() or "nl")[:2]
    return reading(
        rows.order_by("id"),
        made=lambda found: [
            (row.version.article_id, row.version.texts[code]["title"]) for row in found
        ],
    )


def _topic_score(topic_codes: Collection[str]) -> Any:
    if not topic_codes:
        return Value(0.0, output_field=FloatField())
    fits = Q(version__topic_codes__has_any_keys=list(topic_codes))
    return _if(fits, ON_TOPIC)


def _word_score(word: str, *, forgiving: bool) -> Any:
    in_title = _if(Q(title__contains=word), IN_TITLE)
    if not forgiving:  # how alike words are is read letter by letter, in every article
        return in_title + _if(Q(words__contains=word), IN_TEXT)
    alike = Func(
        Value(word, output_field=TextField()),
        F("words"),
        function="word_similarity",
        output_field=FloatField(),
    )
    return in_title + Case(
        When(Q(words__contains=word), then=Value(IN_TEXT)),
        When(GreaterThanOrEqual(alike, ALIKE), then=Value(IN_TEXT / 2)),
        default=Value(0.0),
        output_field=FloatField(),
    )


def _if(condition: Q, weight: float) -> Any:
    return Case(When(condition, then=Value(weight)), default=Value(0.0), output_field=FloatField())


def _line(row: ArticleWords, code: str) -> ArticleLine:
    text = row.version.texts[code]
    return ArticleLine(row.article_id, text["title"], text["body"], row.is_public)


def _version(row: ArticleVersion, names: dict[int, str]) -> VersionLine:
    return VersionLine(
        number=row.number,
        # The database keeps keys in an order of its own.
        texts={
            code: {part: row.texts[code][part] for part in ("title", "body")}
            for code, _name in settings.LANGUAGES
        },
        topic_codes=tuple(row.topic_codes),
        is_public=row.is_public,
        written_by=names.get(row.written_by_id or 0, ""),
        written_by_id=row.written_by_id,
        written_at=row.written_at,
        approved_by=names.get(row.approved_by_id or 0, ""),
        approved_at=row.approved_at,
        helped=row.helped,
        did_not_help=row.did_not_help,
    )
