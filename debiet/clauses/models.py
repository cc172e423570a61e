"""The texts that answers are made of: versioned, approved, one for each language."""

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now


class Clause(models.Model):
    """A text that says one thing, known by its code."""

    code = models.SlugField(max_length=60, unique=True)
    title = models.CharField(max_length=120)
    # What an employee types for it, such as `term` for `/term`; without one it is not offered.
    key = models.SlugField(max_length=30, null=True, unique=True)  # noqa: DJ001 (unique, if any)
    # From when on it is offered no more; what was written with it stays.
    retired_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return self.code


class ClauseVersion(models.Model):
    """What a clause says in one language. Append-only: another version follows it."""

    clause = models.ForeignKey(Clause, models.PROTECT, related_name="versions")
    language = models.CharField(max_length=5)
    number = models.PositiveIntegerField()
    text = models.TextField()
    written_by_id = models.BigIntegerField(null=True)
    written_at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["clause", "language", "number"], name="clause_version_number"
            )
        ]

    def __str__(self) -> str:
        return f"{self.clause_id}/{self.language}/{self.number}"


class ClauseApproval(models.Model):
    """Somebody else than the writer found a version good, from a moment on. Append-only."""

    version = models.OneToOneField(ClauseVersion, models.PROTECT, related_name="approval")
    approved_by_id = models.BigIntegerField(null=True)
    valid_from = models.DateTimeField()
    approved_at = models.DateTimeField(db_default=Now())

    def __str__(self) -> str:
        return f"{self.version_id}"


class LetterTemplate(models.Model):
    """Clauses in order: what a kind of message is made of."""

    code = models.SlugField(max_length=60, unique=True)
    title = models.CharField(max_length=120)
    is_for_answers = models.BooleanField(default=False)
    is_substantive = models.BooleanField(default=True)
    resolves = models.BooleanField(default=True)
    retired_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return self.code


class TemplateVersion(models.Model):
    """Of which clauses a template is made, as somebody proposed it. Append-only.

    What is used is in the template's own rows: an approval copies it there.
    """

    template = models.ForeignKey(LetterTemplate, models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField()
    clause_codes = models.JSONField()
    is_substantive = models.BooleanField()
    resolves = models.BooleanField()
    written_by_id = models.BigIntegerField(null=True)
    written_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["template", "number"], name="template_version_number")
        ]

    def __str__(self) -> str:
        return f"{self.template_id}/{self.number}"


class TemplateApproval(models.Model):
    """Somebody else than the writer found a version of a template good. Append-only."""

    version = models.OneToOneField(TemplateVersion, models.PROTECT, related_name="approval")
    approved_by_id = models.BigIntegerField(null=True)
    approved_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.version_id}"


class TemplateClause(models.Model):
    """The place of a clause in a template."""

    template = models.ForeignKey(LetterTemplate, models.CASCADE, related_name="places")
    clause = models.ForeignKey(Clause, models.PROTECT)
    position = models.PositiveIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["template", "position"], name="template_position"),
            models.CheckConstraint(condition=Q(position__gte=1), name="template_position_from_one"),
        ]

    def __str__(self) -> str:
        return f"{self.template_id}:{self.position}"
