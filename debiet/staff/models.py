"""Who works here: organizations, employees, teams, roles, and what they are told."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from debiet.core.fields import CodeField
from debiet.rules.absence import AbsenceKind
from debiet.rules.access import Role
from debiet.rules.notices import MailWay, NoticeKind


class Organization(models.Model):
    """The utility itself, or a partner that handles contacts for it."""

    code = models.SlugField(max_length=40, unique=True)
    name = models.CharField(max_length=120)
    is_partner = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["is_partner"], condition=Q(is_partner=False), name="one_own_organization"
            )
        ]

    def __str__(self) -> str:
        return self.code


class Team(models.Model):
    """A group of employees with a worklist of its own."""

    code = models.SlugField(max_length=40, unique=True)
    name = models.CharField(max_length=120)
    organization = models.ForeignKey(Organization, models.PROTECT, related_name="teams")
    compartment = models.CharField(max_length=60, default="ordinary")
    # Its worklist went to another team; it stays for what was handled in its name.
    retired_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return self.code


class Employee(models.Model):
    """Somebody who works at the desk, with a sign-in of the staff realm."""

    user = models.OneToOneField(settings.AUTH_USER_MODEL, models.PROTECT, related_name="employee")
    organization = models.ForeignKey(Organization, models.PROTECT, related_name="employees")
    name = models.CharField(max_length=120)
    sort_key = models.CharField(max_length=120)
    left_at = models.DateTimeField(null=True)
    # It should have left by then, and nobody else could set up the house.
    leaving_refused_at = models.DateTimeField(null=True)
    # Who gets what it had open when it left; nobody: its team.
    successor = models.ForeignKey("self", models.SET_NULL, null=True, related_name="+")
    # How the system that manages employees knows it, where one does.
    external_id = models.CharField(max_length=120, blank=True, default="", db_default="")
    # When its day begins, and with it the digest leaves; nothing: as the house has it.
    digest_at = models.TimeField(null=True)

    def __str__(self) -> str:
        return f"employee:{self.pk}"


class TeamMembership(models.Model):
    """An employee's place in a team; leads are told when terms run out."""

    team = models.ForeignKey(Team, models.CASCADE, related_name="memberships")
    employee = models.ForeignKey(Employee, models.CASCADE, related_name="memberships")
    is_lead = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["team", "employee"], name="member_of_team_once")
        ]

    def __str__(self) -> str:
        return f"{self.team_id}:{self.employee_id}"


class RoleGrant(models.Model):
    """A role an employee holds from one moment until it is taken back."""

    employee = models.ForeignKey(Employee, models.CASCADE, related_name="grants")
    role = CodeField(Role, max_length=20)
    granted_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True)
    # By their sign-ins; nobody's where a command gave it.
    granted_by = models.BigIntegerField(null=True)
    approved_by = models.BigIntegerField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["employee", "role"],
                condition=Q(revoked_at__isnull=True),
                name="role_held_once",
            )
        ]

    def __str__(self) -> str:
        return f"{self.employee_id}:{self.role}"


class RoleRequest(models.Model):
    """That somebody asked a second person to give an employee a sensitive role."""

    employee = models.ForeignKey(Employee, models.CASCADE, related_name="role_requests")
    role = CodeField(Role, max_length=20)
    asked_by = models.BigIntegerField()
    asked_at = models.DateTimeField()
    decided_by = models.BigIntegerField(null=True)
    decided_at = models.DateTimeField(null=True)
    is_given = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["employee", "role"],
                condition=Q(decided_at__isnull=True),
                name="role_asked_once",
            )
        ]

    def __str__(self) -> str:
        return f"role-request:{self.pk}"


class Absence(models.Model):
    """A stretch in which an employee is away: whole days, the end excluded."""

    employee = models.ForeignKey(Employee, models.PROTECT, related_name="absences")
    from_at = models.DateTimeField()
    until_at = models.DateTimeField()
    kind = CodeField(AbsenceKind, max_length=20)
    deputy = models.ForeignKey(Employee, models.PROTECT, null=True, related_name="+")
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(until_at__gt=models.F("from_at")), name="absence_has_length"
            ),
            models.CheckConstraint(
                condition=Q(deputy__isnull=True) | ~Q(deputy=models.F("employee")),
                name="absence_own_deputy",
            ),
        ]
        indexes = [
            models.Index(
                fields=["employee", "until_at"],
                condition=Q(withdrawn_at__isnull=True),
                name="absence_of_employee",
            )
        ]

    def __str__(self) -> str:
        return f"absence:{self.pk}"


class NoticeChoice(models.Model):
    """Where an employee wants one kind of notice, where that is not what its roles have anyway."""

    employee = models.ForeignKey(Employee, models.CASCADE, related_name="notice_choices")
    kind = CodeField(NoticeKind)
    in_desk = models.BooleanField()
    mail = CodeField(MailWay, max_length=10)
    chosen_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["employee", "kind"], name="notice_chosen_once")
        ]

    def __str__(self) -> str:
        return f"{self.employee_id}: {self.kind}"


class NoticeMail(models.Model):
    """A mail that told an employee of notifications: a digest, once a day, or one at once.

    Its words are the outbox's message about `notice-mail:<id>`.
    """

    employee = models.ForeignKey(Employee, models.CASCADE, related_name="notice_mails")
    way = CodeField(MailWay, max_length=10)
    on = models.DateField()
    made_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["employee", "on"], condition=Q(way="daily"), name="one_digest_a_day"
            )
        ]

    def __str__(self) -> str:
        return f"notice-mail:{self.pk}"


class Notification(models.Model):
    """Something an employee is told, inside the desk, by mail or both, once for each cause."""

    employee = models.ForeignKey(Employee, models.CASCADE, related_name="notifications")
    kind = models.CharField(max_length=60)
    about = models.CharField(max_length=120)
    compartment = models.CharField(max_length=60)
    facts = models.JSONField(default=dict)
    cause = models.CharField(max_length=160)
    created_at = models.DateTimeField(db_default=Now())
    happened_at = models.DateTimeField()
    read_at = models.DateTimeField(null=True)
    # Where it goes was settled when it was told.
    in_desk = models.BooleanField(default=True, db_default=True)
    mail = CodeField(MailWay, max_length=10, default=MailWay.NONE, db_default=MailWay.NONE.value)
    mailed_in = models.ForeignKey(
        NoticeMail, models.SET_NULL, null=True, related_name="+", db_index=False
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["employee", "cause"], name="told_once_for_a_cause")
        ]
        indexes = [
            models.Index(
                fields=["employee", "-id"], condition=Q(read_at__isnull=True), name="unread"
            ),
            models.Index(fields=["about"], name="notification_about"),
            models.Index(
                fields=["employee"],
                condition=Q(mailed_in__isnull=True, read_at__isnull=True) & ~Q(mail="none"),
                name="notification_to_mail",
            ),
            models.Index(
                fields=["mailed_in"],
                condition=Q(mailed_in__isnull=False),
                name="notification_mailed_in",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.about}"


class HouseSetting(models.Model):
    """A choice of the utility's own, from a moment on. Append-only: another one follows it."""

    code = models.SlugField(max_length=40)
    value = models.CharField(max_length=60)
    valid_from = models.DateTimeField()
    recorded_at = models.DateTimeField(db_default=Now())

    class Meta:
        indexes = [models.Index(fields=["code", "-valid_from"], name="house_setting_at")]

    def __str__(self) -> str:
        return f"{self.code}={self.value}"
