"""A case that became a complaint: where it stands, the way it came, and what it was answered."""

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from debiet.complaints.draft_models import ComplaintDraft
from debiet.complaints.exemption_models import GuaranteeExemption
from debiet.complaints.ombuds_drafts import OmbudsDraft
from debiet.complaints.ombuds_models import (
    CorrectiveAction,
    OmbudsEntry,
    OmbudsFile,
    OmbudsFinding,
    OmbudsInvolved,
    OmbudsLetter,
    OmbudsQuestion,
    OmbudsRemedy,
    OmbudsStatement,
)
from debiet.complaints.return_models import ConnectionCount, SubmittedReturn
from debiet.complaints.review_models import ExternalReview, ReviewBundle, ReviewEntry
from debiet.complaints.sample_models import QuestionSample, SampledQuestion
from debiet.complaints.story_models import OmbudsStory
from debiet.core.fields import CodeField
from debiet.rules.cases import Carrier, Route
from debiet.rules.complaints import (
    Assessment,
    ComplaintActor,
    ComplaintStep,
    Component,
    Ground,
    LetterKind,
    Outcome,
    Takeover,
)

__all__ = [
    "ComplaintDraft",
    "ConnectionCount",
    "CorrectiveAction",
    "ExternalReview",
    "GuaranteeExemption",
    "OmbudsDraft",
    "OmbudsEntry",
    "OmbudsFile",
    "OmbudsFinding",
    "OmbudsInvolved",
    "OmbudsLetter",
    "OmbudsQuestion",
    "OmbudsRemedy",
    "OmbudsStatement",
    "OmbudsStory",
    "QuestionSample",
    "ReviewBundle",
    "ReviewEntry",
    "SampledQuestion",
    "SubmittedReturn",
]
"""Defined beside this file; the others are defined in it."""


class Complaint(models.Model):
    """The complaint that a case is, or was: one each, whatever it was called in between.

    It is kept when it turns out to be a question after all: made a complaint again, it counts
    from the same moment.

    :cvar office_case: the ombuds function's own, once it has the complaint; its terms run there,
        and the complaint stands in the office's part of the house from then on
    :cvar expressed_at: when dissatisfaction was first expressed; all terms count from it
    :cvar moment_reason: why that is later than the case's first message
    :cvar facts_on: when what it is about happened, if somebody said so
    :cvar is_oral: it was made by phone or at a counter, and nothing was written yet
    :cvar asked_for_ombuds_at: the customer asked for the ombuds function and has no answer to that
    :cvar last_term: until when the ombuds function gave the first line
    :cvar answered_at: when the answer that stands left the house
    :cvar silent_at: from when on a customer who says nothing is taken to be content
    :cvar escalate_until: until when the customer may ask for the ombuds function
    """

    # Neither of its two cases goes while the other one must stay.
    GOES_TOGETHER: ClassVar = ("case", "office_case")

    case = models.OneToOneField("cases.Case", models.PROTECT, related_name="+")
    office_case = models.OneToOneField("cases.Case", models.PROTECT, null=True, related_name="+")
    compartment = models.CharField(max_length=60)
    step = CodeField(ComplaintStep, max_length=20)
    expressed_at = models.DateTimeField()
    moment_reason = models.CharField(max_length=300, blank=True)
    facts_on = models.DateField(null=True)
    registered_at = models.DateTimeField()
    registered_by_id = models.BigIntegerField(null=True)
    is_oral = models.BooleanField(default=False)
    theme = models.CharField(max_length=40, blank=True)
    root_cause = models.CharField(max_length=40, blank=True)
    component = CodeField(Component, max_length=20, default=Component.DRINKING_WATER)
    municipality = models.CharField(max_length=80, blank=True)
    ground = CodeField(Ground, max_length=30, blank=True)
    takeover = CodeField(Takeover, max_length=20, blank=True)
    assessment = CodeField(Assessment, max_length=20, blank=True)
    outcome = CodeField(Outcome, max_length=20, blank=True)
    norms = ArrayField(models.CharField(max_length=40), default=list, blank=True)
    asked_for_ombuds_at = models.DateTimeField(null=True)
    last_term = models.DateTimeField(null=True)
    acknowledged_at = models.DateTimeField(null=True)
    answered_at = models.DateTimeField(null=True)
    silent_at = models.DateTimeField(null=True)
    escalate_until = models.DateTimeField(null=True)
    version = models.PositiveIntegerField(default=1)
    recorded_at = models.DateTimeField(db_default=Now())

    class Meta:
        indexes = [
            models.Index(fields=["expressed_at", "id"], name="complaint_by_moment"),
            models.Index(
                fields=["silent_at"], condition=Q(step="answered"), name="complaint_silent_next"
            ),
        ]
        constraints = [
            models.CheckConstraint(
                condition=~Q(step="refused") | ~Q(ground=""), name="complaint_refused_has_ground"
            ),
            models.CheckConstraint(
                condition=~Q(step="answered")
                | (Q(answered_at__isnull=False) & Q(silent_at__isnull=False) & ~Q(assessment="")),
                name="complaint_answered_has_answer",
            ),
        ]

    def __str__(self) -> str:
        return f"complaint:{self.pk}"

    @classmethod
    def visitor_scope(cls, case_id: int) -> Q:
        """Return what a visitor with number and code may see: the complaint of that case."""
        return Q(case_id=case_id) | Q(office_case_id=case_id)


