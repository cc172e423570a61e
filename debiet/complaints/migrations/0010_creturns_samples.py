"""What the ombuds function looks at of those called no complaint."""


import debiet.rules.access
import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('complaints', '0009_creturns_append_only'),
        ('staff', '0010_behave_successor'),
    ]

    operations = [
        migrations.CreateModel(
            name='QuestionSample',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('quarter', models.CharField(max_length=7, unique=True)),
                ('percent', models.PositiveSmallIntegerField()),
                ('number', models.PositiveIntegerField()),
                ('drawn_at', models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name='SampledQuestion',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('compartment', models.CharField(default=debiet.rules.access.Compartment['OMBUDS'], max_length=60)),
                ('verdict', models.CharField(blank=True, max_length=20)),
                ('reason', models.TextField(blank=True)),
                ('judged_at', models.DateTimeField(null=True)),
                ('complaint', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='complaints.complaint')),
                ('entry', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='complaints.complaintentry')),
                ('judged_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='staff.employee')),
                ('sample', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='questions', to='complaints.questionsample')),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('judged_at__isnull', True), ('verdict', '')), models.Q(models.Q(('verdict', ''), _negated=True), ('judged_at__isnull', False)), _connector='OR'), name='sampled_question_judged_when'), models.CheckConstraint(condition=models.Q(models.Q(('verdict', 'disagreed'), _negated=True), models.Q(('reason', ''), _negated=True), _connector='OR'), name='sampled_question_disagreed_why')],
            },
        ),
    ]
