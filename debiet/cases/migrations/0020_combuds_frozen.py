"""Cases that the ombuds function has: since when, and by when it answers."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("cases", "0019_cground_regime_checked")]
    operations = [
        migrations.AddField(
            model_name="case", name="frozen_at", field=models.DateTimeField(null=True)
        ),
        migrations.AddField(
            model_name="case", name="frozen_until", field=models.DateTimeField(null=True)
        ),
    ]
