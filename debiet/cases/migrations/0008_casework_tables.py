"""Keep how cases belong together, what is put aside, promised and asked about them."""

import django.db.models.deletion
from django.db import migrations, models

from debiet.core.append_only import append_only


class Migration(migrations.Migration):

    dependencies = [
        ('cases', '0007_rights_closed_since'),
        ('customers', '0004_desk_verification_rule'),
        ('staff', '0002_ways_house_setting'),
    ]

    operations = [
        migrations.CreateModel(
            name='CaseLink',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(max_length=20)),
                ('compartment', models.CharField(max_length=60)),
                ('linked_at', models.DateTimeField()),
                ('ended_at', models.DateTimeField(null=True)),
            ],
        ),
        migrations.CreateModel(
            name='CaseMerge',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('compartment', models.CharField(max_length=60)),
                ('is_same_asker', models.BooleanField()),
                ('since_entry_id', models.BigIntegerField()),
                ('merged_at', models.DateTimeField()),
                ('undone_at', models.DateTimeField(null=True)),
            ],
        ),
        migrations.CreateModel(
            name='ConflictOffer',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('compartment', models.CharField(max_length=60)),
                ('reason', models.CharField(max_length=20)),
                ('offered_at', models.DateTimeField()),
                ('settled_as', models.CharField(blank=True, max_length=20)),
                ('settled_at', models.DateTimeField(null=True)),
            ],
        ),
        migrations.CreateModel(
            name='FollowUp',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('compartment', models.CharField(max_length=60)),
                ('words', models.TextField()),
                ('due_at', models.DateTimeField()),
                ('planned_at', models.DateTimeField()),
                ('told_at', models.DateTimeField(null=True)),
                ('done_at', models.DateTimeField(null=True)),
            ],
        ),
        migrations.CreateModel(
            name='InternalTask',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('compartment', models.CharField(max_length=60)),
                ('words', models.TextField()),
                ('state', models.CharField(default='asked', max_length=20)),
                ('asked_at', models.DateTimeField()),
                ('due_at', models.DateTimeField(null=True)),
                ('at_risk_at', models.DateTimeField(null=True)),
                ('version', models.PositiveIntegerField(default=0)),
            ],
        ),
        migrations.CreateModel(
            name='TaskEntry',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('compartment', models.CharField(max_length=60)),
                ('state', models.CharField(max_length=20)),
                ('words', models.TextField()),
                ('at', models.DateTimeField()),
            ],
        ),
        migrations.AddField(
            model_name='case',
            name='merged_into',
            field=models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='merged_cases', to='cases.case'),
        ),
        migrations.AddField(
            model_name='case',
            name='snooze_event',
            field=models.CharField(blank=True, db_default='', default='', max_length=20),
        ),
        migrations.AddField(
            model_name='case',
            name='snooze_past_risk',
            field=models.BooleanField(db_default=False, default=False),
        ),
        migrations.AddField(
            model_name='case',
            name='snoozed_until',
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name='caselink',
            name='case',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='links_out', to='cases.case'),
        ),
        migrations.AddField(
            model_name='caselink',
            name='employee',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='staff.employee'),
        ),
        migrations.AddField(
            model_name='caselink',
            name='other',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='links_in', to='cases.case'),
        ),
        migrations.AddField(
            model_name='casemerge',
            name='case',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='merges', to='cases.case'),
        ),
        migrations.AddField(
            model_name='casemerge',
            name='employee',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='staff.employee'),
        ),
        migrations.AddField(
            model_name='casemerge',
            name='leading',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='merges_led', to='cases.case'),
        ),
        migrations.AddField(
            model_name='conflictoffer',
            name='case',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='conflict_offers', to='cases.case'),
        ),
        migrations.AddField(
            model_name='followup',
            name='case',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='follow_ups', to='cases.case'),
        ),
        migrations.AddField(
            model_name='followup',
            name='employee',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='staff.employee'),
        ),
        migrations.AddField(
            model_name='followup',
            name='team',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='staff.team'),
        ),
        migrations.AddField(
            model_name='internaltask',
            name='asked_by',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='staff.employee'),
        ),
        migrations.AddField(
            model_name='internaltask',
            name='case',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='tasks', to='cases.case'),
        ),
        migrations.AddField(
            model_name='internaltask',
            name='employee',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='staff.employee'),
        ),
        migrations.AddField(
            model_name='internaltask',
            name='team',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='staff.team'),
        ),
        migrations.AddField(
            model_name='conflictoffer',
            name='task',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='offers', to='cases.internaltask'),
        ),
        migrations.AddField(
            model_name='taskentry',
            name='employee',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='staff.employee'),
        ),
        migrations.AddField(
            model_name='taskentry',
            name='task',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='entries', to='cases.internaltask'),
        ),
        migrations.AddConstraint(
            model_name='caselink',
            constraint=models.UniqueConstraint(condition=models.Q(('ended_at__isnull', True)), fields=('case', 'other', 'kind'), name='case_link_once'),
        ),
        migrations.AddConstraint(
            model_name='caselink',
            constraint=models.CheckConstraint(condition=models.Q(('case', models.F('other')), _negated=True), name='case_link_between_two'),
        ),
        migrations.AddConstraint(
            model_name='casemerge',
            constraint=models.UniqueConstraint(condition=models.Q(('undone_at__isnull', True)), fields=('case',), name='case_merged_once'),
        ),
        migrations.AddIndex(
            model_name='followup',
            index=models.Index(condition=models.Q(('done_at__isnull', True)), fields=['due_at', 'id'], name='follow_up_open'),
        ),
        migrations.AddConstraint(
            model_name='followup',
            constraint=models.CheckConstraint(condition=models.Q(('employee__isnull', False), ('team__isnull', False), _connector='XOR'), name='follow_up_of_one_or_a_team'),
        ),
        migrations.AddIndex(
            model_name='internaltask',
            index=models.Index(fields=['case', 'id'], name='task_of_case'),
        ),
        migrations.AddIndex(
            model_name='internaltask',
            index=models.Index(condition=models.Q(('state__in', ['asked', 'disputed'])), fields=['team', 'due_at', 'id'], name='task_owed_by_team'),
        ),
        migrations.AddConstraint(
            model_name='conflictoffer',
            constraint=models.UniqueConstraint(condition=models.Q(('settled_at__isnull', True)), fields=('task', 'reason'), name='conflict_offered_once'),
        ),
        *append_only("cases_taskentry"),
    ]
