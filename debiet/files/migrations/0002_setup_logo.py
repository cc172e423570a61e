"""Keep pictures that were given as a logo, and which one the house shows from when on."""

import django.db.models.deletion
import django.db.models.functions.datetime
from django.db import migrations, models

from debiet.core.append_only import append_only


class Migration(migrations.Migration):

    dependencies = [
        ('files', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='Logo',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('sha256', models.CharField(max_length=64, unique=True)),
                ('content', models.BinaryField()),
                ('media_type', models.CharField(max_length=40)),
                ('width', models.PositiveIntegerField()),
                ('height', models.PositiveIntegerField()),
                ('given_at', models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name='LogoUse',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('has_name', models.BooleanField(default=False)),
                ('valid_from', models.DateTimeField()),
                ('user_id', models.BigIntegerField(null=True)),
                ('recorded_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                ('logo', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='uses', to='files.logo')),
            ],
            options={
                'indexes': [models.Index(fields=['-valid_from', '-id'], name='logo_use_at')],
            },
        ),
        *append_only('files_logo', 'files_logouse'),
    ]
