"""What a case can be about, and how each topic was before."""

from django.db import models
from django.db.models import Q


class Topic(models.Model):
    """What a case can be about: a tree, changed as data."""

    code = models.SlugField(max_length=60, unique=True)
    parent = models.ForeignKey("self", models.PROTECT, null=True, related_name="children")
    labels = models.JSONField()
    team = models.ForeignKey("staff.Team", models.PROTECT, null=True, related_name="+")
    is_public = models.BooleanField(default=True)
    position = models.PositiveIntegerField(default=0)
    # Nothing new is filed under it; cases that have it keep it, and its label.
    retired_at = models.DateTimeField(null=True)
    # A pointer: whatever still comes in under this code is filed there.
    merged_into = models.ForeignKey(
        "self", models.PROTECT, null=True, related_name="merged_topics", db_index=False
    )
    version = models.PositiveIntegerField(default=0, db_default=0)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(merged_into__isnull=True) | Q(retired_at__isnull=False),
                name="topic_merged_is_retired",
            ),
            models.CheckConstraint(
                condition=~Q(merged_into=models.F("pk")), name="topic_not_merged_into_itself"
            ),
        ]

    def __str__(self) -> str:
        return self.code


class TopicVersion(models.Model):
    """How a topic was from a moment on. Append-only: another one follows it."""

    topic = models.ForeignKey(Topic, models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField()
    labels = models.JSONField()
    parent_code = models.CharField(max_length=60, blank=True)
    team_code = models.CharField(max_length=40, blank=True)
    is_public = models.BooleanField()
    is_retired = models.BooleanField()
    merged_into_code = models.CharField(max_length=60, blank=True)
    # The latest case there was when it went out of use: what came after is new.
    latest_case_id = models.BigIntegerField(null=True)
    # By its sign-in; nobody's where a profile was loaded.
    written_by = models.BigIntegerField(null=True)
    written_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["topic", "number"], name="topic_version_once")
        ]

    def __str__(self) -> str:
        return f"{self.topic_id}: {self.number}"
