"""Returns as they were submitted, and connections by municipality."""


import django.db.models.deletion
import django.db.models.functions.datetime
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('complaints', '0007_ccoding_drafts'),
        ('staff', '0010_behave_successor'),
    ]

    operations = [
        migrations.CreateModel(
            name='ConnectionCount',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('year', models.PositiveSmallIntegerField()),
                ('municipality', models.CharField(max_length=80)),
                ('number', models.PositiveIntegerField()),
                ('is_gone', models.BooleanField(default=False)),
                ('recorded_at', models.DateTimeField()),
                ('recorded_by_id', models.BigIntegerField(null=True)),
            ],
            options={
                'indexes': [models.Index(fields=['year', 'municipality', '-id'], name='connections_of_year')],
            },
        ),
        migrations.CreateModel(
            name='SubmittedReturn',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('year', models.PositiveSmallIntegerField()),
                ('version', models.PositiveSmallIntegerField()),
                ('numbers', models.JSONField()),
                ('reason', models.TextField(blank=True)),
                ('submitted_at', models.DateTimeField()),
                ('sha256', models.CharField(max_length=64)),
                ('recorded_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                ('submitted_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='staff.employee')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('year', 'version'), name='return_version_once'), models.CheckConstraint(condition=models.Q(models.Q(('reason', ''), ('version', 1)), models.Q(('version__gt', 1), models.Q(('reason', ''), _negated=True)), _connector='OR'), name='return_correction_says_why')],
            },
        ),
    ]
