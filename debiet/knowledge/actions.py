"""Everything that changes what we know: written by one, approved by another, retired, used."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from django.conf import settings
from django.db.models import F, Max
from django.utils.translation import gettext_lazy as _

from debiet.core import audit
from debiet.core.actor import Actor
from debiet.core.errors import NotFound, Refused
from debiet.core.operations import action
from debiet.core.references import reference
from debiet.knowledge.models import Article, ArticleUse, ArticleVersion, ArticleWords
from debiet.rules.access import Permission
from debiet.rules.knowledge import indexed


class TextMissing(Refused):
    """A title or a text is missing in one of the languages."""

    code = "knowledge.text-missing"
    message = _("Write title and text in every language.")


class ApprovedByItsAuthor(Refused):
    """Whoever wrote an article cannot approve it."""

    code = "knowledge.approved-by-author"
    message = _("Somebody else than the writer must approve this article.")


class NewerVersion(Refused):
    """A newer version was written since."""

    code = "knowledge.newer-version"
    message = _("There is a newer version of this article. Read that one.")


@dataclass(frozen=True, slots=True)
class ArticleText:
    """A title and what stands below it."""

    title: str
    body: str


@dataclass(frozen=True, slots=True)
class ArticleDraft:
    """What somebody writes of an article, all of it at once."""

    texts: Mapping[str, ArticleText]
    topic_codes: tuple[str, ...]
    is_public: bool
    review_on: date


@action(permission=Permission.WRITE_KNOWLEDGE)
def write_article(
    *, draft: ArticleDraft, article_id: int | None = None, by: Actor, at: datetime
) -> int:
    """Write an article, or a version of one; nobody reads it before somebody else approved it.

    The same again is the same version. Returns the article's id.

    :raises TextMissing: if a language has no title or no text
    """
    languages = {code for code, _name in settings.LANGUAGES}
    texts = {
        code: {"title": " ".join(text.title.split()), "body": text.body.strip()}
        for code, text in draft.texts.items()
    }
    if set(texts) != languages or not all(all(text.values()) for text in texts.values()):
        raise TextMissing
    article = _locked(article_id) if article_id else Article()
    article.review_on = draft.review_on
    article.save()
    newest = article.versions.order_by("-number").first()
    said = (texts, list(draft.topic_codes), draft.is_public)
    if newest and (newest.texts, newest.topic_codes, newest.is_public) == said:
        return article.pk
    number = (article.versions.aggregate(top=Max("number"))["top"] or 0) + 1
    ArticleVersion.objects.create(
        article=article,
        number=number,
        texts=texts,
        topic_codes=list(draft.topic_codes),
        is_public=draft.is_public,
        written_by_id=by.user_id,
        written_at=at,
    )
    audit.record(reference("article", article.pk), facts={"version": number})
    return article.pk


@action(permission=Permission.APPROVE_KNOWLEDGE)
def approve_article(*, article_id: int, number: int, by: Actor, at: datetime) -> None:
    """Let a version be read and found; approving it twice changes nothing.

    :raises ApprovedByItsAuthor: if the approver is the one who wrote it
    :raises NewerVersion: if a newer one was written since
    """
    article = _locked(article_id)
    version = article.versions.filter(number=number).first()
    if version is None:
        raise NotFound
    if version.approved_at is not None:
        return
    if by.user_id is None or by.user_id == version.written_by_id:
        raise ApprovedByItsAuthor
    if article.versions.filter(number__gt=number).exists():
        raise NewerVersion
    version.approved_by_id, version.approved_at = by.user_id, at
    version.save(update_fields=["approved_by_id", "approved_at"])
    article.retired_at = None
    article.save(update_fields=["retired_at"])
    ArticleWords.objects.filter(article=article).delete()
    ArticleWords.objects.bulk_create(
        ArticleWords(
            article=article,
            version=version,
            language=code,
            is_public=version.is_public,
            title=indexed(text["title"]),
            words=indexed(f"{text['title']} {text['body']}"),
        )
        for code, text in version.texts.items()
    )
    audit.record(reference("article", article.pk), facts={"approved": number})


@action(permission=Permission.APPROVE_KNOWLEDGE)
def retire_article(*, article_id: int, by: Actor, at: datetime) -> None:
    """Let an article be found no more; it stays to be read where it was used."""
    article = _locked(article_id)
    if article.retired_at is not None:
        return
    article.retired_at = at
    article.save(update_fields=["retired_at"])
    ArticleWords.objects.filter(article=article).delete()
    audit.record(reference("article", article.pk), facts={"retired": True})


@action(permission=Permission.RATE_KNOWLEDGE)
def rate_article(*, article_id: int, has_helped: bool, by: Actor, at: datetime) -> None:
    """Count that an article on the website helped, or did not; nothing is kept of who said so."""
    found = ArticleWords.objects.filter(article=article_id, is_public=True).first()
    if found is None:
        raise NotFound
    field = "helped" if has_helped else "did_not_help"
    ArticleVersion.objects.filter(pk=found.version_id).update(**{field: F(field) + 1})


@action(permission=Permission.READ_KNOWLEDGE)
def note_use(*, article_id: int, about: str, compartment: str, by: Actor, at: datetime) -> None:
    """Write down that a case was answered with an article, once.

    :param about: the case's reference; whoever calls this has seen it
    """
    found = ArticleWords.objects.filter(article=article_id).first()
    if found is None or compartment not in by.compartments:
        raise NotFound
    _use, created = ArticleUse.objects.get_or_create(
        version_id=found.version_id,
        reference=about,
        defaults={"compartment": compartment, "used_by_id": by.user_id, "used_at": at},
    )
    if created:
        audit.record(about, compartment=compartment, facts={"article": article_id})


def _locked(article_id: int) -> Article:
    article = Article.objects.select_for_update().filter(pk=article_id).first()
    if article is None:
        raise NotFound
    return article
