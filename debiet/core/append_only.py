"""Making a table append-only: a trigger refuses changes, and the working role has no grant."""

from django.db import migrations

_FUNCTION = """
CREATE OR REPLACE FUNCTION debiet_refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '% is append-only: % refused', TG_TABLE_NAME, TG_OP
        USING ERRCODE = 'restrict_violation';
END $$;
"""

_TABLE = """
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON {table}
    FOR EACH ROW EXECUTE FUNCTION debiet_refuse_change();
DO $$ BEGIN
    IF EXISTS (SELECT FROM pg_roles WHERE rolname = 'debiet_app') THEN
        REVOKE UPDATE, DELETE, TRUNCATE ON {table} FROM debiet_app;
    END IF;
END $$;
"""


def append_only(*tables: str) -> list[migrations.RunSQL]:
    """Return the migration steps that make tables append-only.

    There is no trigger on TRUNCATE: test databases are emptied by their owner.
    """
    steps = [migrations.RunSQL(_FUNCTION, migrations.RunSQL.noop)]
    steps += [
        migrations.RunSQL(
            _TABLE.format(table=table), f"DROP TRIGGER IF EXISTS append_only ON {table}"
        )
        for table in tables
    ]
    return steps
