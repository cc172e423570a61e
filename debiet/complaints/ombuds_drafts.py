"""What the office writes and has not finished, one of each kind in a file."""

from django.db import models

from debiet.complaints.ombuds_models import OmbudsFile
from debiet.rules.access import Compartment


class OmbudsDraft(models.Model):
    """A page of a file as far as it was filled in. Whoever handles the file goes on with it.

    :cvar what: which page, by the word in its address
    :cvar typed: what stood in each field, as text
    """

    file = models.ForeignKey(OmbudsFile, models.PROTECT, related_name="drafts")
    compartment = models.CharField(max_length=60, default=Compartment.OMBUDS)
    what = models.CharField(max_length=20)
    typed = models.JSONField(default=dict)
    saved_by = models.ForeignKey("staff.Employee", models.PROTECT, null=True, related_name="+")
    saved_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["file", "what"], name="ombuds_draft_once"),
        ]

    def __str__(self) -> str:
        return f"ombuds-draft:{self.file_id}.{self.what}"
