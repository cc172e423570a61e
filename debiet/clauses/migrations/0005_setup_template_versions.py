"""Keep the versions of templates, and who approved each."""

import django.db.models.deletion
from django.db import migrations, models

from debiet.core.append_only import append_only


class Migration(migrations.Migration):

    dependencies = [
        ('clauses', '0004_housesetup_retired'),
    ]

    operations = [
        migrations.CreateModel(
            name='TemplateVersion',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveIntegerField()),
                ('clause_codes', models.JSONField()),
                ('is_substantive', models.BooleanField()),
                ('resolves', models.BooleanField()),
                ('written_by_id', models.BigIntegerField(null=True)),
                ('written_at', models.DateTimeField()),
                ('template', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='versions', to='clauses.lettertemplate')),
            ],
        ),
        migrations.CreateModel(
            name='TemplateApproval',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('approved_by_id', models.BigIntegerField(null=True)),
                ('approved_at', models.DateTimeField()),
                ('version', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='approval', to='clauses.templateversion')),
            ],
        ),
        migrations.AddConstraint(
            model_name='templateversion',
            constraint=models.UniqueConstraint(fields=('template', 'number'), name='template_version_number'),
        ),
        *append_only('clauses_templateversion', 'clauses_templateapproval'),
    ]
