"""The ombuds function's files."""

import django.contrib.postgres.fields
import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('cases', '0020_combuds_frozen'),
        ('complaints', '0002_append_only'),
        ('correspondence', '0011_raw_content_not_packed'),
        ('staff', '0008_staffsetup_roles_and_teams'),
    ]

    operations = [
        migrations.AddField(
            model_name='complaint',
            name='office_case',
            field=models.OneToOneField(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='cases.case'),
        ),
        migrations.CreateModel(
            name='OmbudsFile',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('compartment', models.CharField(default='ombuds', max_length=60)),
                ('takeover', models.CharField(max_length=20)),
                ('reason', models.TextField(blank=True)),
                ('is_confidential', models.BooleanField(default=False)),
                ('opened_at', models.DateTimeField()),
                ('answer_by', models.DateTimeField(null=True)),
                ('stand_in', models.CharField(blank=True, max_length=20)),
                ('outside_name', models.CharField(blank=True, max_length=160)),
                ('outside_reason', models.TextField(blank=True)),
                ('concluded_at', models.DateTimeField(null=True)),
                ('closed_at', models.DateTimeField(null=True)),
                ('version', models.PositiveIntegerField(default=1)),
                ('about_case', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='cases.case')),
                ('case', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='cases.case')),
                ('complaint', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='complaints.complaint')),
                ('handler', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='staff.employee')),
            ],
        ),
        migrations.CreateModel(
            name='CorrectiveAction',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('compartment', models.CharField(default='ombuds', max_length=60)),
                ('root_cause', models.CharField(max_length=40)),
                ('words', models.TextField()),
                ('step', models.CharField(default='planned', max_length=20)),
                ('due_on', models.DateField()),
                ('done_on', models.DateField(null=True)),
                ('version', models.PositiveIntegerField(default=1)),
                ('owner', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='staff.employee')),
                ('proposed_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='staff.employee')),
                ('file', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='corrective_actions', to='complaints.ombudsfile')),
            ],
        ),
        migrations.CreateModel(
            name='OmbudsFinding',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('compartment', models.CharField(default='ombuds', max_length=60)),
                ('text', models.TextField()),
                ('reason', models.TextField(blank=True)),
                ('found_at', models.DateTimeField()),
                ('corrects', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='complaints.ombudsfinding')),
                ('employee', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='staff.employee')),
                ('file', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='findings', to='complaints.ombudsfile')),
            ],
        ),
        migrations.CreateModel(
            name='OmbudsInvolved',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('compartment', models.CharField(default='ombuds', max_length=60)),
                ('named_at', models.DateTimeField()),
                ('employee', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='staff.employee')),
                ('file', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='involved', to='complaints.ombudsfile')),
            ],
        ),
        migrations.CreateModel(
            name='OmbudsLetter',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('compartment', models.CharField(default='ombuds', max_length=60)),
                ('end', models.CharField(max_length=20)),
                ('assessment', models.CharField(blank=True, max_length=20)),
                ('outcome', models.CharField(blank=True, max_length=20)),
                ('norms', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=40), blank=True, default=list, size=None)),
                ('ground', models.CharField(blank=True, max_length=30)),
                ('reason', models.TextField(blank=True)),
                ('wish_id', models.BigIntegerField(null=True)),
                ('written_by_id', models.BigIntegerField(null=True)),
                ('written_at', models.DateTimeField()),
                ('dispatched_at', models.DateTimeField(null=True)),
                ('failed_at', models.DateTimeField(null=True)),
                ('file', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='letters', to='complaints.ombudsfile')),
                ('message', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='correspondence.message')),
            ],
        ),
        migrations.CreateModel(
            name='OmbudsQuestion',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('compartment', models.CharField(max_length=60)),
                ('words', models.TextField()),
                ('asked_at', models.DateTimeField()),
                ('due_at', models.DateTimeField()),
                ('reminded_at', models.DateTimeField(null=True)),
                ('answer', models.TextField(blank=True)),
                ('answered_at', models.DateTimeField(null=True)),
                ('answered_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='staff.employee')),
                ('asked_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='staff.employee')),
                ('file', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='questions', to='complaints.ombudsfile')),
                ('team', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='staff.team')),
            ],
        ),
        migrations.CreateModel(
            name='OmbudsRemedy',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('compartment', models.CharField(default='ombuds', max_length=60)),
                ('kind', models.CharField(max_length=20)),
                ('words', models.TextField()),
                ('amount', models.DecimalField(decimal_places=2, max_digits=10, null=True)),
                ('step', models.CharField(default='proposed', max_length=20)),
                ('due_on', models.DateField()),
                ('done_on', models.DateField(null=True)),
                ('version', models.PositiveIntegerField(default=1)),
                ('file', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='remedies', to='complaints.ombudsfile')),
                ('owner', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='staff.employee')),
                ('proposed_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='staff.employee')),
            ],
        ),
        migrations.CreateModel(
            name='OmbudsEntry',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('compartment', models.CharField(default='ombuds', max_length=60)),
                ('start', models.CharField(blank=True, max_length=20)),
                ('end', models.CharField(max_length=20)),
                ('reason', models.TextField(blank=True)),
                ('happened_at', models.DateTimeField()),
                ('corrective_action', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='entries', to='complaints.correctiveaction')),
                ('employee', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='staff.employee')),
                ('file', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='entries', to='complaints.ombudsfile')),
                ('remedy', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='entries', to='complaints.ombudsremedy')),
            ],
        ),
        migrations.CreateModel(
            name='OmbudsStatement',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('compartment', models.CharField(default='ombuds', max_length=60)),
                ('has_conflict', models.BooleanField()),
                ('words', models.TextField(blank=True)),
                ('said_at', models.DateTimeField()),
                ('employee', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='staff.employee')),
                ('file', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='statements', to='complaints.ombudsfile')),
            ],
        ),
        migrations.AddIndex(
            model_name='ombudsfile',
            index=models.Index(condition=models.Q(('closed_at__isnull', True)), fields=['opened_at'], name='ombuds_file_open'),
        ),
        migrations.AddConstraint(
            model_name='ombudsinvolved',
            constraint=models.UniqueConstraint(fields=('file', 'employee'), name='ombuds_involved_once'),
        ),
        migrations.AddIndex(
            model_name='ombudsquestion',
            index=models.Index(condition=models.Q(('answered_at__isnull', True), ('reminded_at__isnull', True)), fields=['due_at'], name='ombuds_question_late'),
        ),
        migrations.AddConstraint(
            model_name='ombudsentry',
            constraint=models.CheckConstraint(condition=models.Q(('remedy__isnull', False), ('corrective_action__isnull', False), _connector='XOR'), name='ombuds_entry_of_one'),
        ),
    ]
