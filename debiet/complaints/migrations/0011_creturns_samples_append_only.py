"""A draw is made once and never changed."""

from django.db import migrations

from debiet.core.append_only import append_only


class Migration(migrations.Migration):
    dependencies = [("complaints", "0010_creturns_samples")]
    operations = [*append_only("complaints_questionsample")]
