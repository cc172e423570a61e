"""Drafts of letters in a complaint."""

import django.contrib.postgres.fields
import django.db.models.deletion
import django.db.models.functions.datetime
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('complaints', '0006_creviews_append_only'),
        ('correspondence', '0012_behave_print_fault'),
    ]

    operations = [
        migrations.CreateModel(
            name='ComplaintDraft',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('compartment', models.CharField(max_length=60)),
                ('kind', models.CharField(max_length=20)),
                ('state', models.CharField(default='open', max_length=20)),
                ('text', models.TextField(blank=True)),
                ('says', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=20), blank=True, default=list, size=None)),
                ('assessment', models.CharField(blank=True, max_length=20)),
                ('outcome', models.CharField(blank=True, max_length=20)),
                ('norms', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=40), blank=True, default=list, size=None)),
                ('ground', models.CharField(blank=True, max_length=30)),
                ('reason', models.TextField(blank=True)),
                ('root_cause', models.CharField(blank=True, max_length=40)),
                ('pays', models.BooleanField(default=False)),
                ('is_confirmation', models.BooleanField(default=False)),
                ('writers', django.contrib.postgres.fields.ArrayField(base_field=models.BigIntegerField(), blank=True, default=list, size=None)),
                ('saved_by_id', models.BigIntegerField(null=True)),
                ('saved_at', models.DateTimeField()),
                ('asked_at', models.DateTimeField(null=True)),
                ('read_by_id', models.BigIntegerField(null=True)),
                ('read_at', models.DateTimeField(null=True)),
                ('remark', models.TextField(blank=True)),
                ('earlier', django.contrib.postgres.fields.ArrayField(base_field=models.TextField(), blank=True, default=list, size=None)),
                ('version', models.PositiveIntegerField(default=1)),
                ('recorded_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                ('complaint', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='drafts', to='complaints.complaint')),
                ('message', models.OneToOneField(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='correspondence.message')),
            ],
            options={
                'indexes': [models.Index(condition=models.Q(('state', 'waiting')), fields=['asked_at'], name='complaint_draft_waits')],
                'constraints': [models.UniqueConstraint(condition=models.Q(('state__in', ['open', 'sent-back', 'waiting'])), fields=('complaint', 'kind'), name='complaint_draft_one_a_kind')],
            },
        ),
    ]
