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
from debiet.rules.rights import LongerReason, Proof, RightsKind, RightsState


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


class MonthsProposal(models.Model):
    """Another number of months that waits for a second person, or what that one decided."""

    kind = CodeField(RecordKind, max_length=20)
    months = models.PositiveIntegerField()
    source = models.CharField(max_length=300)
    asked_by_id = models.BigIntegerField()
    asked_at = models.DateTimeField()
    decided_by_id = models.BigIntegerField(null=True)
    decided_at = models.DateTimeField(null=True)
    is_agreed = models.BooleanField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["kind"], condition=Q(decided_at__isnull=True), name="one_open_months_a_kind"
            ),
            models.CheckConstraint(
                condition=Q(decided_at__isnull=True, is_agreed__isnull=True)
                | Q(decided_at__isnull=False, is_agreed__isnull=False),
                name="months_decided_one_way",
            ),
            models.CheckConstraint(
                condition=~Q(is_agreed=True) | ~Q(decided_by_id=models.F("asked_by_id")),
                name="months_agreed_by_another",
            ),
        ]

    def __str__(self) -> str:
        return f"months-proposal:{self.pk}"


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


class RightsRequest(models.Model):
    """What somebody asks about its own data: a case, with the steps that only such a case has.

    The check of who asks keeps how it was done, never a copy of what was shown.
    """

    case = models.OneToOneField("cases.Case", models.PROTECT, related_name="+")
    compartment = models.CharField(max_length=60)
    kind = CodeField(RightsKind, max_length=20)
    state = CodeField(RightsState, max_length=20, default=RightsState.RECEIVED)
    proof = CodeField(Proof, max_length=20, blank=True)
    identified_at = models.DateTimeField(null=True)
    identified_by_id = models.BigIntegerField(null=True)
    extended_at = models.DateTimeField(null=True)
    extended_for = CodeField(LongerReason, max_length=20, blank=True)
    # What would be given, and what whoever prepared it chose to hide and to give along.
    export = models.ForeignKey("files.StoredFile", models.PROTECT, null=True, related_name="+")
    overview = models.ForeignKey("files.StoredFile", models.PROTECT, null=True, related_name="+")
    hidden_words = models.JSONField(default=list)
    prepared_by_id = models.BigIntegerField(null=True)
    reviewed_at = models.DateTimeField(null=True)
    reviewed_by_id = models.BigIntegerField(null=True)
    # What stayed and why, what went in counts: codes, days and numbers.
    findings = models.JSONField(default=dict)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=["received", "refused"]) | Q(identified_at__isnull=False),
                name="nothing_before_identity",
            ),
            models.CheckConstraint(
                condition=~Q(kind="access", state="done") | Q(reviewed_at__isnull=False),
                name="nothing_given_unseen",
            ),
        ]

    def __str__(self) -> str:
        return f"rights:{self.pk}"
