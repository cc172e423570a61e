"""A submitted return and a count of connections are followed by another one, never changed."""

from django.db import migrations

from debiet.core.append_only import append_only


class Migration(migrations.Migration):
    dependencies = [("complaints", "0008_creturns_returns")]
    operations = [*append_only("complaints_submittedreturn", "complaints_connectioncount")]
