"""Rows of this table are added, never changed."""

from django.db import migrations

from debiet.core.append_only import append_only


class Migration(migrations.Migration):
    dependencies = [("knowledge", "0001_initial")]
    operations = [*append_only("knowledge_articleuse")]
