"""Short stories of the ombuds function's report: what happened, without who."""

from django.db import models
from django.db.models import Q

from debiet.rules.access import Compartment


class OmbudsStory(models.Model):
    """A file told for the report. Another text is another row; the one that stands is published.

    :cvar ended_at: when another took its place, or it was taken out
    """

    file = models.ForeignKey("complaints.OmbudsFile", models.PROTECT, related_name="+")
    compartment = models.CharField(max_length=60, default=Compartment.OMBUDS)
    text = models.TextField()
    written_by = models.ForeignKey("staff.Employee", models.PROTECT, null=True, related_name="+")
    written_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["file"], condition=Q(ended_at__isnull=True), name="ombuds_story_once"
            )
        ]

    def __str__(self) -> str:
        return f"ombuds-story:{self.pk}"
