"""How new cases find somebody, who got which and why, and who has a case open at this moment."""

from django.db import models

from debiet.core.fields import CodeField
from debiet.rules.assignment import Way, Why


class AssignmentRule(models.Model):
    """How a team's new cases find somebody, a version each time it is set. Append-only.

    :cvar skills: by the employee's number, what it takes: `takes`, `topics`, `languages`,
        `segments`; who is not named takes everything
    :cvar set_by: the number of the employee who set it, None for commands
    """

    team = models.ForeignKey("staff.Team", models.PROTECT, related_name="+")
    version = models.PositiveIntegerField()
    way = CodeField(Way, max_length=20)
    skills = models.JSONField(default=dict)
    set_by = models.BigIntegerField(null=True)
    set_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["team", "version"], name="assignment_version_once")
        ]

    def __str__(self) -> str:
        return f"{self.team_id}:{self.version}"


class CaseAssignment(models.Model):
    """That a case was given to somebody by its team's way, or to nobody, and why. Append-only.

    Its number is the turn of whoever got it.

    :cvar rule_version: of the team's rule, 0 where it had none
    """

    case = models.ForeignKey(
        "cases.Case", models.PROTECT, related_name="assignments", db_index=False
    )
    compartment = models.CharField(max_length=60)
    team = models.ForeignKey("staff.Team", models.PROTECT, related_name="+", db_index=False)
    employee = models.ForeignKey("staff.Employee", models.PROTECT, null=True, related_name="+")
    way = CodeField(Way, max_length=20)
    why = CodeField(Why, max_length=20)
    among = models.PositiveIntegerField()
    rule_version = models.PositiveIntegerField()
    at = models.DateTimeField()

    class Meta:
        indexes = [
            models.Index(fields=["case", "-id"], name="assignment_of_case"),
            models.Index(fields=["team", "employee", "-id"], name="assignment_turn"),
        ]

    def __str__(self) -> str:
        return f"{self.case_id} → {self.employee_id}"


class CasePresence(models.Model):
    """That an employee has a case open now. Not logged by the database, and gone in a minute.

    Its keys are not checked: a check would wait for whoever is changing the case.
    """

    case = models.ForeignKey(
        "cases.Case", models.DO_NOTHING, related_name="+", db_constraint=False, db_index=False
    )
    employee = models.ForeignKey(
        "staff.Employee", models.DO_NOTHING, related_name="+", db_constraint=False, db_index=False
    )
    compartment = models.CharField(max_length=60)
    is_writing = models.BooleanField(default=False, db_default=False)
    seen_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["case", "employee"], name="presence_in_case_once")
        ]

    def __str__(self) -> str:
        return f"{self.case_id}: {self.employee_id}"
