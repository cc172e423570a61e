"""Keep what a customer's file holds: periods, notes, related people, why it was opened."""

import django.db.models.deletion
from django.db import migrations, models

from debiet.core.append_only import append_only


class Migration(migrations.Migration):
    # One table at a time: who writes to two of them must not meet a lock on each.
    atomic = False

    dependencies = [
        ('customers', '0006_search_words_of_before'),
        ('staff', '0002_ways_house_setting'),
    ]

    operations = [
        migrations.CreateModel(
            name='AccountAddress',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('street', models.CharField(max_length=160)),
                ('house_number', models.CharField(max_length=20)),
                ('postal_code', models.CharField(max_length=10)),
                ('municipality', models.CharField(max_length=80)),
                ('country', models.CharField(default='BE', max_length=2)),
                ('valid_from', models.DateField(null=True)),
                ('valid_until', models.DateField(null=True)),
                ('recorded_at', models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name='CustomerNote',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('compartment', models.CharField(max_length=60)),
                ('text', models.TextField()),
                ('written_at', models.DateTimeField()),
                ('expires_on', models.DateField()),
            ],
        ),
        migrations.CreateModel(
            name='CustomerRelation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(max_length=20)),
                ('valid_from', models.DateField()),
                ('valid_until', models.DateField(null=True)),
                ('recorded_at', models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name='FileOpening',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('purpose', models.CharField(max_length=20)),
                ('words', models.CharField(max_length=300)),
                ('opened_at', models.DateTimeField()),
            ],
        ),
        migrations.AddField(
            model_name='contactpoint',
            name='employee',
            field=models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='staff.employee'),
        ),
        migrations.AddField(
            model_name='contactpoint',
            name='is_current',
            field=models.BooleanField(db_default=True, default=True),
        ),
        migrations.AddField(
            model_name='contactpoint',
            name='recorded_at',
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name='contactpoint',
            name='valid_from',
            field=models.DateField(null=True),
        ),
        migrations.AddField(
            model_name='contactpoint',
            name='valid_until',
            field=models.DateField(null=True),
        ),
        migrations.AddField(
            model_name='contactpoint',
            name='verified_by',
            field=models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='staff.employee'),
        ),
        migrations.AddField(
            model_name='contactpoint',
            name='verified_how',
            field=models.CharField(blank=True, db_default='', default='', max_length=20),
        ),
        migrations.AddField(
            model_name='customer',
            name='merged_into',
            field=models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='merged', to='customers.customer'),
        ),
        migrations.AddField(
            model_name='accountaddress',
            name='account',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='addresses', to='customers.customeraccount'),
        ),
        migrations.AddField(
            model_name='accountaddress',
            name='employee',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='staff.employee'),
        ),
        migrations.AddField(
            model_name='customernote',
            name='customer',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='notes', to='customers.customer'),
        ),
        migrations.AddField(
            model_name='customernote',
            name='employee',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='staff.employee'),
        ),
        migrations.AddField(
            model_name='customerrelation',
            name='customer',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='relations', to='customers.customer'),
        ),
        migrations.AddField(
            model_name='customerrelation',
            name='employee',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='staff.employee'),
        ),
        migrations.AddField(
            model_name='customerrelation',
            name='other',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='relations_back', to='customers.customer'),
        ),
        migrations.AddField(
            model_name='fileopening',
            name='customer',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='openings', to='customers.customer'),
        ),
        migrations.AddField(
            model_name='fileopening',
            name='employee',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='staff.employee'),
        ),
        migrations.AddIndex(
            model_name='accountaddress',
            index=models.Index(fields=['valid_from'], name='account_address_begins'),
        ),
        migrations.AddConstraint(
            model_name='accountaddress',
            constraint=models.UniqueConstraint(fields=('account', 'valid_from'), name='account_address_from_once', nulls_distinct=False),
        ),
        migrations.AddConstraint(
            model_name='accountaddress',
            constraint=models.CheckConstraint(condition=models.Q(('valid_until__isnull', True), ('valid_from__isnull', True), ('valid_until__gt', models.F('valid_from')), _connector='OR'), name='account_address_has_length'),
        ),
        migrations.AddIndex(
            model_name='customernote',
            index=models.Index(fields=['customer', 'expires_on'], name='note_of_customer'),
        ),
        migrations.AddIndex(
            model_name='customernote',
            index=models.Index(fields=['expires_on'], name='note_expires'),
        ),
        migrations.AddConstraint(
            model_name='customerrelation',
            constraint=models.CheckConstraint(condition=models.Q(('customer', models.F('other')), _negated=True), name='relation_of_two_people'),
        ),
        migrations.AddConstraint(
            model_name='customerrelation',
            constraint=models.CheckConstraint(condition=models.Q(('valid_until__isnull', True), ('valid_until__gte', models.F('valid_from')), _connector='OR'), name='relation_ends_after_it_began'),
        ),
        migrations.AddConstraint(
            model_name='customerrelation',
            constraint=models.UniqueConstraint(condition=models.Q(('valid_until__isnull', True)), fields=('customer', 'other', 'kind'), name='relation_holds_once'),
        ),
        migrations.AddIndex(
            model_name='fileopening',
            index=models.Index(fields=['customer', 'employee', '-id'], name='opening_of_customer'),
        ),
        *append_only("customers_fileopening"),
    ]
