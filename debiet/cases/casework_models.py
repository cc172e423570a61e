"""What employees do with cases beside answering them."""

from django.db import models
from django.db.models import F, Q

from debiet.core.fields import CodeField
from debiet.rules.case_links import LinkKind


class CaseLink(models.Model):
    """What one case is to another; one that was taken back is kept.

    :cvar compartment: the more closed part of the two cases'; seen only with both cases
    """

    case = models.ForeignKey("cases.Case", models.PROTECT, related_name="links_out")
    other = models.ForeignKey("cases.Case", models.PROTECT, related_name="links_in")
    kind = CodeField(LinkKind, max_length=20)
    compartment = models.CharField(max_length=60)
    employee = models.ForeignKey("staff.Employee", models.PROTECT, null=True, related_name="+")
    linked_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["case", "other", "kind"],
                condition=Q(ended_at__isnull=True),
                name="case_link_once",
            ),
            models.CheckConstraint(condition=~Q(case=F("other")), name="case_link_between_two"),
        ]

    def __str__(self) -> str:
        return f"{self.case_id} {self.kind} {self.other_id}"
