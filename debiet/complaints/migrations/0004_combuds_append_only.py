"""What the ombuds function established and said is added to, never changed."""

from django.db import migrations

from debiet.core.append_only import append_only


class Migration(migrations.Migration):
    dependencies = [("complaints", "0003_combuds_files")]
    operations = [
        *append_only(
            "complaints_ombudsstatement",
            "complaints_ombudsinvolved",
            "complaints_ombudsfinding",
            "complaints_ombudsentry",
        )
    ]
