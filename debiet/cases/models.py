"""A customer's question from the first contact to the answer."""

from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from debiet.cases.assignment_models import AssignmentRule, CaseAssignment, CasePresence
from debiet.cases.casework_models import (
    BulkChange,
    BulkItem,
    CaseLink,
    CaseMerge,
    ConflictOffer,
    FollowUp,
    InternalTask,
    TaskEntry,
)
from debiet.cases.emergency_models import Emergency
from debiet.cases.promise_models import Callback, CallbackAttempt, Rating
from debiet.cases.topic_models import Topic, TopicVersion
from debiet.core.fields import CodeField
from debiet.rules.cases import (
    Carrier,
    CaseKind,
    CaseState,
    Direction,
    Priority,
    Route,
    Segment,
    TopicMoment,
)
from debiet.rules.complaints import Regime
from debiet.rules.putting_aside import WakeEvent

__all__ = [
    "AssignmentRule",
    "BulkChange",
    "BulkItem",
    "Callback",
    "CallbackAttempt",
    "CaseAssignment",
    "CaseLink",
    "CaseMerge",
    "CasePresence",
    "ConflictOffer",
    "Emergency",
    "FollowUp",
    "InternalTask",
    "Rating",
    "TaskEntry",
    "Topic",
    "TopicVersion",
]
"""Defined beside this file; the others are defined in it."""


class Case(models.Model):
    """A question, request or report that is owed an answer within a term."""

    number = models.CharField(max_length=20, unique=True)
    kind = CodeField(CaseKind, max_length=20)
    # By which rules it is answered; what a complaint is stands in the app of complaints.
    regime = CodeField(
        Regime, max_length=20, default=Regime.ORDINARY, db_default=Regime.ORDINARY.value
    )
    # Of a complaint: by what subject the bodies of the second line are named; "" as its topic says.
    referral_theme = models.CharField(max_length=40, blank=True, default="", db_default="")
    state = CodeField(CaseState, max_length=20, default=CaseState.OPEN)
    subject = models.CharField(max_length=120)
    topic = models.ForeignKey(Topic, models.PROTECT, related_name="+")
    carrier = CodeField(Carrier, max_length=20)
    priority = CodeField(Priority, max_length=10, default=Priority.NORMAL)
    segment = CodeField(Segment, max_length=20, default=Segment.HOUSEHOLD)
    language = models.CharField(max_length=5)
    compartment = models.CharField(max_length=60)
    team = models.ForeignKey("staff.Team", models.PROTECT, related_name="+")
    assignee = models.ForeignKey("staff.Employee", models.PROTECT, null=True, related_name="+")
    customer = models.ForeignKey("customers.Customer", models.PROTECT, null=True, related_name="+")
    contact_name = models.CharField(max_length=160, blank=True)
    contact_email = models.CharField(max_length=254, blank=True)
    contact_phone = models.CharField(max_length=40, blank=True)
    # Where a letter reaches somebody who is not (yet) a linked customer, a line each.
    contact_address = models.TextField(blank=True, default="", db_default="")
    account_number = models.CharField(max_length=40, blank=True)
    code_version = models.PositiveIntegerField(default=1)
    opened_at = models.DateTimeField()
    resolved_at = models.DateTimeField(null=True)
    # When the customer itself said that it is solved.
    confirmed_at = models.DateTimeField(null=True)
    waiting_reason = models.CharField(max_length=30, blank=True)
    due_at = models.DateTimeField(null=True)
    at_risk_at = models.DateTimeField(null=True)
    is_undetermined = models.BooleanField(default=False)
    # A pointer: whatever is said here is handled there. Nothing is moved, so it can be undone.
    merged_into = models.ForeignKey(
        "self", models.PROTECT, null=True, related_name="merged_cases", db_index=False
    )
    # Put aside: out of the worklists until then, or until what is waited for happens.
    snoozed_until = models.DateTimeField(null=True)
    snooze_event = CodeField(WakeEvent, max_length=20, blank=True, default="", db_default="")
    snooze_past_risk = models.BooleanField(default=False, db_default=False)
    # With the ombuds function since then, which answers by then: nobody else does anything here.
    frozen_at = models.DateTimeField(null=True)
    frozen_until = models.DateTimeField(null=True)
    version = models.PositiveIntegerField(default=1)
    recorded_at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=["open", "waiting", "resolved"]), name="case_state_known"
            ),
            models.CheckConstraint(
                condition=Q(regime__in=["ordinary", "complaint", "ombuds"]),
                name="case_regime_known",
            ),
            models.CheckConstraint(
                condition=Q(state="resolved", resolved_at__isnull=False)
                | (~Q(state="resolved") & Q(resolved_at__isnull=True)),
                name="case_resolved_has_moment",
            ),
            models.CheckConstraint(
                condition=~Q(merged_into=models.F("pk")), name="case_not_merged_into_itself"
            ),
        ]
        # Worklists read open cases only, so these stay as small as the work that is open.
        indexes = [
            models.Index(
                fields=["assignee", "due_at", "id"],
                condition=~Q(state="resolved"),
                name="case_open_mine",
            ),
            models.Index(
                fields=["team", "due_at", "id"],
                condition=~Q(state="resolved"),
                name="case_open_team",
            ),
            models.Index(
                fields=["due_at", "id"], condition=~Q(state="resolved"), name="case_open_due"
            ),
            models.Index(
                fields=["at_risk_at", "id"],
                condition=~Q(state="resolved"),
                name="case_open_at_risk",
            ),
            models.Index(
                fields=["due_at", "id"],
                condition=~Q(state="resolved") & Q(assignee__isnull=True),
                name="case_open_unassigned",
            ),
            models.Index(fields=["customer", "-id"], name="case_of_customer"),
            models.Index(
                fields=["resolved_at"], condition=Q(state="resolved"), name="case_closed_since"
            ),
            models.Index(
                fields=["merged_into"],
                condition=Q(merged_into__isnull=False),
                name="case_merged_into",
            ),
            models.Index(
                fields=["snoozed_until"],
                condition=Q(snoozed_until__isnull=False),
                name="case_snoozed",
            ),
        ]

    def __str__(self) -> str:
        return self.number

    @classmethod
    def visitor_scope(cls, case_id: int) -> Q:
        """Return what a visitor with number and code may see: that case."""
        return Q(pk=case_id)


