"""Calls that were promised, and how askers say we did."""

from django.db import models
from django.db.models import Q

from debiet.core.fields import CodeField
from debiet.rules.cases import AttemptOutcome, CallbackState


class Callback(models.Model):
    """A call that was promised within a window; a window without a try is a broken promise."""

    case = models.ForeignKey("cases.Case", models.PROTECT, related_name="callbacks")
    compartment = models.CharField(max_length=60)
    phone = models.CharField(max_length=40)
    words = models.TextField(blank=True)
    promised_from = models.DateTimeField()
    promised_until = models.DateTimeField()
    promised_at = models.DateTimeField()
    employee = models.ForeignKey("staff.Employee", models.PROTECT, null=True, related_name="+")
    state = CodeField(CallbackState, max_length=20, default=CallbackState.PROMISED)
    first_tried_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(promised_until__gt=models.F("promised_from")),
                name="callback_window_has_length",
            )
        ]
        indexes = [
            models.Index(
                fields=["promised_until", "id"],
                condition=Q(state="promised"),
                name="callback_promised",
            ),
            models.Index(fields=["case", "id"], name="callback_of_case"),
        ]

    def __str__(self) -> str:
        return f"callback:{self.pk}"


class CallbackAttempt(models.Model):
    """One try to call somebody back. Append-only."""

    callback = models.ForeignKey(Callback, models.PROTECT, related_name="attempts")
    compartment = models.CharField(max_length=60)
    at = models.DateTimeField()
    outcome = CodeField(AttemptOutcome, max_length=20)
    employee = models.ForeignKey("staff.Employee", models.PROTECT, null=True, related_name="+")
    words = models.TextField(blank=True)

    def __str__(self) -> str:
        return f"{self.callback_id}: {self.outcome}"


class Rating(models.Model):
    """What a customer thought of how a case went, asked after each closing."""

    case = models.ForeignKey("cases.Case", models.PROTECT, related_name="ratings")
    compartment = models.CharField(max_length=60)
    # Which closing it is about: a case that opened again is asked about anew.
    closed_at = models.DateTimeField()
    score = models.PositiveSmallIntegerField()
    words = models.TextField(blank=True)
    rated_at = models.DateTimeField()
    # A low score is offered as a complaint that nobody registered; what an employee made of it.
    settled_as = models.CharField(max_length=20, blank=True)
    settled_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["case", "closed_at"], name="rating_a_closing"),
            models.CheckConstraint(
                condition=Q(score__gte=1, score__lte=5), name="rating_one_to_five"
            ),
        ]
        indexes = [
            models.Index(
                fields=["id"],
                condition=Q(score__lte=2, settled_at__isnull=True),
                name="rating_low_open",
            )
        ]

    def __str__(self) -> str:
        return f"rating:{self.pk}"

    @classmethod
    def visitor_scope(cls, case_id: int) -> Q:
        """Return what a visitor sees of scores: its own."""
        return Q(case_id=case_id)
