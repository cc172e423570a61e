"""Keep where each employee wants to be told of what, and which mail told of it."""

import django.db.models.deletion
from django.db import migrations, models
from django.db.models import Q


class Migration(migrations.Migration):
    dependencies = [("staff", "0005_access_external_id")]
    operations = [
        migrations.CreateModel(
            name="NoticeChoice",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("kind", models.CharField(max_length=40)),
                ("in_desk", models.BooleanField()),
                ("mail", models.CharField(max_length=10)),
                ("chosen_at", models.DateTimeField()),
                ("employee", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="notice_choices", to="staff.employee")),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("employee", "kind"), name="notice_chosen_once")],
            },
        ),
        migrations.CreateModel(
            name="NoticeMail",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("way", models.CharField(max_length=10)),
                ("on", models.DateField()),
                ("made_at", models.DateTimeField()),
                ("employee", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="notice_mails", to="staff.employee")),
            ],
            options={
                "constraints": [models.UniqueConstraint(condition=Q(("way", "daily")), fields=("employee", "on"), name="one_digest_a_day")],
            },
        ),
        migrations.AddField(
            model_name="employee",
            name="digest_at",
            field=models.TimeField(null=True),
        ),
        migrations.AddField(
            model_name="notification",
            name="in_desk",
            field=models.BooleanField(db_default=True, default=True),
        ),
        migrations.AddField(
            model_name="notification",
            name="mail",
            field=models.CharField(db_default="none", default="none", max_length=10),
        ),
        migrations.AddField(
            model_name="notification",
            name="mailed_in",
            field=models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name="+", to="staff.noticemail"),
        ),
    ]
