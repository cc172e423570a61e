"""What the second line said and what was sent to it is added to, never changed."""

from django.db import migrations

from debiet.core.append_only import append_only


class Migration(migrations.Migration):
    dependencies = [("complaints", "0005_creviews_second_line")]
    operations = [*append_only("complaints_reviewentry", "complaints_reviewbundle")]
