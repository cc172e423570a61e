"""Words, and the functions with which the triggers of other apps keep them."""

import django.contrib.postgres.indexes
from django.db import migrations, models

# Letters and digits only, so that PostgreSQL's parser sees words and nothing like a file's path or
# a negative number; the rules part what is typed in the same way.
_FUNCTIONS = r"""
CREATE FUNCTION debiet_plain(text) RETURNS text LANGUAGE sql STABLE PARALLEL SAFE AS $$
    SELECT regexp_replace(
        lower(public.unaccent('public.unaccent'::regdictionary, $1)), '[^[:alnum:]]+', ' ', 'g')
$$;

-- Words of sentences, by their Dutch stems. A text beyond sixty pages is found by its beginning.
CREATE FUNCTION debiet_text_words(text) RETURNS tsvector LANGUAGE sql STABLE PARALLEL SAFE AS $$
    SELECT strip(to_tsvector('pg_catalog.dutch', debiet_plain(left($1, 100000))))
$$;

-- Names and addresses have no endings.
CREATE FUNCTION debiet_name_words(text) RETURNS tsvector LANGUAGE sql STABLE PARALLEL SAFE AS $$
    SELECT strip(to_tsvector('pg_catalog.simple', debiet_plain(left($1, 2000))))
$$;

CREATE FUNCTION debiet_stem(text) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT coalesce((ts_lexize('pg_catalog.dutch_stem', $1))[1], $1)
$$;

CREATE FUNCTION debiet_keep_words(tsvector) RETURNS void LANGUAGE sql VOLATILE AS $$
    INSERT INTO search_word (word)
    SELECT lexeme FROM unnest(tsvector_to_array($1)) AS lexeme
    WHERE length(lexeme) BETWEEN 3 AND 40 AND lexeme !~ '[^[:alpha:]]'
        AND NOT EXISTS (SELECT FROM search_word AS kept WHERE kept.word = lexeme)
$$;
"""
_REMOVED = """
DROP FUNCTION debiet_keep_words(tsvector);
DROP FUNCTION debiet_stem(text);
DROP FUNCTION debiet_name_words(text);
DROP FUNCTION debiet_text_words(text);
DROP FUNCTION debiet_plain(text);
"""


class Migration(migrations.Migration):
    initial = True
    dependencies = []
    operations = [
        migrations.CreateModel(
            name="Word",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("word", models.CharField(max_length=40)),
            ],
            options={
                "indexes": [
                    models.Index(fields=["word"], name="word_found"),
                    django.contrib.postgres.indexes.GinIndex(
                        django.contrib.postgres.indexes.OpClass("word", name="gin_trgm_ops"),
                        name="word_trigrams",
                    ),
                ],
            },
        ),
        migrations.RunSQL(_FUNCTIONS, _REMOVED),
    ]
