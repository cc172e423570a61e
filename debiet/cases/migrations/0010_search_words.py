"""The words by which cases are found, kept by triggers in the transaction that writes the text."""

import django.contrib.postgres.search
import django.db.models.deletion
from django.db import migrations, models

# What a machine wrote by itself says nothing about the case; what was quoted stood there before.
# A case with more words than PostgreSQL keeps in one row is found by the first twenty thousand.
_FUNCTIONS = r"""
CREATE FUNCTION debiet_case_head(found cases_case) RETURNS tsvector LANGUAGE sql STABLE AS $$
    SELECT debiet_text_words(found.subject)
        || debiet_name_words(concat_ws(' ', found.contact_name, found.contact_address))
        || array_to_tsvector(array_remove(ARRAY[
            'email:' || nullif(lower(trim(found.contact_email)), ''),
            'phone:' || nullif(right(regexp_replace(found.contact_phone, '\D', '', 'g'), 8), ''),
            'number:' || nullif(upper(regexp_replace(found.account_number, '[\s.\-/]', '', 'g')), '')
        ], NULL))
$$;

CREATE FUNCTION debiet_case_added() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE head tsvector := debiet_case_head(NEW);
BEGIN
    INSERT INTO cases_casewords (case_id, compartment, words)
    VALUES (NEW.id, NEW.compartment, head);
    PERFORM debiet_keep_words(head);
    RETURN NULL;
END $$;

CREATE FUNCTION debiet_case_said() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE said tsvector := debiet_text_words(NEW.text);
BEGIN
    UPDATE cases_casewords SET words = words || said
    WHERE case_id = NEW.case_id AND length(words) < 20000;
    PERFORM debiet_keep_words(said);
    RETURN NULL;
END $$;

CREATE FUNCTION debiet_case_texts(id bigint) RETURNS tsvector LANGUAGE sql STABLE AS $$
    SELECT debiet_text_words(string_agg(said.text, ' '))
    FROM (
        SELECT text FROM cases_interaction WHERE case_id = $1 AND NOT is_automatic
        UNION ALL SELECT text FROM cases_note WHERE case_id = $1
    ) AS said
$$;

CREATE FUNCTION debiet_case_changed() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE counted tsvector;
BEGIN
    PERFORM FROM cases_casewords WHERE case_id = NEW.id FOR UPDATE;
    counted := debiet_case_head(NEW) || coalesce(debiet_case_texts(NEW.id), '');
    UPDATE cases_casewords SET words = counted, compartment = NEW.compartment
    WHERE case_id = NEW.id;
    PERFORM debiet_keep_words(counted);
    RETURN NULL;
END $$;
"""
_TRIGGERS = """
CREATE TRIGGER words_added AFTER INSERT ON cases_case
    FOR EACH ROW EXECUTE FUNCTION debiet_case_added();
CREATE TRIGGER words_changed AFTER UPDATE OF
    subject, contact_name, contact_address, contact_email, contact_phone, account_number, compartment
    ON cases_case FOR EACH ROW WHEN (
        (OLD.subject, OLD.contact_name, OLD.contact_address, OLD.contact_email, OLD.contact_phone,
            OLD.account_number, OLD.compartment)
        IS DISTINCT FROM
        (NEW.subject, NEW.contact_name, NEW.contact_address, NEW.contact_email, NEW.contact_phone,
            NEW.account_number, NEW.compartment)
    ) EXECUTE FUNCTION debiet_case_changed();
CREATE TRIGGER words_added AFTER INSERT ON cases_interaction
    FOR EACH ROW WHEN (NOT NEW.is_automatic) EXECUTE FUNCTION debiet_case_said();
CREATE TRIGGER words_added AFTER INSERT ON cases_note
    FOR EACH ROW EXECUTE FUNCTION debiet_case_said();
"""
_REMOVED = """
DROP TRIGGER words_added ON cases_note;
DROP TRIGGER words_added ON cases_interaction;
DROP TRIGGER words_changed ON cases_case;
DROP TRIGGER words_added ON cases_case;
DROP FUNCTION debiet_case_changed();
DROP FUNCTION debiet_case_texts(bigint);
DROP FUNCTION debiet_case_said();
DROP FUNCTION debiet_case_added();
DROP FUNCTION debiet_case_head(cases_case);
"""


class Migration(migrations.Migration):
    dependencies = [("cases", "0009_casework_bulk"), ("search", "0001_initial")]
    operations = [
        migrations.CreateModel(
            name="CaseWords",
            fields=[
                (
                    "case",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="+",
                        serialize=False,
                        to="cases.case",
                    ),
                ),
                ("compartment", models.CharField(max_length=60)),
                ("words", django.contrib.postgres.search.SearchVectorField()),
            ],
        ),
        migrations.RunSQL(_FUNCTIONS + _TRIGGERS, _REMOVED),
    ]
