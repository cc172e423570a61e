"""Rows of these tables are added, never changed."""

from django.db import migrations

from debiet.core.append_only import append_only


class Migration(migrations.Migration):
    dependencies = [("customers", "0002_every_channel")]
    operations = [*append_only("customers_callerverification")]
