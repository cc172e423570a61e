"""Rows of these tables are added, never changed."""

from django.db import migrations

from debiet.core.append_only import append_only


class Migration(migrations.Migration):
    dependencies = [("cases", "0001_initial")]
    operations = [
        migrations.RunSQL("CREATE SEQUENCE case_number", "DROP SEQUENCE case_number"),
        *append_only("cases_interaction", "cases_note", "cases_casetopic"),
    ]
