"""The one way to let rows of tables that only grow go, which says each time how many went."""

import django.db.models.functions.datetime
from django.db import migrations, models

from debiet.core.append_only import append_only, forgetting


class Migration(migrations.Migration):
    dependencies = [("core", "0003_rights_outgoing_switch")]
    operations = [
        migrations.CreateModel(
            name="Forgotten",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("table_name", models.CharField(max_length=80)),
                ("row_count", models.PositiveIntegerField()),
                (
                    "at",
                    models.DateTimeField(db_default=django.db.models.functions.datetime.Now()),
                ),
            ],
        ),
        *append_only("core_forgotten"),
        *forgetting(),
    ]
