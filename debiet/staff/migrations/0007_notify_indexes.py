"""Find what a mail still has to tell of, and what one told of."""

from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models
from django.db.models import Q


class Migration(migrations.Migration):
    atomic = False  # an index that does not lock the table is made outside of a transaction
    dependencies = [("staff", "0006_notify_choices")]
    operations = [
        AddIndexConcurrently(
            model_name="notification",
            index=models.Index(
                fields=["employee"],
                condition=Q(("mailed_in__isnull", True), ("read_at__isnull", True)) & ~Q(mail="none"),
                name="notification_to_mail",
            ),
        ),
        AddIndexConcurrently(
            model_name="notification",
            index=models.Index(
                fields=["mailed_in"],
                condition=Q(mailed_in__isnull=False),
                name="notification_mailed_in",
            ),
        ),
    ]
