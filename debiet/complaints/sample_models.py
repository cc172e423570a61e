"""What the ombuds function looks at of those called no complaint, and what it said of them."""

from django.db import models
from django.db.models import Q

from debiet.core.fields import CodeField
from debiet.rules.access import Compartment
from debiet.rules.complaint_sampling import Verdict


class QuestionSample(models.Model):
    """The draw of a quarter. Append-only.

    :cvar quarter: such as 2026-Q1
    :cvar percent: how many of a hundred were drawn, as the house chose it then
    :cvar number: of how many it was drawn
    """

    quarter = models.CharField(max_length=7, unique=True)
    percent = models.PositiveSmallIntegerField()
    number = models.PositiveIntegerField()
    drawn_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"question-sample:{self.quarter}"


class SampledQuestion(models.Model):
    """A complaint that was called a question, to be looked at by the ombuds function.

    :cvar entry: who called it so, when and why
    :cvar verdict: "" until somebody looked
    """

    sample = models.ForeignKey(QuestionSample, models.PROTECT, related_name="questions")
    complaint = models.ForeignKey("complaints.Complaint", models.PROTECT, related_name="+")
    entry = models.OneToOneField("complaints.ComplaintEntry", models.PROTECT, related_name="+")
    compartment = models.CharField(max_length=60, default=Compartment.OMBUDS)
    verdict = CodeField(Verdict, max_length=20, blank=True)
    reason = models.TextField(blank=True)
    judged_by = models.ForeignKey("staff.Employee", models.PROTECT, null=True, related_name="+")
    judged_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(verdict="", judged_at__isnull=True)
                | (~Q(verdict="") & Q(judged_at__isnull=False)),
                name="sampled_question_judged_when",
            ),
            models.CheckConstraint(
                condition=~Q(verdict="disagreed") | ~Q(reason=""),
                name="sampled_question_disagreed_why",
            ),
        ]

    def __str__(self) -> str:
        return f"sampled-question:{self.pk}"
