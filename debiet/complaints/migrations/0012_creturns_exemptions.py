"""Exemptions from service guarantees."""


import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('complaints', '0011_creturns_samples_append_only'),
        ('staff', '0010_behave_successor'),
    ]

    operations = [
        migrations.CreateModel(
            name='GuaranteeExemption',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('compartment', models.CharField(max_length=60)),
                ('guarantee', models.CharField(max_length=30)),
                ('ground', models.CharField(max_length=30)),
                ('reason', models.TextField()),
                ('step', models.CharField(default='proposed', max_length=20)),
                ('proposed_at', models.DateTimeField()),
                ('decided_at', models.DateTimeField(null=True)),
                ('decision_reason', models.TextField(blank=True)),
                ('complaint', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='complaints.complaint')),
                ('decided_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='staff.employee')),
                ('proposed_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='staff.employee')),
            ],
            options={
                'indexes': [models.Index(condition=models.Q(('step', 'proposed')), fields=['proposed_at', 'id'], name='exemption_proposed')],
                'constraints': [models.UniqueConstraint(condition=models.Q(('step__in', ['proposed', 'approved'])), fields=('complaint', 'guarantee'), name='exemption_once_a_guarantee'), models.CheckConstraint(condition=models.Q(models.Q(('decided_at__isnull', True), ('step', 'proposed')), models.Q(models.Q(('step', 'proposed'), _negated=True), ('decided_at__isnull', False)), _connector='OR'), name='exemption_decided_when'), models.CheckConstraint(condition=models.Q(models.Q(('step', 'approved'), _negated=True), ('decided_by__isnull', True), ('proposed_by__isnull', True), models.Q(('decided_by', models.F('proposed_by')), _negated=True), _connector='OR'), name='exemption_by_somebody_else')],
            },
        ),
    ]
