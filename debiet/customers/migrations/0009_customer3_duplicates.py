"""Keep which customers may be one, and which turned out to be."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('customers', '0008_customer3_indexes'),
        ('staff', '0002_ways_house_setting'),
    ]

    operations = [
        migrations.CreateModel(
            name='CustomerMerge',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('chosen', models.JSONField()),
                ('before', models.JSONField()),
                ('merged', models.JSONField()),
                ('merged_at', models.DateTimeField()),
                ('undone_at', models.DateTimeField(null=True)),
                ('employee', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='staff.employee')),
                ('kept', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='merges', to='customers.customer')),
                ('other', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='customers.customer')),
            ],
            options={
                'constraints': [models.UniqueConstraint(condition=models.Q(('undone_at__isnull', True)), fields=('other',), name='merged_once')],
            },
        ),
        migrations.CreateModel(
            name='SuspectedDuplicate',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('signs', models.JSONField()),
                ('weight', models.PositiveSmallIntegerField()),
                ('found_at', models.DateTimeField()),
                ('settled_as', models.CharField(blank=True, max_length=10)),
                ('settled_at', models.DateTimeField(null=True)),
                ('first', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='customers.customer')),
                ('second', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='customers.customer')),
            ],
            options={
                'indexes': [models.Index(condition=models.Q(('settled_as', '')), fields=['-weight', 'id'], name='suspected_pair_open')],
                'constraints': [models.UniqueConstraint(fields=('first', 'second'), name='suspected_pair_once'), models.CheckConstraint(condition=models.Q(('first__lt', models.F('second'))), name='suspected_pair_in_order')],
            },
        ),
    ]
