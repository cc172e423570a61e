from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('correspondence', '0007_letters_reading'),
    ]

    operations = [
        migrations.AddField(
            model_name='rawmessage',
            name='copies',
            field=models.PositiveIntegerField(db_default=1, default=1),
        ),
    ]
