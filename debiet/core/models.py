"""What is kept of every change and every look, and the counters of the rate limits."""

from django.contrib.postgres.indexes import BrinIndex
from django.db import models
from django.db.models.functions import Now


class AuditEntry(models.Model):
    """One action carried out: who, when, on what. Append-only, ids only, no foreign keys."""

    operation_id = models.UUIDField()
    action = models.CharField(max_length=80)
    actor_kind = models.CharField(max_length=10)
    actor_name = models.CharField(max_length=60, blank=True)
    user_id = models.BigIntegerField(null=True)
    organization_id = models.BigIntegerField(null=True)
    on_behalf_of_id = models.BigIntegerField(null=True)
    purpose = models.CharField(max_length=120, blank=True)
    reference = models.CharField(max_length=120)
    compartment = models.CharField(max_length=60)
    facts = models.JSONField(default=dict)
    at = models.DateTimeField(null=True)
    recorded_at = models.DateTimeField(db_default=Now())

    class Meta:
        indexes = [
            models.Index(fields=["reference", "id"], name="audit_reference"),
            models.Index(fields=["user_id", "id"], name="audit_user"),
            BrinIndex(fields=["recorded_at"], name="audit_recorded_at"),
        ]

    def __str__(self) -> str:
        return f"{self.action} {self.reference}"


class AccessEntry(models.Model):
    """One look at a person's file: who, why, whose. Append-only, ids only, no foreign keys."""

    viewer_kind = models.CharField(max_length=10)
    user_id = models.BigIntegerField(null=True)
    organization_id = models.BigIntegerField(null=True)
    purpose = models.CharField(max_length=120)
    subject = models.CharField(max_length=120)
    surface = models.CharField(max_length=80)
    compartment = models.CharField(max_length=60)
    at = models.DateTimeField()
    recorded_at = models.DateTimeField(db_default=Now())

    class Meta:
        indexes = [
            models.Index(fields=["subject", "id"], name="access_subject"),
            models.Index(fields=["user_id", "id"], name="access_user"),
            BrinIndex(fields=["recorded_at"], name="access_recorded_at"),
        ]

    def __str__(self) -> str:
        return f"{self.subject} by {self.user_id}"


class OutgoingSwitch(models.Model):
    """Whether messages may leave this installation, from a moment on. Append-only.

    The newest row holds; where there is none they may.
    """

    is_on = models.BooleanField()
    reason = models.CharField(max_length=60)
    at = models.DateTimeField(db_default=Now())

    def __str__(self) -> str:
        return f"outgoing {'on' if self.is_on else 'off'}: {self.reason}"


class Forgotten(models.Model):
    """That rows of a table that only grows were let go of, and how many. Append-only.

    Written by the database itself, in the one function that may do it (`debiet_forget`).
    """

    table_name = models.CharField(max_length=80)
    row_count = models.PositiveIntegerField()
    at = models.DateTimeField(db_default=Now())

    def __str__(self) -> str:
        return f"{self.row_count} of {self.table_name}"


class RateCount(models.Model):
    """How often something was tried in a window of time; the key is a keyed hash."""

    key = models.CharField(max_length=64)
    window_at = models.DateTimeField()
    count = models.PositiveIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["key", "window_at"], name="rate_count_window")
        ]

    def __str__(self) -> str:
        return f"{self.key} {self.count}"
