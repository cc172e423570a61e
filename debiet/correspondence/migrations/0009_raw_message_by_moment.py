"""Find the raw messages of late without reading all that ever came: for the proof over all channels."""

from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models


class Migration(migrations.Migration):
    atomic = False
    dependencies = [("correspondence", "0008_raw_copies")]
    operations = [
        AddIndexConcurrently(
            "rawmessage", models.Index(fields=["recorded_at"], name="raw_message_recorded")
        ),
    ]
