"""See that every case has a known regime: reads the table, and nobody waits for it."""

from django.contrib.postgres.operations import ValidateConstraint
from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("cases", "0018_cground_regime")]
    operations = [ValidateConstraint("case", "case_regime_known")]