class CaseWords(models.Model):
    """The words by which a case is found, and its exact numbers. Kept by the database's triggers.

    They stand in the case's own compartment, in which all its contacts and notes stand as well.
    """

    case = models.OneToOneField(Case, models.CASCADE, primary_key=True, related_name="+")
    compartment = models.CharField(max_length=60)
    words = SearchVectorField()

    class Meta:
        indexes = [GinIndex(fields=["words"], fastupdate=False, name="case_words_found")]

    def __str__(self) -> str:
        return f"words of case:{self.case_id}"


class Interaction(models.Model):
    """One contact: who said what, how and when. Append-only."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="interactions")
    compartment = models.CharField(max_length=60)
    direction = CodeField(Direction, max_length=5)
    carrier = CodeField(Carrier, max_length=20)
    via = models.CharField(max_length=40, default="direct")
    happened_at = models.DateTimeField()
    recorded_at = models.DateTimeField()
    author_name = models.CharField(max_length=160, blank=True)
    employee = models.ForeignKey("staff.Employee", models.PROTECT, null=True, related_name="+")
    text = models.TextField()
    quoted_text = models.TextField(blank=True)
    attachments = models.JSONField(default=list)
    topic_code = models.CharField(max_length=60)
    is_public = models.BooleanField(default=True)
    is_substantive = models.BooleanField(default=False)
    is_automatic = models.BooleanField(default=False)
    # Answered while the customer was on the phone or at the counter.
    is_answered_at_once = models.BooleanField(default=False, db_default=False)
    # One letter may hold three questions: then it is a contact of three cases.
    raw_message = models.ForeignKey(
        "correspondence.RawMessage", models.PROTECT, null=True, related_name="+"
    )
    message = models.OneToOneField(
        "correspondence.Message", models.PROTECT, null=True, related_name="+"
    )
    clauses = models.JSONField(default=list)

    class Meta:
        indexes = [
            models.Index(fields=["case", "id"], name="interaction_of_case"),
            models.Index(
                fields=["recorded_at"], condition=Q(direction="in"), name="interaction_incoming"
            ),
        ]
        constraints = [
            models.UniqueConstraint(fields=["raw_message", "case"], name="raw_message_in_case_once")
        ]

    def __str__(self) -> str:
        return f"interaction:{self.pk}"

    @classmethod
    def visitor_scope(cls, case_id: int) -> Q:
        """Return what a visitor sees of a case's contacts: those that were with the customer."""
        return Q(case_id=case_id, is_public=True)


