"""Terms as they run: calendars, policies, the ledger of what happened, and the clocks it gives.

Versions and ledger rows are never changed: a running clock keeps the version it started with.
"""

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from debiet.core.fields import CodeField
from debiet.rules.moving import MoveEffect, MoveState, Obstacle, PlanState
from debiet.rules.sla import ClockStatus, EntryKind, Milestone


class Calendar(models.Model):
    """When somebody is open: the utility's hours, the law's days, the bank's days."""

    code = models.SlugField(max_length=40, unique=True)
    name = models.CharField(max_length=120)

    def __str__(self) -> str:
        return self.code


class CalendarVersion(models.Model):
    """One wording of a calendar. Append-only.

    `definition` is the JSON that `terms.definitions` reads: zone, weekly hours, holidays,
    exceptions and the years whose holidays are known. All adopt a version that only adds years.
    """

    calendar = models.ForeignKey(Calendar, models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField()
    definition = models.JSONField()
    adds_years_only = models.BooleanField(default=False)
    valid_from = models.DateTimeField()
    recorded_at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["calendar", "number"], name="calendar_version_number")
        ]

    def __str__(self) -> str:
        return f"{self.calendar_id}/{self.number}"


class Policy(models.Model):
    """A promise about time, known by its code."""

    code = models.SlugField(max_length=60, unique=True)
    title = models.CharField(max_length=120)

    def __str__(self) -> str:
        return self.code


class PolicyVersion(models.Model):
    """What a policy promises from a moment on, and for which cases. Append-only.

    `match` holds the codes it asks for (kind, topic, carrier, segment, priority); `targets` one
    entry a milestone; `promise` the sentence that customers read, by language.
    """

    policy = models.ForeignKey(Policy, models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField()
    match = models.JSONField(default=dict)
    targets = models.JSONField()
    promise = models.JSONField(default=dict)
    is_retired = models.BooleanField(default=False)
    valid_from = models.DateTimeField()
    recorded_at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["policy", "number"], name="policy_version_number")
        ]

    def __str__(self) -> str:
        return f"{self.policy_id}/{self.number}"


class ClockEntry(models.Model):
    """What matters for the terms of a thing: when it happened, when we knew. Append-only.

    A move names in `facts` the `calendar_version` that holds from then on and the one that held
    (`calendar_before`), likewise `policy_version` and `policy_before` if what is promised changed,
    and the one `milestone` it is about, or none for all.
    """

    reference = models.CharField(max_length=120)
    kind = CodeField(EntryKind, max_length=20)
    occurred_at = models.DateTimeField()
    recorded_at = models.DateTimeField()
    is_substantive = models.BooleanField(default=False)
    reason = models.CharField(max_length=60, blank=True)
    refers_to = models.ForeignKey("self", models.PROTECT, null=True, related_name="+")
    corrected_to = models.DateTimeField(null=True)
    facts = models.JSONField(default=dict)
    source = models.CharField(max_length=120, blank=True)
    operation_id = models.UUIDField()

    class Meta:
        indexes = [models.Index(fields=["reference", "id"], name="clock_entry_reference")]
        constraints = [
            # What comes twice from the same source (a job run again) is one entry.
            models.UniqueConstraint(
                fields=["reference", "source", "kind"],
                condition=~Q(source=""),
                name="clock_entry_source_once",
            )
        ]

    def __str__(self) -> str:
        return f"{self.reference} {self.kind}"


class Clock(models.Model):
    """One milestone of one thing: what the ledger gives, kept for lists and the sweep.

    Its versions are those that hold now; what it began with is in its ledger once it was moved.
    """

    reference = models.CharField(max_length=120)
    compartment = models.CharField(max_length=60)
    milestone = CodeField(Milestone, max_length=30)
    policy_version = models.ForeignKey(PolicyVersion, models.PROTECT, related_name="+")
    calendar_version = models.ForeignKey(CalendarVersion, models.PROTECT, related_name="+")
    status = CodeField(ClockStatus, max_length=20)
    started_at = models.DateTimeField(null=True)
    due_at = models.DateTimeField(null=True)
    at_risk_at = models.DateTimeField(null=True)
    reached_at = models.DateTimeField(null=True)
    next_level = models.PositiveIntegerField(null=True)
    next_level_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["reference", "milestone"], name="one_clock_a_milestone")
        ]
        indexes = [
            models.Index(
                fields=["next_level_at"],
                condition=Q(next_level_at__isnull=False),
                name="clock_next_level",
            ),
            models.Index(
                fields=["calendar_version"],
                condition=Q(status__in=["running", "paused", "undetermined"]),
                name="clock_open_calendar",
            ),
            models.Index(
                fields=["policy_version", "id"],
                condition=Q(status__in=["running", "paused", "undetermined"]),
                name="clock_open_policy",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.reference} {self.milestone}"


class LevelMark(models.Model):
    """A share of a term that was used up, with its true moment; voided by a correction, kept."""

    clock = models.ForeignKey(Clock, models.PROTECT, related_name="marks")
    level = models.PositiveIntegerField()
    reached_at = models.DateTimeField()
    marked_at = models.DateTimeField()
    voided_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["clock", "level", "reached_at"],
                condition=Q(voided_at__isnull=True),
                name="level_marked_once",
            )
        ]

    def __str__(self) -> str:
        return f"{self.clock_id}: {self.level} %"


class ClockMove(models.Model):
    """A move of all open clocks of a policy or calendar to one version, from preview to its end.

    `as_of` is the moment of the preview, from which the new version counts for those it moves;
    `token` names the preview: all it planned, in one hash.
    """

    policy_version = models.ForeignKey(PolicyVersion, models.PROTECT, null=True, related_name="+")
    calendar_version = models.ForeignKey(
        CalendarVersion, models.PROTECT, null=True, related_name="+"
    )
    as_of = models.DateTimeField()
    state = CodeField(MoveState, max_length=20, default=MoveState.PLANNING)
    planned_through = models.BigIntegerField(default=0)
    token = models.CharField(max_length=64, blank=True, db_index=True)
    reason = models.CharField(max_length=300, blank=True)
    asked_by = models.BigIntegerField(null=True)
    confirmed_by = models.BigIntegerField(null=True)
    confirmed_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(policy_version__isnull=True) ^ Q(calendar_version__isnull=True),
                name="move_to_one_version",
            )
        ]

    def __str__(self) -> str:
        return f"clock-move:{self.pk}"


class PlannedMove(models.Model):
    """What a move does to one clock, as its preview showed it, and what became of that."""

    move = models.ForeignKey(ClockMove, models.PROTECT, related_name="planned")
    clock = models.ForeignKey(Clock, models.PROTECT, related_name="+")
    policy = models.ForeignKey(Policy, models.PROTECT, related_name="+")
    reference = models.CharField(max_length=120)
    compartment = models.CharField(max_length=60)
    # The latest entry of the ledger then: a later one means that the clock changed since.
    seen_entry_id = models.BigIntegerField()
    seen_due_at = models.DateTimeField(null=True)
    due_at = models.DateTimeField(null=True)
    effect = CodeField(MoveEffect, max_length=20, blank=True)
    obstacle = CodeField(Obstacle, max_length=20, blank=True)
    state = CodeField(PlanState, max_length=20, default=PlanState.PLANNED)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["move", "clock"], name="clock_planned_once_a_move")
        ]
        indexes = [
            models.Index(fields=["move", "state", "id"], name="planned_move_state"),
            models.Index(fields=["move", "effect", "reference"], name="planned_move_effect"),
        ]

    def __str__(self) -> str:
        return f"{self.move_id}: {self.clock_id}"
