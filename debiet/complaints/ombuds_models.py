"""The ombuds function's files: nothing in them shows anywhere else."""

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from debiet.core.fields import CodeField
from debiet.rules.access import Compartment
from debiet.rules.complaint_duties import StandIn
from debiet.rules.complaint_remedies import ActionStep, RemedyKind, RemedyStep
from debiet.rules.complaints import (
    Assessment,
    ComplaintStep,
    Ground,
    LetterKind,
    Outcome,
    Takeover,
)


class OmbudsFile(models.Model):
    """What the ombuds function does about a complaint: one each, with a case of its own.

    Mail, answers, notes and files of the office stand in that case. Assessment, outcome and norms
    stand in the complaint, which goes into the office's part of the house with the takeover.

    :cvar is_confidential: nobody of the first line knows of it; its case there is as it was
    :cvar about_case: the first line's case, for the office to look at
    :cvar handler: nobody yet, or somebody outside
    :cvar concluded_at: when its decision, or what mediation came to, left the house
    """

    # It hangs on the one and is about the other: neither goes while the other one must stay.
    GOES_TOGETHER: ClassVar = ("case", "about_case")

    complaint = models.OneToOneField("complaints.Complaint", models.PROTECT, related_name="+")
    case = models.OneToOneField("cases.Case", models.PROTECT, related_name="+")
    about_case = models.ForeignKey("cases.Case", models.PROTECT, null=True, related_name="+")
    compartment = models.CharField(max_length=60, default=Compartment.OMBUDS)
    takeover = CodeField(Takeover, max_length=20)
    reason = models.TextField(blank=True)
    is_confidential = models.BooleanField(default=False)
    opened_at = models.DateTimeField()
    answer_by = models.DateTimeField(null=True)
    handler = models.ForeignKey("staff.Employee", models.PROTECT, null=True, related_name="+")
    stand_in = CodeField(StandIn, max_length=20, blank=True)
    outside_name = models.CharField(max_length=160, blank=True)
    outside_reason = models.TextField(blank=True)
    concluded_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        indexes = [
            models.Index(
                fields=["opened_at"], condition=Q(closed_at__isnull=True), name="ombuds_file_open"
            )
        ]

    def __str__(self) -> str:
        return f"ombuds-file:{self.pk}"


class OmbudsStatement(models.Model):
    """What somebody of the office said of itself and a file. Append-only."""

    file = models.ForeignKey(OmbudsFile, models.PROTECT, related_name="statements")
    compartment = models.CharField(max_length=60, default=Compartment.OMBUDS)
    employee = models.ForeignKey("staff.Employee", models.PROTECT, related_name="+")
    has_conflict = models.BooleanField()
    words = models.TextField(blank=True)
    said_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"ombuds-statement:{self.pk}"


class OmbudsInvolved(models.Model):
    """Somebody whom the facts are about, as the office named it. Append-only."""

    file = models.ForeignKey(OmbudsFile, models.PROTECT, related_name="involved")
    compartment = models.CharField(max_length=60, default=Compartment.OMBUDS)
    employee = models.ForeignKey("staff.Employee", models.PROTECT, related_name="+")
    named_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["file", "employee"], name="ombuds_involved_once")
        ]

    def __str__(self) -> str:
        return f"ombuds-involved:{self.pk}"


class OmbudsQuestion(models.Model):
    """An explanation that the office asked of a department, which sees this and nothing else.

    :cvar compartment: the asked team's part of the house; only its members are shown it
    :cvar reminded_at: when the team was told that it is late
    """

    file = models.ForeignKey(OmbudsFile, models.PROTECT, related_name="questions")
    compartment = models.CharField(max_length=60)
    team = models.ForeignKey("staff.Team", models.PROTECT, related_name="+")
    words = models.TextField()
    asked_by = models.ForeignKey("staff.Employee", models.PROTECT, null=True, related_name="+")
    asked_at = models.DateTimeField()
    due_at = models.DateTimeField()
    reminded_at = models.DateTimeField(null=True)
    answer = models.TextField(blank=True)
    answered_by = models.ForeignKey("staff.Employee", models.PROTECT, null=True, related_name="+")
    answered_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(
                fields=["due_at"],
                condition=Q(answered_at__isnull=True, reminded_at__isnull=True),
                name="ombuds_question_late",
            )
        ]

    def __str__(self) -> str:
        return f"ombuds-question:{self.pk}"


