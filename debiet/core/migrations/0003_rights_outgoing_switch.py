"""Keep whether messages may leave this installation: a restored copy sends none."""

import django.db.models.functions.datetime
from django.db import migrations, models

from debiet.core.append_only import append_only


class Migration(migrations.Migration):
    dependencies = [("core", "0002_append_only")]
    operations = [
        migrations.CreateModel(
            name="OutgoingSwitch",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("is_on", models.BooleanField()),
                ("reason", models.CharField(max_length=60)),
                (
                    "at",
                    models.DateTimeField(db_default=django.db.models.functions.datetime.Now()),
                ),
            ],
        ),
        *append_only("core_outgoingswitch"),
    ]
