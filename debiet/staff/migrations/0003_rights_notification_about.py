"""Find what employees were told by what it is about, to let it go with it."""

from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models


class Migration(migrations.Migration):
    atomic = False  # an index that does not lock the table is made outside of a transaction
    dependencies = [("staff", "0002_ways_house_setting")]
    operations = [
        AddIndexConcurrently(
            model_name="notification",
            index=models.Index(fields=["about"], name="notification_about"),
        ),
    ]
