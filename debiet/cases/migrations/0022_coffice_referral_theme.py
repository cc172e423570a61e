"""By what subject the answers of a complaint name the bodies of the second line."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("cases", "0021_combuds_frozen")]
    operations = [
        migrations.AddField(
            model_name="case",
            name="referral_theme",
            field=models.CharField(blank=True, db_default="", default="", max_length=40),
        ),
    ]
