"""Making a table append-only: a trigger refuses changes, and the working role has no grant.

The one way to let rows go, because people have a right to be forgotten, is `debiet_forget`.
"""

from django.db import migrations

_FUNCTION = """
CREATE OR REPLACE FUNCTION debiet_refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE'
       AND current_setting('debiet.forgetting', true) = TG_TABLE_NAME
       AND current_user = (SELECT tableowner FROM pg_tables
                           WHERE schemaname = TG_TABLE_SCHEMA AND tablename = TG_TABLE_NAME)
    THEN
        RETURN OLD;
    END IF;
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

_FORGET = """
CREATE OR REPLACE FUNCTION debiet_forget(asked_table text, ids bigint[]) RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    gone bigint;
BEGIN
    IF starts_with(asked_table, 'core_') AND asked_table <> 'core_accessentry' THEN
        RAISE EXCEPTION '% never goes', asked_table USING ERRCODE = 'restrict_violation';
    END IF;
    IF NOT EXISTS (SELECT FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid
                   WHERE t.tgname = 'append_only' AND c.relname = asked_table
                     AND c.relnamespace = 'public'::regnamespace) THEN
        RAISE EXCEPTION '% does not only grow', asked_table USING ERRCODE = 'restrict_violation';
    END IF;
    PERFORM set_config('debiet.forgetting', asked_table, true);
    EXECUTE format('DELETE FROM public.%I WHERE id = ANY($1)', asked_table) USING ids;
    GET DIAGNOSTICS gone = ROW_COUNT;
    PERFORM set_config('debiet.forgetting', '', true);
    IF gone > 0 THEN
        INSERT INTO public.core_forgotten (table_name, row_count) VALUES (asked_table, gone);
    END IF;
    RETURN gone;
END $$;
REVOKE EXECUTE ON FUNCTION debiet_forget(text, bigint[]) FROM PUBLIC;
DO $$ BEGIN
    IF EXISTS (SELECT FROM pg_roles WHERE rolname = 'debiet_app') THEN
        GRANT EXECUTE ON FUNCTION debiet_forget(text, bigint[]) TO debiet_app;
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


def forgetting() -> list[migrations.RunSQL]:
    """Return the migration step that makes the one way to let rows of such a table go.

    It runs as the tables' owner, whoever calls it, and each time leaves a row in `core_forgotten`
    that says how many went. The audit, and what proves the forgetting itself, never go.
    """
    undo = "DROP FUNCTION IF EXISTS debiet_forget(text, bigint[])"
    return [migrations.RunSQL(_FUNCTION + _FORGET, undo)]
