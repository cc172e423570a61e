"""Find merged cases and those put aside; made while others work with the cases."""

from django.contrib.postgres.operations import (
    AddConstraintNotValid,
    AddIndexConcurrently,
    ValidateConstraint,
)
from django.db import migrations, models
from django.db.models import Q


class Migration(migrations.Migration):
    atomic = False
    dependencies = [("cases", "0012_incidents_public_notice")]
    operations = [
        AddIndexConcurrently(
            "case",
            models.Index(
                fields=["merged_into"],
                condition=Q(merged_into__isnull=False),
                name="case_merged_into",
            ),
        ),
        AddIndexConcurrently(
            "case",
            models.Index(
                fields=["snoozed_until"],
                condition=Q(snoozed_until__isnull=False),
                name="case_snoozed",
            ),
        ),
        AddConstraintNotValid(
            "case",
            models.CheckConstraint(
                condition=~Q(merged_into=models.F("pk")), name="case_not_merged_into_itself"
            ),
        ),
        ValidateConstraint("case", "case_not_merged_into_itself"),
    ]
