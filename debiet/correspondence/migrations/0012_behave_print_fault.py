"""Set a letter aside whose pages cannot be printed, with the reason."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('correspondence', '0011_raw_content_not_packed'),
    ]

    operations = [
        migrations.AddField(
            model_name='message',
            name='print_fault',
            field=models.CharField(blank=True, db_default='', default='', max_length=20),
        ),
    ]
