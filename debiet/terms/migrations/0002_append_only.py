"""Rows of these tables are added, never changed."""

from django.db import migrations

from debiet.core.append_only import append_only


class Migration(migrations.Migration):
    dependencies = [("terms", "0001_initial")]
    operations = [*append_only("terms_calendarversion", "terms_policyversion", "terms_clockentry")]
