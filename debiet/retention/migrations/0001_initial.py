"""Terms of the utility's own, holds, and the runs that let things go."""

import django.db.models.functions.datetime
from django.db import migrations, models

from debiet.core.append_only import append_only


class Migration(migrations.Migration):

    initial = True

    dependencies = [
    ]

    operations = [
        migrations.CreateModel(
            name='LegalHold',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('subject', models.CharField(max_length=120)),
                ('compartment', models.CharField(max_length=60)),
                ('reason', models.CharField(max_length=300)),
                ('placed_on', models.DateField()),
                ('until', models.DateField(null=True)),
                ('placed_by_id', models.BigIntegerField(null=True)),
                ('lifted_on', models.DateField(null=True)),
                ('lifted_by_id', models.BigIntegerField(null=True)),
                ('recorded_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
            ],
            options={
                'constraints': [models.UniqueConstraint(condition=models.Q(('lifted_on__isnull', True)), fields=('subject',), name='one_hold_a_subject'), models.CheckConstraint(condition=models.Q(('until__isnull', True), ('until__gte', models.F('placed_on')), _connector='OR'), name='hold_ends_after_it_begins')],
            },
        ),
        migrations.CreateModel(
            name='RetentionMonths',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(max_length=20)),
                ('months', models.PositiveIntegerField()),
                ('source', models.CharField(max_length=300)),
                ('valid_from', models.DateTimeField()),
                ('user_id', models.BigIntegerField(null=True)),
                ('recorded_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('months__gte', 1)), name='retention_months_positive')],
            },
        ),
        migrations.CreateModel(
            name='RetentionRun',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('state', models.CharField(choices=[('preview', 'Preview'), ('running', 'Running'), ('done', 'Done')], default='preview', max_length=10)),
                ('as_of', models.DateField()),
                ('months', models.JSONField()),
                ('counts', models.JSONField()),
                ('basis', models.CharField(max_length=64)),
                ('done', models.JSONField(default=dict)),
                ('next_chunk', models.PositiveIntegerField(default=0)),
                ('made_by_id', models.BigIntegerField(null=True)),
                ('made_at', models.DateTimeField()),
                ('started_by_id', models.BigIntegerField(null=True)),
                ('started_at', models.DateTimeField(null=True)),
                ('ended_at', models.DateTimeField(null=True)),
            ],
            options={
                'constraints': [models.UniqueConstraint(condition=models.Q(('state', 'running')), fields=('state',), name='one_retention_run_at_a_time')],
            },
        ),
        *append_only("retention_retentionmonths"),
    ]
