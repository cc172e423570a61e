"""The words of the cases there were before, then their index; nothing is locked meanwhile."""

from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations

# A case that gets a contact while this runs has no row of words yet: its trigger changes nothing,
# and this statement's snapshot does not have the contact. The second statement finds such cases.
FILL = """
INSERT INTO cases_casewords (case_id, compartment, words)
SELECT found.id, found.compartment, debiet_case_head(found) || coalesce(texts.words, '')
FROM cases_case AS found
LEFT JOIN (
    SELECT case_id, debiet_text_words(string_agg(text, ' ')) AS words
    FROM (
        SELECT case_id, text FROM cases_interaction WHERE NOT is_automatic
        UNION ALL SELECT case_id, text FROM cases_note
    ) AS said
    GROUP BY case_id
) AS texts ON texts.case_id = found.id
ON CONFLICT (case_id) DO NOTHING
"""
AGAIN = """
UPDATE cases_casewords AS kept SET words = kept.words || debiet_case_texts(kept.case_id)
WHERE kept.case_id IN (
    SELECT case_id FROM cases_interaction WHERE recorded_at > now() - interval '1 day'
    UNION SELECT case_id FROM cases_note WHERE written_at > now() - interval '1 day'
) AND debiet_case_texts(kept.case_id) IS NOT NULL
"""
KEEP = """
INSERT INTO search_word (word)
SELECT lexeme
FROM (SELECT DISTINCT unnest(tsvector_to_array(words)) AS lexeme FROM cases_casewords) AS all_words
WHERE length(lexeme) BETWEEN 3 AND 40 AND lexeme !~ '[^[:alpha:]]'
    AND NOT EXISTS (SELECT FROM search_word AS kept WHERE kept.word = lexeme)
"""


class Migration(migrations.Migration):
    atomic = False
    dependencies = [("cases", "0010_search_words")]
    operations = [
        migrations.RunSQL(FILL, migrations.RunSQL.noop),
        migrations.RunSQL(AGAIN, migrations.RunSQL.noop),
        migrations.RunSQL(KEEP, migrations.RunSQL.noop),
        AddIndexConcurrently(
            model_name="casewords",
            index=GinIndex(fastupdate=False, fields=["words"], name="case_words_found"),
        ),
    ]
