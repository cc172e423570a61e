"""Keep who gets what a leaver had open, so that its leads are told of the rest only."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('staff', '0009_behave_leaving_refused'),
    ]

    operations = [
        migrations.AddField(
            model_name='employee',
            name='successor',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='staff.employee'),
        ),
    ]
