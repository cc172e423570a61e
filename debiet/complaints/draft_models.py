"""Drafts of letters in a complaint: kept from the first saving, read by a second person or not."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from debiet.core.fields import CodeField
from debiet.rules.complaint_letters import DraftState
from debiet.rules.complaints import Assessment, Ground, LetterKind, Outcome


class ComplaintDraft(models.Model):
    """A letter in a complaint before it leaves, with what it will decide. Never the customer's.

    :cvar says: which mandatory parts its writer ticked
    :cvar pays: it promises a refund or a compensation
    :cvar writers: everybody who saved it, by sign-in: none of them is the second person
    :cvar earlier: what others had written, where somebody else's saving replaced it
    :cvar remark: why the second person sent it back
    :cvar version: grows with every saving, so that nobody overwrites what it has not seen
    """

    complaint = models.ForeignKey("complaints.Complaint", models.PROTECT, related_name="drafts")
    compartment = models.CharField(max_length=60)
    kind = CodeField(LetterKind, max_length=20)
    state = CodeField(DraftState, max_length=20, default=DraftState.OPEN)
    text = models.TextField(blank=True)
    says = ArrayField(models.CharField(max_length=20), default=list, blank=True)
    assessment = CodeField(Assessment, max_length=20, blank=True)
    outcome = CodeField(Outcome, max_length=20, blank=True)
    norms = ArrayField(models.CharField(max_length=40), default=list, blank=True)
    ground = CodeField(Ground, max_length=30, blank=True)
    reason = models.TextField(blank=True)
    root_cause = models.CharField(max_length=40, blank=True)
    pays = models.BooleanField(default=False)
    is_confirmation = models.BooleanField(default=False)
    writers = ArrayField(models.BigIntegerField(), default=list, blank=True)
    saved_by_id = models.BigIntegerField(null=True)
    saved_at = models.DateTimeField()
    asked_at = models.DateTimeField(null=True)
    read_by_id = models.BigIntegerField(null=True)
    read_at = models.DateTimeField(null=True)
    remark = models.TextField(blank=True)
    earlier = ArrayField(models.TextField(), default=list, blank=True)
    message = models.OneToOneField(
        "correspondence.Message", models.PROTECT, null=True, related_name="+"
    )
    version = models.PositiveIntegerField(default=1)
    recorded_at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["complaint", "kind"],
                condition=Q(state__in=["open", "sent-back", "waiting"]),
                name="complaint_draft_one_a_kind",
            ),
        ]
        indexes = [
            models.Index(
                fields=["asked_at"], condition=Q(state="waiting"), name="complaint_draft_waits"
            )
        ]

    def __str__(self) -> str:
        return f"complaint-draft:{self.pk}"
