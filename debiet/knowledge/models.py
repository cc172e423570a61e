"""Short articles that help to answer: versioned, read by a second person, looked over in time."""

from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now


class Article(models.Model):
    """What we know about one thing.

    :cvar review_on: by when somebody must look whether it still holds
    """

    review_on = models.DateField()
    retired_at = models.DateTimeField(null=True)
    recorded_at = models.DateTimeField(db_default=Now())

    def __str__(self) -> str:
        return f"article:{self.pk}"


class ArticleVersion(models.Model):
    """What an article says in every language, about which topics and to whom.

    :cvar texts: by language, each with `title` and `body`
    """

    article = models.ForeignKey(Article, models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField()
    texts = models.JSONField()
    topic_codes = models.JSONField(default=list)
    is_public = models.BooleanField(default=False)
    written_by_id = models.BigIntegerField(null=True)
    written_at = models.DateTimeField()
    approved_by_id = models.BigIntegerField(null=True)
    approved_at = models.DateTimeField(null=True)
    helped = models.PositiveIntegerField(default=0)
    did_not_help = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["article", "number"], name="article_version_number"),
            models.CheckConstraint(
                condition=Q(approved_by_id__isnull=True) | ~Q(approved_by_id=F("written_by_id")),
                name="article_second_person",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.article_id}/{self.number}"


class ArticleWords(models.Model):
    """The words of an article's version in force, in one language, as they are looked up."""

    article = models.ForeignKey(Article, models.PROTECT, related_name="+")
    version = models.ForeignKey(ArticleVersion, models.PROTECT, related_name="+")
    language = models.CharField(max_length=5)
    is_public = models.BooleanField()
    title = models.TextField()
    words = models.TextField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["article", "language"], name="article_words_once")
        ]
        indexes = [
            GinIndex(fields=["words"], opclasses=["gin_trgm_ops"], name="article_words_parts")
        ]

    def __str__(self) -> str:
        return f"{self.article_id}: {self.language}"


class ArticleUse(models.Model):
    """A case was answered with an article. Append-only."""

    version = models.ForeignKey(ArticleVersion, models.PROTECT, related_name="uses")
    reference = models.CharField(max_length=60)
    compartment = models.CharField(max_length=60)
    used_by_id = models.BigIntegerField(null=True)
    used_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["version", "reference"], name="article_used_once")
        ]
        indexes = [models.Index(fields=["reference"], name="article_uses_of")]

    def __str__(self) -> str:
        return f"{self.reference}: {self.version_id}"
