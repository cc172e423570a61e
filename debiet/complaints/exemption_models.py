"""Exemptions from service guarantees: why a broken promise gives the customer nothing."""

from django.db import models
from django.db.models import Q

from debiet.core.fields import CodeField
from debiet.rules.guarantee_exemptions import ExemptionGround, ExemptionStep, Guarantee


class GuaranteeExemption(models.Model):
    """That a broken guarantee gives nothing: proposed by one, decided by another.

    It is seen with its complaint, wherever that stands; its own compartment is that in which it
    was proposed.
    """

    complaint = models.ForeignKey("complaints.Complaint", models.PROTECT, related_name="+")
    compartment = models.CharField(max_length=60)
    guarantee = CodeField(Guarantee, max_length=30)
    ground = CodeField(ExemptionGround, max_length=30)
    reason = models.TextField()
    step = CodeField(ExemptionStep, max_length=20, default=ExemptionStep.PROPOSED)
    proposed_by = models.ForeignKey("staff.Employee", models.PROTECT, null=True, related_name="+")
    proposed_at = models.DateTimeField()
    decided_by = models.ForeignKey("staff.Employee", models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True)
    decision_reason = models.TextField(blank=True)

    class Meta:
        indexes = [
            models.Index(
                fields=["proposed_at", "id"],
                condition=Q(step="proposed"),
                name="exemption_proposed",
            )
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["complaint", "guarantee"],
                condition=Q(step__in=["proposed", "approved"]),
                name="exemption_once_a_guarantee",
            ),
            models.CheckConstraint(
                condition=Q(step="proposed", decided_at__isnull=True)
                | (~Q(step="proposed") & Q(decided_at__isnull=False)),
                name="exemption_decided_when",
            ),
            models.CheckConstraint(
                condition=~Q(step="approved")
                | Q(decided_by__isnull=True)
                | Q(proposed_by__isnull=True)
                | ~Q(decided_by=models.F("proposed_by")),
                name="exemption_by_somebody_else",
            ),
        ]

    def __str__(self) -> str:
        return f"exemption:{self.pk}"
