"""Make the indexes of what customers got, without holding anybody up."""

from django.contrib.postgres.operations import (
    AddConstraintNotValid,
    AddIndexConcurrently,
    ValidateConstraint,
)
from django.db import migrations, models
from django.db.models import Q

_ONCE = """
CREATE UNIQUE INDEX CONCURRENTLY contact_point_current_once
    ON customers_contactpoint (customer_id, kind, normalized) WHERE is_current
"""


class Migration(migrations.Migration):
    atomic = False
    dependencies = [("customers", "0007_customer3_file")]
    operations = [
        AddIndexConcurrently(
            "contactpoint",
            models.Index(
                fields=["valid_from"], condition=Q(is_current=False), name="contact_point_begins"
            ),
        ),
        AddIndexConcurrently(
            "contactpoint",
            models.Index(
                fields=["valid_until"],
                condition=Q(valid_until__isnull=False, is_current=True),
                name="contact_point_ends",
            ),
        ),
        AddIndexConcurrently(
            "customer",
            models.Index(
                fields=["merged_into"],
                condition=Q(merged_into__isnull=False),
                name="customer_merged_into",
            ),
        ),
        migrations.SeparateDatabaseAndState(
            database_operations=[
                migrations.RunSQL(
                    _ONCE, "DROP INDEX CONCURRENTLY IF EXISTS contact_point_current_once"
                )
            ],
            state_operations=[
                migrations.AddConstraint(
                    "contactpoint",
                    models.UniqueConstraint(
                        fields=["customer", "kind", "normalized"],
                        condition=Q(is_current=True),
                        name="contact_point_current_once",
                    ),
                )
            ],
        ),
        migrations.RemoveConstraint("contactpoint", "contact_point_once"),
        AddConstraintNotValid(
            "customer",
            models.CheckConstraint(
                condition=Q(merged_into__isnull=True) | ~Q(merged_into=models.F("id")),
                name="customer_not_merged_into_itself",
            ),
        ),
        ValidateConstraint("customer", "customer_not_merged_into_itself"),
    ]
