"""Keep what somebody asks about its own data, with its steps."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('cases', '0007_rights_closed_since'),
        ('files', '0001_initial'),
        ('retention', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='RightsRequest',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('compartment', models.CharField(max_length=60)),
                ('kind', models.CharField(max_length=20)),
                ('state', models.CharField(default='received', max_length=20)),
                ('proof', models.CharField(blank=True, max_length=20)),
                ('identified_at', models.DateTimeField(null=True)),
                ('identified_by_id', models.BigIntegerField(null=True)),
                ('extended_at', models.DateTimeField(null=True)),
                ('extended_for', models.CharField(blank=True, max_length=20)),
                ('hidden_words', models.JSONField(default=list)),
                ('prepared_by_id', models.BigIntegerField(null=True)),
                ('reviewed_at', models.DateTimeField(null=True)),
                ('reviewed_by_id', models.BigIntegerField(null=True)),
                ('findings', models.JSONField(default=dict)),
                ('ended_at', models.DateTimeField(null=True)),
                ('case', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='cases.case')),
                ('export', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='files.storedfile')),
                ('overview', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='files.storedfile')),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('state__in', ['received', 'refused']), ('identified_at__isnull', False), _connector='OR'), name='nothing_before_identity'), models.CheckConstraint(condition=models.Q(models.Q(('kind', 'access'), ('state', 'done'), _negated=True), ('reviewed_at__isnull', False), _connector='OR'), name='nothing_given_unseen')],
            },
        ),
    ]
