"""Find closed cases by when they were closed, for the end of their term."""

from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models


class Migration(migrations.Migration):
    atomic = False  # an index that does not lock the table is made outside of a transaction
    dependencies = [("cases", "0006_incoming_by_moment")]
    operations = [
        AddIndexConcurrently(
            model_name="case",
            index=models.Index(
                fields=["resolved_at"],
                condition=models.Q(state="resolved"),
                name="case_closed_since",
            ),
        ),
    ]
