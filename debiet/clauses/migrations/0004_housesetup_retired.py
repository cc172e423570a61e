"""Texts and templates that are offered no more."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("clauses", "0003_casework_clause_key")]
    operations = [
        migrations.AddField("clause", "retired_at", models.DateTimeField(null=True)),
        migrations.AddField("lettertemplate", "retired_at", models.DateTimeField(null=True)),
    ]
