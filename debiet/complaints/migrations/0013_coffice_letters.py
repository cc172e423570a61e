"""Letters of the ombuds function that end no file: that it has it, and that it takes longer."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("complaints", "0012_creturns_exemptions")]
    operations = [
        migrations.AddField(
            model_name="ombudsletter",
            name="kind",
            field=models.CharField(db_default="final", default="final", max_length=20),
        ),
        # A letter that ends nothing says so by "": nothing changes in the table.
        migrations.SeparateDatabaseAndState(
            state_operations=[
                migrations.AlterField(
                    model_name="ombudsletter",
                    name="end",
                    field=models.CharField(blank=True, max_length=20),
                )
            ]
        ),
    ]
