"""Keep the utility's own choices; they are added, never changed."""

import django.db.models.functions.datetime
from django.db import migrations, models

from debiet.core.append_only import append_only


class Migration(migrations.Migration):

    dependencies = [
        ('staff', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='HouseSetting',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.SlugField(max_length=40)),
                ('value', models.CharField(max_length=60)),
                ('valid_from', models.DateTimeField()),
                ('recorded_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
            ],
            options={
                'indexes': [models.Index(fields=['code', '-valid_from'], name='house_setting_at')],
            },
        ),
        *append_only('staff_housesetting'),
    ]
