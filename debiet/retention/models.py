"""How long things are kept, what is kept longer, and the runs that let things go.

Nothing here ever goes: it is the proof of what went, in counts and codes.
"""

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from debiet.core.fields import CodeField
from debiet.rules.access import Permission
from debiet.rules.retention import RecordKind


class RetentionMonths(models.Model):
    """For how many months a kind of record is kept, from a moment on. Append-only.

    Where there is no row the jurisdiction's value holds.
    """

    kind = CodeField(RecordKind, max_length=20)
    months = models.PositiveIntegerField()
    source = models.CharField(max_length=300)
    valid_from = models.DateTimeField()
    user_id = models.BigIntegerField(null=True)
    recorded_at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(months__gte=1), name="retention_months_positive")
        ]

    def __str__(self) -> str:
        return f"{self.kind}: {self.months}"


class LegalHold(models.Model):
    """A reason to keep what is about a case or a customer, whatever its term."""

    subject = models.CharField(max_length=120)
    compartment = models.CharField(max_length=60)
    reason = models.CharField(max_length=300)
    placed_on = models.DateField()
    until = models.DateField(null=True)
    placed_by_id = models.BigIntegerField(null=True)
    lifted_on = models.DateField(null=True)
    lifted_by_id = models.BigIntegerField(null=True)
    recorded_at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["subject"], condition=Q(lifted_on__isnull=True), name="one_hold_a_subject"
            ),
            models.CheckConstraint(
                condition=Q(until__isnull=True) | Q(until__gte=models.F("placed_on")),
                name="hold_ends_after_it_begins",
            ),
        ]

    def __str__(self) -> str:
        return f"hold:{self.pk}"


class RetentionRun(models.Model):
    """What would go on a day, counted; and, once somebody started it, how many went."""

    SEEN_WITH: ClassVar[Permission] = Permission.SEE_RETENTION

    class State(models.TextChoices):
        PREVIEW = "preview"
        RUNNING = "running"
        DONE = "done"

    state = models.CharField(max_length=10, choices=State.choices, default=State.PREVIEW)
    as_of = models.DateField()
    # Months by kind, counts by kind, and what holds and months there were when it was counted.
    months = models.JSONField()
    counts = models.JSONField()
    basis = models.CharField(max_length=64)
    done = models.JSONField(default=dict)
    next_chunk = models.PositiveIntegerField(default=0)
    made_by_id = models.BigIntegerField(null=True)
    made_at = models.DateTimeField()
    started_by_id = models.BigIntegerField(null=True)
    started_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["state"], condition=Q(state="running"), name="one_retention_run_at_a_time"
            )
        ]

    def __str__(self) -> str:
        return f"retention-run:{self.pk}"
