"""Keep changes of many cases at once, so that they can be undone."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('cases', '0008_casework_tables'),
        ('staff', '0002_ways_house_setting'),
    ]

    operations = [
        migrations.CreateModel(
            name='BulkChange',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.CharField(max_length=80, unique=True)),
                ('kind', models.CharField(max_length=20)),
                ('made_at', models.DateTimeField()),
                ('undone_at', models.DateTimeField(null=True)),
                ('employee', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='staff.employee')),
            ],
        ),
        migrations.CreateModel(
            name='BulkItem',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('compartment', models.CharField(max_length=60)),
                ('before', models.CharField(blank=True, max_length=60)),
                ('version_after', models.PositiveIntegerField()),
                ('refusal', models.CharField(blank=True, max_length=20)),
                ('is_undone', models.BooleanField(default=False)),
                ('bulk', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='items', to='cases.bulkchange')),
                ('case', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='cases.case')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('bulk', 'case'), name='case_once_in_bulk')],
            },
        ),
    ]
