"""Find the open clocks of a policy version without reading those that ended."""

from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models


class Migration(migrations.Migration):
    atomic = False  # the index is made while others write
    dependencies = [("terms", "0003_steering_moves")]
    operations = [
        AddIndexConcurrently(
            model_name="clock",
            index=models.Index(
                fields=["policy_version", "id"],
                condition=models.Q(status__in=["running", "paused", "undetermined"]),
                name="clock_open_policy",
            ),
        )
    ]
