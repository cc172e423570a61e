"""Find what came in of late without reading all that ever came: for the proof over all channels."""

from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models


class Migration(migrations.Migration):
    atomic = False
    dependencies = [("cases", "0005_desk_registered_form")]
    operations = [
        AddIndexConcurrently(
            "interaction",
            models.Index(
                fields=["recorded_at"],
                condition=models.Q(direction="in"),
                name="interaction_incoming",
            ),
        ),
    ]