class ComplaintEntry(models.Model):
    """One step of a complaint, or something on its way that is no step. Append-only.

    :cvar start: "" where it began here
    :cvar actor: whose step it is; who wrote it down stands beside
    :cvar facts: codes and ids, never words about a person
    """

    complaint = models.ForeignKey(Complaint, models.PROTECT, related_name="entries")
    compartment = models.CharField(max_length=60)
    start = CodeField(ComplaintStep, max_length=20, blank=True)
    end = CodeField(ComplaintStep, max_length=20)
    actor = CodeField(ComplaintActor, max_length=20)
    employee = models.ForeignKey("staff.Employee", models.PROTECT, null=True, related_name="+")
    happened_at = models.DateTimeField()
    recorded_at = models.DateTimeField()
    reason = models.TextField(blank=True)
    facts = models.JSONField(default=dict)

    class Meta:
        indexes = [models.Index(fields=["complaint", "id"], name="complaint_entry_order")]

    def __str__(self) -> str:
        return f"complaint-entry:{self.pk}"

    @classmethod
    def visitor_scope(cls, case_id: int) -> Q:
        """Return what a visitor with number and code may see: the way of that case's complaint."""
        return Q(complaint__case_id=case_id) | Q(complaint__office_case_id=case_id)


class ComplaintWay(models.Model):
    """One carrier and route by which a complaint reached us; there may be several. Append-only."""

    complaint = models.ForeignKey(Complaint, models.PROTECT, related_name="ways")
    compartment = models.CharField(max_length=60)
    carrier = CodeField(Carrier, max_length=20)
    route = CodeField(Route, max_length=20)
    received_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["complaint", "carrier", "route"], name="complaint_way_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.complaint_id}: {self.carrier}/{self.route}"


class ComplaintLetter(models.Model):
    """A letter in a complaint, with what it decides. What it decides holds once it left the house.

    :cvar kind: only a final letter, a refusal or a referral answers; the others hold it
    :cvar dispatched_at: when it left, so that a second word of its dispatch changes nothing
    :cvar failed_at: when we knew that it did not arrive
    :cvar is_confirmation: it confirms in writing what was told by phone or at a counter
    """

    complaint = models.ForeignKey(Complaint, models.PROTECT, related_name="letters")
    compartment = models.CharField(max_length=60)
    message = models.OneToOneField("correspondence.Message", models.PROTECT, related_name="+")
    kind = CodeField(LetterKind, max_length=20)
    is_confirmation = models.BooleanField(default=False)
    assessment = CodeField(Assessment, max_length=20, blank=True)
    outcome = CodeField(Outcome, max_length=20, blank=True)
    norms = ArrayField(models.CharField(max_length=40), default=list, blank=True)
    ground = CodeField(Ground, max_length=30, blank=True)
    reason = models.TextField(blank=True)
    written_by_id = models.BigIntegerField(null=True)
    written_at = models.DateTimeField()
    dispatched_at = models.DateTimeField(null=True)
    failed_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["complaint", "id"], name="complaint_letter_order")]

    def __str__(self) -> str:
        return f"complaint-letter:{self.pk}"
