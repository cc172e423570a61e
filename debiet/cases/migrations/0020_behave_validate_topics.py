"""Hold the topics of before to their constraints too; nobody who works with them waits for it."""

from django.contrib.postgres.operations import ValidateConstraint
from django.db import migrations

CHECKED = """
DO $$
DECLARE faulty text;
BEGIN
    SELECT string_agg(code, ', ' ORDER BY code) INTO faulty FROM cases_topic
    WHERE merged_into_id = id OR (merged_into_id IS NOT NULL AND retired_at IS NULL);
    IF faulty IS NOT NULL THEN
        RAISE EXCEPTION 'Topics merged into themselves, or merged and in use: %', faulty
            USING HINT = 'Set retired_at of those that are merged, and merged_into_id of the '
                'others to null; then migrate again. Nothing was changed.';
    END IF;
END $$
"""
"""Says which rows are wrong, where the constraint would say its name only."""


class Migration(migrations.Migration):
    # By itself: each takes only a lock that lets others read and write, and gives it back at once.
    dependencies = [("cases", "0019_cground_regime_checked")]
    operations = [
        migrations.RunSQL(CHECKED, migrations.RunSQL.noop),
        ValidateConstraint("topic", "topic_merged_is_retired"),
        ValidateConstraint("topic", "topic_not_merged_into_itself"),
    ]
