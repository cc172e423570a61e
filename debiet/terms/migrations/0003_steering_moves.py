"""Keep moves of open clocks: what they would do, and what became of that."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('terms', '0002_append_only'),
    ]

    operations = [
        migrations.CreateModel(
            name='ClockMove',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('as_of', models.DateTimeField()),
                ('state', models.CharField(default='planning', max_length=20)),
                ('planned_through', models.BigIntegerField(default=0)),
                ('token', models.CharField(blank=True, db_index=True, max_length=64)),
                ('reason', models.CharField(blank=True, max_length=300)),
                ('asked_by', models.BigIntegerField(null=True)),
                ('confirmed_by', models.BigIntegerField(null=True)),
                ('confirmed_at', models.DateTimeField(null=True)),
                ('ended_at', models.DateTimeField(null=True)),
            ],
        ),
        migrations.CreateModel(
            name='PlannedMove',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('reference', models.CharField(max_length=120)),
                ('compartment', models.CharField(max_length=60)),
                ('seen_entry_id', models.BigIntegerField()),
                ('seen_due_at', models.DateTimeField(null=True)),
                ('due_at', models.DateTimeField(null=True)),
                ('effect', models.CharField(blank=True, max_length=20)),
                ('obstacle', models.CharField(blank=True, max_length=20)),
                ('state', models.CharField(default='planned', max_length=20)),
            ],
        ),
        migrations.AddField(
            model_name='clockmove',
            name='calendar_version',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='terms.calendarversion'),
        ),
        migrations.AddField(
            model_name='clockmove',
            name='policy_version',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='terms.policyversion'),
        ),
        migrations.AddField(
            model_name='plannedmove',
            name='clock',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='terms.clock'),
        ),
        migrations.AddField(
            model_name='plannedmove',
            name='move',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='planned', to='terms.clockmove'),
        ),
        migrations.AddField(
            model_name='plannedmove',
            name='policy',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='terms.policy'),
        ),
        migrations.AddConstraint(
            model_name='clockmove',
            constraint=models.CheckConstraint(condition=models.Q(('policy_version__isnull', True), ('calendar_version__isnull', True), _connector='XOR'), name='move_to_one_version'),
        ),
        migrations.AddIndex(
            model_name='plannedmove',
            index=models.Index(fields=['move', 'state', 'id'], name='planned_move_state'),
        ),
        migrations.AddIndex(
            model_name='plannedmove',
            index=models.Index(fields=['move', 'effect', 'reference'], name='planned_move_effect'),
        ),
        migrations.AddConstraint(
            model_name='plannedmove',
            constraint=models.UniqueConstraint(fields=('move', 'clock'), name='clock_planned_once_a_move'),
        ),
    ]
