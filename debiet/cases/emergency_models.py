"""What was opened in an emergency, by whom and why, and what a second person says of it."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from debiet.core.fields import CodeField
from debiet.rules.access import Permission
from debiet.rules.break_glass import Outcome


class Emergency(models.Model):
    """That an employee opened a case or a customer's file that it may not see.

    :cvar compartment: of what was opened; the row itself is seen by whoever looks back
    """

    SEEN_WITH: ClassVar[Permission] = Permission.SEE_AUDIT

    employee = models.ForeignKey("staff.Employee", models.PROTECT, related_name="+")
    subject = models.CharField(max_length=120)
    compartment = models.CharField(max_length=60)
    reason = models.CharField(max_length=500)
    opened_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    review_due_at = models.DateTimeField()
    reviewed_at = models.DateTimeField(null=True)
    reviewer = models.ForeignKey("staff.Employee", models.PROTECT, null=True, related_name="+")
    outcome = CodeField(Outcome, max_length=20, blank=True)
    review_words = models.CharField(max_length=500, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(ends_at__gt=F("opened_at")), name="emergency_ends"),
            models.CheckConstraint(
                condition=~Q(compartment="ombuds"), name="emergency_never_of_ombuds"
            ),
            models.CheckConstraint(
                condition=Q(reviewed_at__isnull=True, reviewer__isnull=True, outcome="")
                | (Q(reviewed_at__isnull=False, reviewer__isnull=False) & ~Q(outcome="")),
                name="emergency_reviewed_by_somebody",
            ),
            models.CheckConstraint(
                condition=Q(reviewer__isnull=True) | ~Q(reviewer=F("employee")),
                name="emergency_own_review",
            ),
        ]
        indexes = [
            models.Index(fields=["employee", "-id"], name="emergency_of_employee"),
            models.Index(
                fields=["review_due_at"],
                condition=Q(reviewed_at__isnull=True),
                name="emergency_to_review",
            ),
        ]

    def __str__(self) -> str:
        return f"emergency:{self.pk}"
