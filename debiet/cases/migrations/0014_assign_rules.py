"""How a team's new cases find somebody, and who got which."""

import django.db.models.deletion
from django.db import migrations, models

from debiet.core.append_only import append_only


class Migration(migrations.Migration):
    dependencies = [
        ("cases", "0013_casework_indexes"),
        ("staff", "0004_steering_absence"),
    ]
    operations = [
        migrations.CreateModel(
            name="AssignmentRule",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("version", models.PositiveIntegerField()),
                ("way", models.CharField(max_length=20)),
                ("skills", models.JSONField(default=dict)),
                ("set_by", models.BigIntegerField(null=True)),
                ("set_at", models.DateTimeField()),
                (
                    "team",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="staff.team",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("team", "version"), name="assignment_version_once"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="CaseAssignment",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("compartment", models.CharField(max_length=60)),
                ("way", models.CharField(max_length=20)),
                ("why", models.CharField(max_length=20)),
                ("among", models.PositiveIntegerField()),
                ("rule_version", models.PositiveIntegerField()),
                ("at", models.DateTimeField()),
                (
                    "case",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="assignments",
                        to="cases.case",
                    ),
                ),
                (
                    "employee",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="staff.employee",
                    ),
                ),
                (
                    "team",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="staff.team",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["case", "-id"], name="assignment_of_case"),
                    models.Index(fields=["team", "employee", "-id"], name="assignment_turn"),
                ],
            },
        ),
        *append_only("cases_assignmentrule", "cases_caseassignment"),
    ]
