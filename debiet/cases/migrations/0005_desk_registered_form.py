"""Keep which forms of the desk became which case, so that one sent twice is one."""

import django.db.models.deletion
from django.db import migrations, models

from debiet.core.append_only import append_only


class Migration(migrations.Migration):
    dependencies = [("cases", "0004_every_channel_append_only")]
    operations = [
        migrations.CreateModel(
            name="RegisteredForm",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("key", models.CharField(max_length=120, unique=True)),
                ("recorded_at", models.DateTimeField()),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="cases.case",
                    ),
                ),
            ],
        ),
        *append_only("cases_registeredform"),
    ]
