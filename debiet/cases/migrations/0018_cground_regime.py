"""By which rules a case is answered."""

from django.contrib.postgres.operations import AddConstraintNotValid
from django.db import migrations, models
from django.db.models import Q


class Migration(migrations.Migration):
    dependencies = [("cases", "0017_staffsetup_topics")]
    operations = [
        migrations.AddField(
            model_name="case",
            name="regime",
            field=models.CharField(db_default="ordinary", default="ordinary", max_length=20),
        ),
        AddConstraintNotValid(
            model_name="case",
            constraint=models.CheckConstraint(
                condition=Q(regime__in=["ordinary", "complaint", "ombuds"]),
                name="case_regime_known",
            ),
        ),
    ]