class RegisteredForm(models.Model):
    """A form of the desk that became a case or a contact: sent again it is the same. Append-only.

    :cvar key: of whoever sent it, of that one showing of the form, and of what was typed
    """

    key = models.CharField(max_length=120, unique=True)
    case = models.ForeignKey(Case, models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"form:{self.pk}"


class InteractionFile(models.Model):
    """A file that came or went with a contact. Append-only."""

    interaction = models.ForeignKey(Interaction, models.PROTECT, related_name="files")
    file = models.ForeignKey("files.StoredFile", models.PROTECT, related_name="+")
    compartment = models.CharField(max_length=60)
    position = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["interaction", "file"], name="interaction_file_once")
        ]
        indexes = [models.Index(fields=["file"], name="interaction_of_file")]

    def __str__(self) -> str:
        return f"{self.interaction_id}: {self.file_id}"

    @classmethod
    def visitor_scope(cls, case_id: int) -> Q:
        """Return what a visitor sees of a case's files: those of contacts with the customer."""
        return Q(interaction__case_id=case_id, interaction__is_public=True)


class ContactWay(models.Model):
    """One more carrier and route by which a contact reached us. Append-only.

    A contact itself names the first; the same words may come by letter and by e-mail, from the
    customer and through a minister.
    """

    interaction = models.ForeignKey(Interaction, models.PROTECT, related_name="ways")
    compartment = models.CharField(max_length=60)
    carrier = CodeField(Carrier, max_length=20)
    route = CodeField(Route, max_length=20)
    received_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.interaction_id}: {self.carrier}/{self.route}"


class SuggestedLink(models.Model):
    """Another case that a new one may belong to; an employee says whether it does."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="suggested_links")
    other = models.ForeignKey(Case, models.PROTECT, related_name="+")
    compartment = models.CharField(max_length=60)
    reason = models.CharField(max_length=40)
    suggested_at = models.DateTimeField()
    settled_as = models.CharField(max_length=20, blank=True)
    settled_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["case", "other"], name="suggested_link_once")
        ]

    def __str__(self) -> str:
        return f"{self.case_id}: {self.other_id}"


class Note(models.Model):
    """What employees tell each other about a case; never shown to customers. Append-only."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="notes")
    compartment = models.CharField(max_length=60)
    employee = models.ForeignKey("staff.Employee", models.PROTECT, related_name="+")
    text = models.TextField()
    written_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["case", "id"], name="note_of_case")]

    def __str__(self) -> str:
        return f"note:{self.pk}"


class CaseTopic(models.Model):
    """What a case was said to be about, at intake, on a change and at its close. Append-only."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="topics")
    moment = CodeField(TopicMoment, max_length=10)
    topic_code = models.CharField(max_length=60)
    at = models.DateTimeField()
    employee = models.ForeignKey("staff.Employee", models.PROTECT, null=True, related_name="+")

    class Meta:
        indexes = [models.Index(fields=["case", "id"], name="topic_of_case")]

    def __str__(self) -> str:
        return f"{self.case_id}: {self.topic_code}"


class PublicNotice(models.Model):
    """What stands on the website, and in acknowledgements, while something is the matter.

    :cvar reference: what it is about, such as `incident:12`; that thing has one notice
    """

    reference = models.CharField(max_length=60, unique=True)
    texts = models.JSONField()
    topic_codes = models.JSONField(default=list)
    areas = models.JSONField(default=list)
    valid_from = models.DateTimeField()
    valid_until = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return self.reference
