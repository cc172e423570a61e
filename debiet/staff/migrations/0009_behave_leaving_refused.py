"""Keep since when somebody should have left who cannot: nobody else sets up the house."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('staff', '0008_staffsetup_roles_and_teams'),
    ]

    operations = [
        migrations.AddField(
            model_name='employee',
            name='leaving_refused_at',
            field=models.DateTimeField(null=True),
        ),
    ]