class OmbudsFinding(models.Model):
    """Something that the office established. Append-only: a correction is another one."""

    file = models.ForeignKey(OmbudsFile, models.PROTECT, related_name="findings")
    compartment = models.CharField(max_length=60, default=Compartment.OMBUDS)
    text = models.TextField()
    corrects = models.ForeignKey("self", models.PROTECT, null=True, related_name="+")
    reason = models.TextField(blank=True)
    employee = models.ForeignKey("staff.Employee", models.PROTECT, null=True, related_name="+")
    found_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"ombuds-finding:{self.pk}"


class OmbudsLetter(models.Model):
    """A letter of the office; what one that ends a file says holds once it has left the house.

    :cvar kind: that the office has it, that it takes longer, or how it ends
    :cvar end: the step that it takes: mediated, decided or refused; "" of one that ends nothing
    :cvar wish_id: the contact in which the customer agrees with what mediation came to
    """

    file = models.ForeignKey(OmbudsFile, models.PROTECT, related_name="letters")
    compartment = models.CharField(max_length=60, default=Compartment.OMBUDS)
    message = models.OneToOneField("correspondence.Message", models.PROTECT, related_name="+")
    kind = CodeField(
        LetterKind, max_length=20, default=LetterKind.FINAL, db_default=LetterKind.FINAL.value
    )
    end = CodeField(ComplaintStep, max_length=20, blank=True)
    assessment = CodeField(Assessment, max_length=20, blank=True)
    outcome = CodeField(Outcome, max_length=20, blank=True)
    norms = ArrayField(models.CharField(max_length=40), default=list, blank=True)
    ground = CodeField(Ground, max_length=30, blank=True)
    reason = models.TextField(blank=True)
    wish_id = models.BigIntegerField(null=True)
    written_by_id = models.BigIntegerField(null=True)
    written_at = models.DateTimeField()
    dispatched_at = models.DateTimeField(null=True)
    failed_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"ombuds-letter:{self.pk}"


class OmbudsRemedy(models.Model):
    """What is done for the customer: proposed, approved, executed, and followed until done."""

    file = models.ForeignKey(OmbudsFile, models.PROTECT, related_name="remedies")
    compartment = models.CharField(max_length=60, default=Compartment.OMBUDS)
    kind = CodeField(RemedyKind, max_length=20)
    words = models.TextField()
    amount = models.DecimalField(max_digits=10, decimal_places=2, null=True)
    step = CodeField(RemedyStep, max_length=20, default=RemedyStep.PROPOSED)
    owner = models.ForeignKey("staff.Employee", models.PROTECT, related_name="+")
    due_on = models.DateField()
    proposed_by = models.ForeignKey("staff.Employee", models.PROTECT, null=True, related_name="+")
    done_on = models.DateField(null=True)
    version = models.PositiveIntegerField(default=1)

    def __str__(self) -> str:
        return f"ombuds-remedy:{self.pk}"


class CorrectiveAction(models.Model):
    """What is done so that it does not happen again, by whom and until when."""

    file = models.ForeignKey(OmbudsFile, models.PROTECT, related_name="corrective_actions")
    compartment = models.CharField(max_length=60, default=Compartment.OMBUDS)
    root_cause = models.CharField(max_length=40)
    words = models.TextField()
    step = CodeField(ActionStep, max_length=20, default=ActionStep.PLANNED)
    owner = models.ForeignKey("staff.Employee", models.PROTECT, related_name="+")
    due_on = models.DateField()
    proposed_by = models.ForeignKey("staff.Employee", models.PROTECT, null=True, related_name="+")
    done_on = models.DateField(null=True)
    version = models.PositiveIntegerField(default=1)

    def __str__(self) -> str:
        return f"corrective-action:{self.pk}"


class OmbudsEntry(models.Model):
    """One step of a remedy or a corrective action. Append-only."""

    file = models.ForeignKey(OmbudsFile, models.PROTECT, related_name="entries")
    compartment = models.CharField(max_length=60, default=Compartment.OMBUDS)
    remedy = models.ForeignKey(OmbudsRemedy, models.PROTECT, null=True, related_name="entries")
    corrective_action = models.ForeignKey(
        CorrectiveAction, models.PROTECT, null=True, related_name="entries"
    )
    start = models.CharField(max_length=20, blank=True)
    end = models.CharField(max_length=20)
    reason = models.TextField(blank=True)
    employee = models.ForeignKey("staff.Employee", models.PROTECT, null=True, related_name="+")
    happened_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(remedy__isnull=False) ^ Q(corrective_action__isnull=False),
                name="ombuds_entry_of_one",
            )
        ]

    def __str__(self) -> str:
        return f"ombuds-entry:{self.pk}"
