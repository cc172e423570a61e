"""Rows of these tables are added, never changed."""

from django.db import migrations

from debiet.core.append_only import append_only


class Migration(migrations.Migration):
    dependencies = [("cases", "0003_every_channel")]
    operations = [*append_only("cases_interactionfile", "cases_contactway", "cases_callbackattempt")]
