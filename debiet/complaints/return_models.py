"""What was reported of a year, as it was, and how many connections there were."""

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from debiet.rules.access import Permission


class SubmittedReturn(models.Model):
    """A version of a year's return, as it was submitted. Append-only: a correction is another one.

    :cvar numbers: every number with the ids of what it counts (`debiet.rules.frozen_return`)
    :cvar reason: why a number was corrected; "" of the first version
    :cvar sha256: over all of it, so that whoever has a copy can compare
    """

    SEEN_WITH: ClassVar[Permission] = Permission.SUBMIT_RETURN

    year = models.PositiveSmallIntegerField()
    version = models.PositiveSmallIntegerField()
    numbers = models.JSONField()
    reason = models.TextField(blank=True)
    submitted_at = models.DateTimeField()
    submitted_by = models.ForeignKey("staff.Employee", models.PROTECT, null=True, related_name="+")
    sha256 = models.CharField(max_length=64)
    recorded_at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["year", "version"], name="return_version_once"),
            models.CheckConstraint(
                condition=Q(version=1, reason="") | (Q(version__gt=1) & ~Q(reason="")),
                name="return_correction_says_why",
            ),
        ]

    def __str__(self) -> str:
        return f"return:{self.year}.{self.version}"


class ConnectionCount(models.Model):
    """How many connections a municipality had in a year. Append-only: the latest row holds."""

    year = models.PositiveSmallIntegerField()
    municipality = models.CharField(max_length=80)
    number = models.PositiveIntegerField()
    is_gone = models.BooleanField(default=False)
    recorded_at = models.DateTimeField()
    recorded_by_id = models.BigIntegerField(null=True)

    class Meta:
        indexes = [models.Index(fields=["year", "municipality", "-id"], name="connections_of_year")]

    def __str__(self) -> str:
        return f"{self.municipality} {self.year}: {self.number}"
