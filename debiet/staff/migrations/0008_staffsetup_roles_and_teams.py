"""Keep who gave a role, what waits for a second person, and teams that are no more."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('staff', '0007_notify_indexes'),
    ]

    operations = [
        migrations.AddField(
            model_name='team',
            name='retired_at',
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name='rolegrant',
            name='granted_by',
            field=models.BigIntegerField(null=True),
        ),
        migrations.AddField(
            model_name='rolegrant',
            name='approved_by',
            field=models.BigIntegerField(null=True),
        ),
        migrations.CreateModel(
            name='RoleRequest',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('role', models.CharField(max_length=20)),
                ('asked_by', models.BigIntegerField()),
                ('asked_at', models.DateTimeField()),
                ('decided_by', models.BigIntegerField(null=True)),
                ('decided_at', models.DateTimeField(null=True)),
                ('is_given', models.BooleanField(default=False)),
                ('employee', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='role_requests', to='staff.employee')),
            ],
            options={
                'constraints': [models.UniqueConstraint(condition=models.Q(('decided_at__isnull', True)), fields=('employee', 'role'), name='role_asked_once')],
            },
        ),
    ]
