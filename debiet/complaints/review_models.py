"""What a body of the second line raises about a case of ours, and what was sent to it."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from debiet.core.fields import CodeField
from debiet.rules.complaint_referral import ReviewBody
from debiet.rules.complaint_reviews import Agreement, ReviewStep


class ExternalReview(models.Model):
    """What a body outside raises about a case; there may be several of a case.

    It hangs on the case and not on its complaint: a body may raise something that nobody here
    called a complaint. It stands in the part of the house in which the complaint stands.

    :cvar raised_at: when its letter reached us
    :cvar is_early: the customer could not yet go there by the rules; it was registered all the same
    :cvar asked: what the body wants to know last, in short
    :cvar due_at: until when it wants an answer; nothing where it gave no term, for no law gives one
    :cvar told_level: how far that term was used up when our people were told last, in percent
    """

    # A case stays while a body still looks at it.
    KEEPS: ClassVar = ~Q(step=ReviewStep.CONCLUDED)

    case = models.ForeignKey("cases.Case", models.PROTECT, related_name="+")
    compartment = models.CharField(max_length=60)
    body = CodeField(ReviewBody, max_length=40)
    their_reference = models.CharField(max_length=80, blank=True)
    raised_at = models.DateTimeField()
    is_early = models.BooleanField(default=False)
    step = CodeField(ReviewStep, max_length=20)
    asked = models.TextField(blank=True)
    asked_at = models.DateTimeField(null=True)
    due_at = models.DateTimeField(null=True)
    told_level = models.PositiveSmallIntegerField(default=0)
    agreement = CodeField(Agreement, max_length=20, blank=True)
    conclusion = models.TextField(blank=True)
    recommendation = models.TextField(blank=True)
    concluded_at = models.DateTimeField(null=True)
    registered_at = models.DateTimeField()
    version = models.PositiveIntegerField(default=1)

    class Meta:
        indexes = [
            models.Index(fields=["case", "id"], name="review_of_case"),
            models.Index(
                fields=["due_at", "id"],
                condition=~Q(step="concluded"),
                name="review_open_by_due",
            ),
        ]
        constraints = [
            models.CheckConstraint(
                condition=~Q(step="concluded") | (Q(concluded_at__isnull=False) & ~Q(agreement="")),
                name="review_concluded_says_how",
            ),
            models.CheckConstraint(
                condition=~Q(step="asked") | Q(asked_at__isnull=False),
                name="review_asked_has_moment",
            ),
        ]

    def __str__(self) -> str:
        return f"external-review:{self.pk}"


class ReviewEntry(models.Model):
    """One step of a review, with the words of it. Append-only.

    :cvar end: the step that it took
    :cvar due_at: of a question: until when an answer is wanted
    :cvar bundle_id: of an answer: the bundle that went along
    :cvar file: of what the body wrote: its letter
    """

    review = models.ForeignKey(ExternalReview, models.PROTECT, related_name="entries")
    compartment = models.CharField(max_length=60)
    end = CodeField(ReviewStep, max_length=20)
    words = models.TextField(blank=True)
    due_at = models.DateTimeField(null=True)
    agreement = CodeField(Agreement, max_length=20, blank=True)
    recommendation = models.TextField(blank=True)
    bundle_id = models.BigIntegerField(null=True)
    file = models.ForeignKey("files.StoredFile", models.PROTECT, null=True, related_name="+")
    employee = models.ForeignKey("staff.Employee", models.PROTECT, null=True, related_name="+")
    happened_at = models.DateTimeField()
    recorded_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["review", "id"], name="review_entry_order")]

    def __str__(self) -> str:
        return f"review-entry:{self.pk}"


class ReviewBundle(models.Model):
    """A file of ours as it was put together for a body. Append-only.

    :cvar sha256: of the PDF, so that what was sent can be told from what is said to be
    :cvar pieces: each piece by its code, whether it is in, and why where it is not; never words
    :cvar has_ombuds: whoever handles the ombuds function's file put pieces of it in
    """

    review = models.ForeignKey(ExternalReview, models.PROTECT, related_name="bundles")
    compartment = models.CharField(max_length=60)
    file = models.ForeignKey("files.StoredFile", models.PROTECT, related_name="+")
    sha256 = models.CharField(max_length=64)
    page_count = models.PositiveIntegerField()
    pieces = models.JSONField(default=list)
    has_ombuds = models.BooleanField(default=False)
    employee = models.ForeignKey("staff.Employee", models.PROTECT, null=True, related_name="+")
    made_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["review", "id"], name="review_bundle_order")]

    def __str__(self) -> str:
        return f"review-bundle:{self.pk}"
