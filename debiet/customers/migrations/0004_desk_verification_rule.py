"""Keep which facts a caller is asked for."""

from django.db import migrations, models

from debiet.core.append_only import append_only


class Migration(migrations.Migration):
    dependencies = [("customers", "0003_every_channel_append_only")]
    operations = [
        migrations.CreateModel(
            name="VerificationRule",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("facts", models.JSONField()),
                ("needed", models.PositiveSmallIntegerField()),
                ("valid_from", models.DateTimeField()),
            ],
        ),
        *append_only("customers_verificationrule"),
    ]
