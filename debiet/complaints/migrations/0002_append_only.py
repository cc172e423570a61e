"""Rows of these tables are added, never changed."""

from django.db import migrations

from debiet.core.append_only import append_only


class Migration(migrations.Migration):
    dependencies = [("complaints", "0001_complaints")]
    operations = [*append_only("complaints_complaintentry", "complaints_complaintway")]
