"""What happens to many at once: a main burst, works, a wrong bill run; its cases and its words."""

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now

from debiet.core.fields import CodeField
from debiet.rules.incidents import (
    ClosingState,
    IncidentKind,
    IncidentState,
    LinkState,
    LinkWay,
)


class Incident(models.Model):
    """Something that many ask about.

    :cvar ends_at: when it is expected to be over, as far as that is known
    :cvar tells_later: whether a case that is linked later is told the message by itself
    """

    kind = CodeField(IncidentKind, max_length=20)
    title = models.CharField(max_length=160)
    team = models.ForeignKey("staff.Team", models.PROTECT, related_name="+")
    compartment = models.CharField(max_length=60)
    topic_codes = models.JSONField(default=list)
    areas = models.JSONField(default=list)
    began_at = models.DateTimeField()
    ends_at = models.DateTimeField(null=True)
    tells_later = models.BooleanField(default=True)
    state = CodeField(IncidentState, max_length=10, default=IncidentState.OPEN)
    resolved_at = models.DateTimeField(null=True)
    opened_by_id = models.BigIntegerField(null=True)
    version = models.PositiveIntegerField(default=1)
    recorded_at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(state="open", resolved_at__isnull=True)
                | Q(state="resolved", resolved_at__isnull=False),
                name="incident_resolved_has_moment",
            ),
            models.CheckConstraint(
                condition=Q(ends_at__isnull=True) | Q(ends_at__gt=F("began_at")),
                name="incident_ends_after_it_began",
            ),
        ]
        indexes = [models.Index(fields=["state", "-id"], name="incident_by_state")]

    def __str__(self) -> str:
        return f"incident:{self.pk}"


class IncidentCase(models.Model):
    """A case beside an incident: part of it, or said not to be.

    :cvar compartment: the case's: whoever may not see the case sees no link
    :cvar may_tell_at: since when its asker may be told; None until somebody says so
    """

    incident = models.ForeignKey(Incident, models.PROTECT, related_name="links")
    case = models.ForeignKey("cases.Case", models.PROTECT, related_name="+")
    compartment = models.CharField(max_length=60)
    state = CodeField(LinkState, max_length=10)
    way = CodeField(LinkWay, max_length=10)
    linked_at = models.DateTimeField()
    linked_by_id = models.BigIntegerField(null=True)
    may_tell_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["incident", "case"], name="incident_case_once")
        ]

    def __str__(self) -> str:
        return f"{self.incident_id}: {self.case_id}"


class IncidentMessage(models.Model):
    """What is told to all, and what stands on the website: a version, read by a second person.

    :cvar template: of approved clauses, "" for none
    :cvar words: what is said beside them, by language
    :cvar notice: what stands on the website, by language; none where nothing stands there
    :cvar is_substantive: whether it counts as an answer, as its template says
    """

    incident = models.ForeignKey(Incident, models.PROTECT, related_name="messages")
    number = models.PositiveIntegerField()
    template = models.CharField(max_length=60, blank=True)
    words = models.JSONField(default=dict)
    notice = models.JSONField(default=dict)
    is_substantive = models.BooleanField(default=False)
    written_by_id = models.BigIntegerField(null=True)
    written_at = models.DateTimeField()
    approved_by_id = models.BigIntegerField(null=True)
    approved_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["incident", "number"], name="incident_message_number"),
            models.CheckConstraint(
                condition=Q(approved_by_id__isnull=True) | ~Q(approved_by_id=F("written_by_id")),
                name="incident_message_second_person",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.incident_id}/{self.number}"


class IncidentDelivery(models.Model):
    """A message was told to the asker of a case, or nothing reaches it. Once a case. Append-only.

    :cvar outbox_id: the message in the outbox; None where nothing reaches the asker
    """

    message = models.ForeignKey(IncidentMessage, models.PROTECT, related_name="deliveries")
    case = models.ForeignKey("cases.Case", models.PROTECT, related_name="+")
    compartment = models.CharField(max_length=60)
    outbox = models.ForeignKey(
        "correspondence.Message", models.PROTECT, null=True, related_name="+"
    )
    told_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["message", "case"], name="incident_told_once")
        ]

    def __str__(self) -> str:
        return f"{self.message_id}: {self.case_id}"


class IncidentClosing(models.Model):
    """A case that was to close with its incident, as it was in the preview, and what became of it.

    :cvar seen_version: of the case in the preview; another one by then means: left alone
    :cvar waited_for: why it waited, so that undoing lets it wait again
    :cvar closed_version: of the case once closed; another one when undoing means: left alone
    """

    incident = models.ForeignKey(Incident, models.PROTECT, related_name="closings")
    case = models.ForeignKey("cases.Case", models.PROTECT, related_name="+")
    compartment = models.CharField(max_length=60)
    state = CodeField(ClosingState, max_length=10, default=ClosingState.PLANNED)
    seen_version = models.PositiveIntegerField()
    waited_for = models.CharField(max_length=30, blank=True)
    closed_version = models.PositiveIntegerField(null=True)
    asked_by_id = models.BigIntegerField(null=True)
    asked_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["incident", "case"],
                condition=Q(state__in=["planned", "closed", "reopening"]),
                name="incident_closes_case_once",
            )
        ]
        indexes = [
            models.Index(
                fields=["incident", "id"],
                condition=Q(state__in=["planned", "reopening"]),
                name="incident_closing_to_do",
            )
        ]

    def __str__(self) -> str:
        return f"{self.incident_id}: {self.case_id}"
