"""Keep what arrived as it is: packing files that are packed already took most of the time.

PostgreSQL tries to pack each long value. A mail begins with words, so it went on trying through
all of a photo, 20 ms a megabyte, and gained nothing.
"""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("correspondence", "0010_rights_about")]
    operations = [
        migrations.RunSQL(
            "ALTER TABLE correspondence_rawmessage ALTER COLUMN content SET STORAGE EXTERNAL",
            "ALTER TABLE correspondence_rawmessage ALTER COLUMN content SET STORAGE EXTENDED",
        )
    ]
