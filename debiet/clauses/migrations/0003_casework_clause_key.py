"""Let employees put a text into an answer by a key."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('clauses', '0002_append_only'),
    ]

    operations = [
        migrations.AddField(
            model_name='clause',
            name='key',
            field=models.SlugField(max_length=30, null=True, unique=True),
        ),
    ]
