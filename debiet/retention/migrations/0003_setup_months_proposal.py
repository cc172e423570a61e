"""Keep which months were asked for, and who agreed to them."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('retention', '0002_rights_request'),
    ]

    operations = [
        migrations.CreateModel(
            name='MonthsProposal',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(max_length=20)),
                ('months', models.PositiveIntegerField()),
                ('source', models.CharField(max_length=300)),
                ('asked_by_id', models.BigIntegerField()),
                ('asked_at', models.DateTimeField()),
                ('decided_by_id', models.BigIntegerField(null=True)),
                ('decided_at', models.DateTimeField(null=True)),
                ('is_agreed', models.BooleanField(null=True)),
            ],
            options={
                'constraints': [models.UniqueConstraint(condition=models.Q(('decided_at__isnull', True)), fields=('kind',), name='one_open_months_a_kind'), models.CheckConstraint(condition=models.Q(models.Q(('decided_at__isnull', True), ('is_agreed__isnull', True)), models.Q(('decided_at__isnull', False), ('is_agreed__isnull', False)), _connector='OR'), name='months_decided_one_way'), models.CheckConstraint(condition=models.Q(models.Q(('is_agreed', True), _negated=True), models.Q(('decided_by_id', models.F('asked_by_id')), _negated=True), _connector='OR'), name='months_agreed_by_another')],
            },
        ),
    ]
