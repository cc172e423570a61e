"""Find what came in and calls by what they are about, to let them go with it."""

from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models


class Migration(migrations.Migration):
    atomic = False  # an index that does not lock the table is made outside of a transaction
    dependencies = [("correspondence", "0009_raw_message_by_moment")]
    operations = [
        AddIndexConcurrently(
            model_name="rawmessage",
            index=models.Index(
                fields=["about"],
                condition=models.Q(("about", ""), _negated=True),
                name="raw_message_about",
            ),
        ),
        AddIndexConcurrently(
            model_name="call",
            index=models.Index(
                fields=["about"],
                condition=models.Q(("about", ""), _negated=True),
                name="call_about",
            ),
        ),
    ]
