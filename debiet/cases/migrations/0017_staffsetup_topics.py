"""Keep how topics were, which are no longer in use, and where merged ones lead."""

import django.db.models.deletion
from django.contrib.postgres.operations import AddConstraintNotValid
from django.db import migrations, models
from django.db.models import F, Q

from debiet.core.append_only import append_only


class Migration(migrations.Migration):

    dependencies = [
        ('cases', '0016_access_emergency'),
    ]

    operations = [
        migrations.AddField(
            model_name='topic',
            name='retired_at',
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name='topic',
            name='merged_into',
            field=models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='merged_topics', to='cases.topic'),
        ),
        migrations.AddField(
            model_name='topic',
            name='version',
            field=models.PositiveIntegerField(db_default=0, default=0),
        ),
        AddConstraintNotValid(
            model_name='topic',
            constraint=models.CheckConstraint(
                condition=Q(merged_into__isnull=True) | Q(retired_at__isnull=False),
                name='topic_merged_is_retired',
            ),
        ),
        AddConstraintNotValid(
            model_name='topic',
            constraint=models.CheckConstraint(
                condition=~Q(merged_into=F('pk')), name='topic_not_merged_into_itself'
            ),
        ),
        migrations.CreateModel(
            name='TopicVersion',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveIntegerField()),
                ('labels', models.JSONField()),
                ('parent_code', models.CharField(blank=True, max_length=60)),
                ('team_code', models.CharField(blank=True, max_length=40)),
                ('is_public', models.BooleanField()),
                ('is_retired', models.BooleanField()),
                ('merged_into_code', models.CharField(blank=True, max_length=60)),
                ('latest_case_id', models.BigIntegerField(null=True)),
                ('written_by', models.BigIntegerField(null=True)),
                ('written_at', models.DateTimeField()),
                ('topic', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='versions', to='cases.topic')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('topic', 'number'), name='topic_version_once')],
            },
        ),
        *append_only('cases_topicversion'),
    ]
