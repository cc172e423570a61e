"""Rows of these tables are added, never changed."""

from django.db import migrations

from debiet.core.append_only import append_only


class Migration(migrations.Migration):
    dependencies = [("correspondence", "0003_every_channel")]
    operations = [*append_only("correspondence_messagefile")]
