"""Short stories of the ombuds function's report."""


import debiet.rules.access
import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('complaints', '0013_coffice_letters'),
        ('staff', '0010_behave_successor'),
    ]

    operations = [
        migrations.CreateModel(
            name='OmbudsStory',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('compartment', models.CharField(default=debiet.rules.access.Compartment['OMBUDS'], max_length=60)),
                ('text', models.TextField()),
                ('written_at', models.DateTimeField()),
                ('ended_at', models.DateTimeField(null=True)),
                ('file', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='complaints.ombudsfile')),
                ('written_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='staff.employee')),
            ],
            options={
                'constraints': [models.UniqueConstraint(condition=models.Q(('ended_at__isnull', True)), fields=('file',), name='ombuds_story_once')],
            },
        ),
    ]
