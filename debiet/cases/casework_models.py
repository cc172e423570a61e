"""What employees do with cases beside answering them."""

from django.db import models
from django.db.models import F, Q

from debiet.core.fields import CodeField
from debiet.rules.bulk import BulkKind
from debiet.rules.case_links import LinkKind
from debiet.rules.internal_tasks import ConflictReason, TaskState


class CaseLink(models.Model):
    """What one case is to another; one that was taken back is kept.

    :cvar compartment: the more closed part of the two cases'; seen only with both cases
    """

    case = models.ForeignKey("cases.Case", models.PROTECT, related_name="links_out")
    other = models.ForeignKey("cases.Case", models.PROTECT, related_name="links_in")
    kind = CodeField(LinkKind, max_length=20)
    compartment = models.CharField(max_length=60)
    employee = models.ForeignKey("staff.Employee", models.PROTECT, null=True, related_name="+")
    linked_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["case", "other", "kind"],
                condition=Q(ended_at__isnull=True),
                name="case_link_once",
            ),
            models.CheckConstraint(condition=~Q(case=F("other")), name="case_link_between_two"),
        ]

    def __str__(self) -> str:
        return f"{self.case_id} {self.kind} {self.other_id}"


class CaseMerge(models.Model):
    """That a case was merged into a leading one, and when that was taken back.

    :cvar since_entry_id: the leading ledger's latest entry at that moment; what came after it
        counts for the merged case's clocks as well
    """

    case = models.ForeignKey("cases.Case", models.PROTECT, related_name="merges")
    leading = models.ForeignKey("cases.Case", models.PROTECT, related_name="merges_led")
    compartment = models.CharField(max_length=60)
    is_same_asker = models.BooleanField()
    since_entry_id = models.BigIntegerField()
    employee = models.ForeignKey("staff.Employee", models.PROTECT, null=True, related_name="+")
    merged_at = models.DateTimeField()
    undone_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["case"], condition=Q(undone_at__isnull=True), name="case_merged_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.case_id} → {self.leading_id}"

    @classmethod
    def visitor_scope(cls, case_id: int) -> Q:
        """Return what a visitor may know: into what its own case was merged."""
        return Q(case_id=case_id)


class FollowUp(models.Model):
    """A promise to oneself or one's team to look at a case again; the customer knows of none."""

    case = models.ForeignKey("cases.Case", models.PROTECT, related_name="follow_ups")
    compartment = models.CharField(max_length=60)
    employee = models.ForeignKey("staff.Employee", models.PROTECT, null=True, related_name="+")
    team = models.ForeignKey("staff.Team", models.PROTECT, null=True, related_name="+")
    words = models.TextField()
    due_at = models.DateTimeField()
    planned_at = models.DateTimeField()
    told_at = models.DateTimeField(null=True)
    done_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(employee__isnull=False) ^ Q(team__isnull=False),
                name="follow_up_of_one_or_a_team",
            )
        ]
        indexes = [
            models.Index(
                fields=["due_at", "id"], condition=Q(done_at__isnull=True), name="follow_up_open"
            )
        ]

    def __str__(self) -> str:
        return f"follow-up:{self.pk}"


class InternalTask(models.Model):
    """What one team asks another about a case, within a term; no clock of the customer cares."""

    case = models.ForeignKey("cases.Case", models.PROTECT, related_name="tasks")
    compartment = models.CharField(max_length=60)
    team = models.ForeignKey("staff.Team", models.PROTECT, related_name="+")
    employee = models.ForeignKey("staff.Employee", models.PROTECT, null=True, related_name="+")
    asked_by = models.ForeignKey("staff.Employee", models.PROTECT, null=True, related_name="+")
    words = models.TextField()
    state = CodeField(TaskState, max_length=20, default=TaskState.ASKED)
    asked_at = models.DateTimeField()
    due_at = models.DateTimeField(null=True)
    at_risk_at = models.DateTimeField(null=True)
    version = models.PositiveIntegerField(default=0)

    class Meta:
        indexes = [
            models.Index(fields=["case", "id"], name="task_of_case"),
            models.Index(
                fields=["team", "due_at", "id"],
                condition=Q(state__in=["asked", "disputed"]),
                name="task_owed_by_team",
            ),
        ]

    def __str__(self) -> str:
        return f"task:{self.pk}"


class TaskEntry(models.Model):
    """One step of an internal task with its words. Append-only."""

    task = models.ForeignKey(InternalTask, models.PROTECT, related_name="entries")
    compartment = models.CharField(max_length=60)
    state = CodeField(TaskState, max_length=20)
    words = models.TextField()
    employee = models.ForeignKey("staff.Employee", models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.task_id}: {self.state}"


class ConflictOffer(models.Model):
    """That an internal task can be put to the ombuds office as a conflict, and why."""

    case = models.ForeignKey("cases.Case", models.PROTECT, related_name="conflict_offers")
    task = models.ForeignKey(InternalTask, models.PROTECT, related_name="offers")
    compartment = models.CharField(max_length=60)
    reason = CodeField(ConflictReason, max_length=20)
    offered_at = models.DateTimeField()
    settled_as = models.CharField(max_length=20, blank=True)
    settled_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["task", "reason"],
                condition=Q(settled_at__isnull=True),
                name="conflict_offered_once",
            )
        ]

    def __str__(self) -> str:
        return f"{self.task_id}: {self.reason}"


class BulkChange(models.Model):
    """A change of many cases at once, as its maker had previewed it."""

    key = models.CharField(max_length=80, unique=True)
    kind = CodeField(BulkKind, max_length=20)
    employee = models.ForeignKey("staff.Employee", models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    undone_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"bulk:{self.pk}"


class BulkItem(models.Model):
    """One case of a change of many: what it had before, or why it was left as it was."""

    bulk = models.ForeignKey(BulkChange, models.PROTECT, related_name="items")
    case = models.ForeignKey("cases.Case", models.PROTECT, related_name="+")
    compartment = models.CharField(max_length=60)
    before = models.CharField(max_length=60, blank=True)
    version_after = models.PositiveIntegerField()
    refusal = models.CharField(max_length=20, blank=True)
    is_undone = models.BooleanField(default=False)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["bulk", "case"], name="case_once_in_bulk")]

    def __str__(self) -> str:
        return f"{self.bulk_id}: {self.case_id}"
