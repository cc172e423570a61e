from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("correspondence", "0006_mail_kept_count"),
    ]

    operations = [
        migrations.AddField(
            model_name="rawmessage",
            name="reading",
            field=models.JSONField(
                db_default=models.Value({}, models.JSONField()), default=dict
            ),
        ),
    ]
